import { listGroups } from '#modules/communities/index.ts';
import { getSegment, segmentMembers } from '#modules/segments/index.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from './analysis-kind.ts';
import type { Breakdown, Warning } from './common.contract.ts';

/** Parts of a breakdown that are shown; those with fewer people are left out, and that is said. */
export const MOST_PARTS = 8;

/** Which parts each person is in: a subquery of `member_id` and `part`, a row a part. Tier `outside`: no member now. */
export function partsOfPeople(context: AnalysisContext, breakdown: Breakdown): Sql {
  if (breakdown.by === 'segment') {
    const parts = breakdown.segments.map(
      (id) => sql`SELECT member_id, ${p.string(id)} AS part FROM ${segmentMembers(context.scope, id)}`,
    );
    return sql`(${joinSql(parts, sql` UNION ALL `)})`;
  }
  if (breakdown.by === 'tier')
    return context.states(sql`member_id, if(is_member = 1, toString(tier), 'outside') AS part`);
  return breakdown.by === 'platform'
    ? context.states(sql`member_id, toString(arrayJoin(platforms)) AS part`)
    : context.states(sql`member_id, toString(arrayJoin(groups)) AS part`);
}

/** Rows of people with the part of each beside them: `rows` is a subquery with `member_id`. Without a breakdown, part ''. */
export const withParts = (context: AnalysisContext, breakdown: Breakdown | undefined, rows: Sql): Sql =>
  breakdown === undefined
    ? sql`(SELECT *, '' AS part FROM ${rows})`
    : sql`(SELECT * FROM ${rows} AS r INNER JOIN ${partsOfPeople(context, breakdown)} AS b USING (member_id))`;

/** Only people of one part of a breakdown, as a condition on `member_id`. */
export const inPart = (context: AnalysisContext, breakdown: Breakdown | undefined, part: string | null): Sql =>
  breakdown === undefined || part === null
    ? sql`1`
    : sql`member_id IN (SELECT member_id FROM ${partsOfPeople(context, breakdown)} WHERE part = ${p.string(part)})`;

/** The parts with the most people, in that order, and a warning where some are left out. */
export function largestParts(sizes: ReadonlyMap<string, number>): { keys: string[]; warnings: Warning[] } {
  const ordered = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
  const left = ordered.length - MOST_PARTS;
  return {
    keys: ordered.slice(0, MOST_PARTS),
    warnings: left > 0 ? [{ code: 'parts_left_out', facts: { shown: MOST_PARTS, parts: left } }] : [],
  };
}

/** Names of groups and segments among the keys of a breakdown. */
export async function partNames(
  context: AnalysisContext,
  breakdown: Breakdown | undefined,
): Promise<Map<string, string>> {
  const { community } = context.evaluated;
  if (breakdown?.by === 'segment') {
    const segments = await context.services.database.inWorkspace(community.workspaceId, async (tx) => {
      const found = [];
      for (const id of breakdown.segments) found.push(await getSegment(tx, community.id, id));
      return found;
    });
    return new Map(segments.map(({ id, name }) => [id, name]));
  }
  if (breakdown?.by !== 'group') return new Map();
  const groups = await context.services.database.inWorkspace(community.workspaceId, (tx) =>
    listGroups(tx, community.id),
  );
  return new Map(groups.map(({ id, name }) => [id, name]));
}
