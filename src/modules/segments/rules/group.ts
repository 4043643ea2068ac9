import { p, sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';

/** Was seen in one of some groups. */
export const group: RuleKind<'group'> = {
  kind: 'group',
  check: ({ in: ids }, known) =>
    ids.flatMap((id, at) => (known.group(id) ? [] : [{ where: `/in/${at}`, what: 'there is no such group' }])),
  compile: (_, { in: ids }) => ({
    on: 'state',
    holds: sql`hasAny(groups, ${p.uuids(ids)})`,
    facts: {
      seenIn: sql`length(arrayIntersect(groups, ${p.uuids(ids)}))`,
      groups: sql`length(groups)`,
    },
  }),
};
