import type { Clock } from '#kernel/clock.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import type { MemberKeys } from '#modules/member-access/index.ts';
import type { Caller, Route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { attemptRoutes } from './attempts.http.ts';
import { paperRoutes } from './papers.http.ts';
import type { ExamPorts } from './ports.ts';
import { questionRoutes } from './questions.http.ts';

export type ExamParts = {
  database: Database;
  clock: Clock;
  connectors: readonly AnyConnector[];
  memberKeys: MemberKeys;
  /** The address people use, when a proxy stands before the server. */
  publicUrl: string | undefined;
  ports: ExamPorts;
};

/** Runs work in a community of the caller, in one transaction. */
export type InCommunity = <T>(
  caller: Caller,
  key: string,
  work: (tx: Tx, community: { communityId: string; zone: string }) => Promise<T>,
) => Promise<T>;

/** What operators do about exams: the bank, papers, who took what. */
export function examsRoutes(parts: ExamParts): Route[] {
  const inCommunity: InCommunity = (caller, key, work) =>
    parts.database.inWorkspace(caller.workspaceId, async (tx) => {
      const { id, zone } = await getCommunity(tx, key);
      return work(tx, { communityId: id, zone });
    });
  return [
    ...questionRoutes(parts, inCommunity),
    ...paperRoutes(parts, inCommunity),
    ...attemptRoutes(parts, inCommunity),
  ];
}
