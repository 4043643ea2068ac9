import { listGroups } from '#modules/communities/index.ts';
import { introduceMembers } from '#modules/insights/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import type { Hit, TextMark } from '../text.contract.ts';

/** Characters of a text that are read and shown. */
export const TEXT_LENGTH = 400;

/** A message as it was read; `at` in milliseconds UTC. */
export type RawHit = {
  eventId: string;
  memberId: string;
  groupId: string;
  at: number;
  text: string;
  marks: TextMark[];
};

/** Names of people and groups, to be put beside ids. */
export type Names = { member(memberId: string): string; group(groupId: string): string };

/** Names of some members at the evaluation, and of the community's groups as operators call them. */
export async function namesFor(context: AnalysisContext, memberIds: Iterable<string>): Promise<Names> {
  const { services, evaluated, scope } = context;
  const { community, evaluation } = evaluated;
  const [members, groups] = await Promise.all([
    introduceMembers(services.engine, scope, evaluation.id, [...new Set(memberIds)]),
    services.database.inWorkspace(community.workspaceId, (tx) => listGroups(tx, community.id)),
  ]);
  const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
  return {
    member: (id) => members.get(id)?.name ?? '',
    group: (id) => groupNames.get(id) ?? '',
  };
}

/** A message with names, for a reader. */
export const dressHit = ({ at, ...hit }: RawHit, names: Names): Hit => ({
  ...hit,
  at: new Date(at).toISOString(),
  name: names.member(hit.memberId),
  group: names.group(hit.groupId),
});
