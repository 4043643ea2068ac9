import { p, sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';

/** Has an account on one of some platforms. */
export const platform: RuleKind<'platform'> = {
  kind: 'platform',
  check: ({ in: names }, known) =>
    names.flatMap((name, at) =>
      known.platform(name) ? [] : [{ where: `/in/${at}`, what: `nobody is on a platform called ${name}` }],
    ),
  compile: (_, { in: names }) => ({
    on: 'state',
    holds: sql`hasAny(arrayMap(one -> toString(one), platforms), ${p.strings(names)})`,
    facts: { platforms: sql`arrayStringConcat(arrayMap(one -> toString(one), platforms), ', ')` },
  }),
};
