import { introduceMembers } from './member-state.query.ts';
import type { NetworkOf } from './network-people.query.ts';
import type { KeptRisks, NetworkRisks } from './network-risks.contract.ts';

type Person = NonNullable<NetworkRisks['risks']>['leaders'][number]['of'];

/** Kept risks with who the people are at an evaluation. */
export async function introduceRisks(
  { engine, scope, evaluationId }: NetworkOf,
  { held, soleLinks, leaders, fadingTies }: KeptRisks,
): Promise<NonNullable<NetworkRisks['risks']>> {
  const ids = new Set([
    ...held.flatMap(({ contributions, ties }) => [contributions, ties].flatMap((one) => (one ? [one.by] : []))),
    ...soleLinks.flatMap(({ by, people }) => [by, ...people]),
    ...leaders.map(({ of }) => of),
    ...fadingTies.flatMap(({ a, b }) => [a, b]),
  ]);
  const labels = await introduceMembers(engine, scope, evaluationId, [...ids]);
  const personOf = (memberId: string): Person => {
    const label = labels.get(memberId);
    const member = label?.external_id || memberId;
    return { memberId, member, name: label?.name || member, tier: label?.tier || null };
  };
  const by = (one: { by: string; share: number } | null) => one && { by: personOf(one.by), share: one.share };
  return {
    held: held.map((group) => ({ ...group, contributions: by(group.contributions), ties: by(group.ties) })),
    soleLinks: soleLinks.map((one) => ({ ...one, by: personOf(one.by), people: one.people.map(personOf) })),
    leaders: leaders.map((one) => ({ ...one, of: personOf(one.of) })),
    fadingTies: fadingTies.map((tie) => ({ ...tie, a: personOf(tie.a), b: personOf(tie.b) })),
  };
}
