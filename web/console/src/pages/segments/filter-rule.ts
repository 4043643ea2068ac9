import type { Clause, Rule } from '../../../../../src/modules/segments/rule.contract.ts';
import type { MemberSearch } from '../members/member-search.ts';
import { attributeClause } from './builder/rule-words.ts';

/** Days that nobody joined before or after: one end of a window that is open there. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2099-12-31';

/** What each filter of the member list is as conditions; null where it is no filter, or none that a rule can say. */
const CLAUSES: {
  [Key in keyof MemberSearch]-?: ((value: NonNullable<MemberSearch[Key]>, all: MemberSearch) => Clause[]) | null;
} = {
  q: null,
  tier: (tier) => [{ kind: 'tier', scheme: 'engagement', in: [tier] }],
  silentKind: (kind) => [{ kind: 'tier', scheme: 'silence', in: [kind] }],
  activity: (tier) => [{ kind: 'tier', scheme: 'activity', in: [tier] }],
  value: (cell) => [{ kind: 'tier', scheme: 'value', in: [cell] }],
  group: (id) => [{ kind: 'group', in: [id] }],
  segment: (segmentId) => [{ kind: 'segment', segmentId }],
  circle: (circle) => [{ kind: 'ties', is: { circle } }],
  bridge: (bridge) => [{ kind: 'ties', is: { bridge } }],
  isolated: (isolated) => [{ kind: 'ties', is: { isolated } }],
  platform: (platform) => [{ kind: 'platform', in: [platform] }],
  tag: (tag) => [{ kind: 'tag', tag }],
  attribute: (tests) => tests.map(attributeClause),
  joinedFrom: (from, all) => [{ kind: 'joined', when: { from, to: all.joinedTo ?? LAST_DAY } }],
  // With a first day both are one condition.
  joinedTo: (to, all) => (all.joinedFrom ? [] : [{ kind: 'joined', when: { from: FIRST_DAY, to } }]),
  sort: null,
  order: null,
};

/**
 * The filters of the member list as a rule. `lost` names those that a rule cannot say: a text that was searched for, and
 * a temporary list, which goes away. Without any filter the rule is undefined.
 */
export function filterRule(
  search: MemberSearch,
  isTransient: boolean,
): { rule: Rule | undefined; lost: (keyof MemberSearch)[] } {
  const held = (Object.keys(CLAUSES) as (keyof MemberSearch)[]).filter(
    (key) => search[key] !== undefined && key !== 'sort' && key !== 'order',
  );
  const lost = held.filter((key) => !CLAUSES[key] || (key === 'segment' && isTransient));
  const of = held
    .filter((key) => !lost.includes(key))
    // The table is complete by its type; a key's own value fits its own entry.
    .flatMap((key) => (CLAUSES[key] as (value: unknown, all: MemberSearch) => Clause[])(search[key], search));
  return { rule: of.length > 0 ? { kind: 'all', of } : undefined, lost };
}
