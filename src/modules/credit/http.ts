import { getCommunity } from '#modules/communities/index.ts';
import type { Caller, Route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { appealRoutes } from './appeals.http.ts';
import { licenceRoutes } from './licence.http.ts';
import type { Frame } from './present-violations.ts';
import type { CreditParts } from './record-violation.ts';
import { ruleRoutes } from './rules.http.ts';
import { violationRoutes } from './violations.http.ts';

/** Runs work in a community of the caller, in one transaction. */
export type InCommunity = <T>(
  caller: Caller,
  key: string,
  work: (tx: Tx, communityId: string, frame: Frame) => Promise<T>,
) => Promise<T>;

/** Rules, violations, licences, sanctions, tasks and appeals, for operators. */
export function creditRoutes(parts: CreditParts): Route[] {
  const inCommunity: InCommunity = (caller, key, work) =>
    parts.database.inWorkspace(caller.workspaceId, async (tx) => {
      const { id, zone } = await getCommunity(tx, key);
      return work(tx, id, { communityId: id, zone, now: new Date(parts.clock.now()) });
    });
  return [
    ...ruleRoutes(inCommunity),
    ...violationRoutes(parts, inCommunity),
    ...licenceRoutes(parts, inCommunity),
    ...appealRoutes(parts, inCommunity),
  ];
}
