import { tiersOf } from '#modules/tiers/index.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { ActivityTier } from '#modules/tiers/index.ts';
import { BUILT_IN_SCHEMES, type BuiltInScheme, type ClauseOf, NO_TIER } from '../rule.contract.ts';
import { inSegment } from '../segment-condition.ts';
import type { RuleContext, RuleKind, StateTerm } from './rule-kind.ts';

const isBuiltIn = (scheme: string): scheme is BuiltInScheme => Object.hasOwn(BUILT_IN_SCHEMES, scheme);

const COLUMNS: Record<Exclude<BuiltInScheme, 'paying' | 'activity'>, Sql> = {
  engagement: sql`tier`,
  value: sql`value_cell`,
  silence: sql`silent_kind`,
};

/** Where a member stands in a built-in scheme, or in one of the community's own. */
export const tier: RuleKind<'tier'> = {
  kind: 'tier',
  check({ scheme, in: tiers }, known) {
    const there: readonly string[] | undefined = isBuiltIn(scheme) ? BUILT_IN_SCHEMES[scheme] : known.scheme(scheme);
    if (there === undefined) return [{ where: '/scheme', what: 'there is no such scheme of tiers' }];
    return tiers.flatMap((one, at) =>
      there.includes(one) || (one === NO_TIER && !isBuiltIn(scheme))
        ? []
        : [{ where: `/in/${at}`, what: `the scheme has no tier called ${one}` }],
    );
  },
  compile(context, clause): StateTerm {
    const { scheme, in: tiers } = clause;
    if (!isBuiltIn(scheme)) return { on: 'state', holds: ownTiers(context, clause), facts: {} };
    if (scheme === 'paying') {
      const which = tiers.map((one) => (one === 'paying' ? 1 : 0));
      return { on: 'state', holds: sql`paying IN ${p.uints(which)}`, facts: { paying: sql`toBool(paying)` } };
    }
    if (scheme === 'activity') {
      const those = tiers.flatMap((one) => tiersOf(one as ActivityTier));
      return { on: 'state', holds: sql`tier IN ${p.strings(those)}`, facts: { tier: sql`toString(tier)` } };
    }
    const column = COLUMNS[scheme];
    return { on: 'state', holds: sql`${column} IN ${p.strings(tiers)}`, facts: { tier: sql`toString(${column})` } };
  },
  uses: ({ scheme }, schemeOf) => (isBuiltIn(scheme) ? [] : schemeOf(scheme)),
};

/** In one of some tiers of an own scheme: in its segment and in none before it. */
function ownTiers({ frame: { scope }, schemeOf }: RuleContext, clause: ClauseOf<'tier'>): Sql {
  const segments = schemeOf(clause.scheme);
  const outside = (before: readonly string[]): Sql[] => before.map((id) => sql`NOT (${inSegment(scope, id)})`);
  const ways = clause.in.map((one) => {
    const at = segments.indexOf(one);
    if (one === NO_TIER) return joinSql(outside(segments), sql` AND `);
    return joinSql([inSegment(scope, one), ...outside(segments.slice(0, at))], sql` AND `);
  });
  return sql`(${joinSql(
    ways.map((way) => sql`(${way})`),
    sql` OR `,
  )})`;
}
