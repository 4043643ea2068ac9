import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Narrowing } from './compile-rules.ts';
import type { RuleContext } from './rules/rule-kind.ts';

/** The digits with which the second half of an id begins (RFC 9562): the variant, which says nothing by chance. */
const VARIANTS = ['8', '9', 'a', 'b'] as const;
const STEPS = 4096;

/** Ids in a share of all, as a condition: within each variant those whose next twelve bits are low. */
function inShare(column: Sql, steps: number): Sql {
  const ranges = VARIANTS.map((digit) => {
    const end = (steps - 1).toString(16).padStart(3, '0');
    return sql`${column} BETWEEN ${p.uuid(`00000000-0000-0000-${digit}000-000000000000`)}
      AND ${p.uuid(`ffffffff-ffff-ffff-${digit}${end}-ffffffffffff`)}`;
  });
  return sql`(${joinSql(ranges, sql` OR `)})`;
}

/**
 * A share of the members by their ids, which are hashes: the same ones every time. The engine orders ids by their second
 * half, so that they stand together in the tables and only a share of each day is read.
 */
export function sampleOf({ frame }: RuleContext, share: number): Narrowing {
  const { scope, mapId, hasMap, hasSpans } = frame;
  const steps = Math.max(1, Math.min(STEPS, Math.round(share * STEPS)));
  const mapped = sql`(SELECT persona_id FROM persona_maps
    WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND ${inShare(sql`member_id`, steps)})`;
  const renamed = sql`(SELECT account_id FROM persona_spans WHERE ${inScope(scope)}
    AND (${inShare(sql`persona_id`, steps)}${hasMap ? sql` OR persona_id IN ${mapped}` : sql``}))`;
  return {
    states: inShare(sql`member_id`, steps),
    personas: sql`(${inShare(sql`persona_id`, steps)}${hasMap ? sql` OR persona_id IN ${mapped}` : sql``})`,
    accounts: sql`(${inShare(sql`account_id`, steps)}${hasMap ? sql` OR account_id IN ${mapped}` : sql``}
      ${hasSpans ? sql` OR account_id IN ${renamed}` : sql``})`,
  };
}

/** A 95 % interval of a share by Wilson's score: between 0 and 1, also where nobody or everybody was found. */
export function wilson(found: number, of: number): [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959964;
  const share = found / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}
