import { BadInput } from '#kernel/errors.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Overlap } from './contract.ts';
import { inSegment } from './segment-condition.ts';

/** The members of an evaluation with a bit for each segment that they are in, the first segment the lowest. */
const places = ({ frame: { scope }, evaluation }: Evaluated, segmentIds: readonly string[]): Sql => {
  const bits = segmentIds.map((id, at) => sql`bitShiftLeft(toUInt8(${inSegment(scope, id)}), ${p.uint(at)})`);
  return sql`(SELECT member_id, ${joinSql(bits, sql` + `)} AS place FROM member_states
    WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1)`;
};

/** How many members are in each combination of two or three segments. */
export async function readOverlap(evaluated: Evaluated, segmentIds: readonly string[]): Promise<Overlap> {
  const { engine, scope } = evaluated.frame;
  const rows = await engine.query<{ place: number; members: number }>(
    scope,
    'segments.overlap',
    sql`SELECT place, count() AS members FROM ${places(evaluated, segmentIds)} WHERE place > 0 GROUP BY place`,
  );
  const counts = new Map(rows.map(({ place, members }) => [Number(place), Number(members)]));
  const all = 2 ** segmentIds.length;
  const regions = Array.from({ length: all - 1 }, (_, at) => ({
    in: segmentIds.map((_id, bit) => ((at + 1) & (1 << bit)) !== 0),
    members: counts.get(at + 1) ?? 0,
  }));
  const union = regions.reduce((sum, { members }) => sum + members, 0);
  const sizes = segmentIds.map((_, bit) => regions.reduce((sum, one) => sum + (one.in[bit] ? one.members : 0), 0));
  return { sizes, regions, union, jaccard: union === 0 ? null : (counts.get(all - 1) ?? 0) / union };
}

/** The members of one region, as a subquery of `member_id`. Throws BadInput for the region outside of all. */
export function regionMembers(evaluated: Evaluated, segmentIds: readonly string[], isIn: readonly boolean[]): Sql {
  if (isIn.length !== segmentIds.length || !isIn.some(Boolean)) {
    const what = 'one entry for each segment, at least one of them true';
    throw new BadInput(`no region of these segments: ${what}`, [{ where: '/body/in', what }]);
  }
  const place = isIn.reduce((sum, one, bit) => sum + (one ? 1 << bit : 0), 0);
  return sql`(SELECT member_id FROM ${places(evaluated, segmentIds)} WHERE place = ${p.uint(place)})`;
}
