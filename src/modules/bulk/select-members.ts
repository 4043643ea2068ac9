import { memberCondition, peopleSets, segmentConditions, type InsightServices } from '#modules/insights/index.ts';
import type { PeopleSet } from '#modules/members/index.ts';
import { p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Selection } from './contract.ts';

/** The sets of people that PostgreSQL has to look up for a selection. */
export const setsOfSelection = async (tx: Tx, communityId: string, selection: Selection): Promise<PeopleSet[]> =>
  'ids' in selection
    ? [{ ids: selection.ids, except: false }]
    : [
        ...(await peopleSets(tx, communityId, selection.filter)),
        ...(selection.except.length > 0 ? [{ ids: selection.except, except: true }] : []),
      ];

/** The conditions of a selection that segments answer. Throws NotFound for a segment that is not there (any more). */
export const segmentsOfSelection = (
  services: Pick<InsightServices, 'segmentCondition'>,
  tx: Tx,
  scope: Scope,
  selection: Selection,
): Promise<Sql[]> => segmentConditions(services, tx, scope, 'ids' in selection ? {} : selection.filter);

/**
 * The members of an evaluation that a selection means; `sets` are the conditions of `setsOfSelection` and
 * `segmentsOfSelection`.
 */
export const selectionCondition = (
  scope: Scope,
  evaluationId: string,
  selection: Selection,
  sets: readonly Sql[],
): Sql => memberCondition(scope, evaluationId, 'ids' in selection ? {} : selection.filter, sets);

/** The next members of a condition by id, after a place. In the order of the engine's key, so each portion is a range. */
export async function nextPortion(
  engine: EventEngine,
  scope: Scope,
  where: Sql,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await engine.query<{ member_id: string }>(
    scope,
    'bulk.next_portion',
    sql`SELECT member_id FROM member_states WHERE ${where}
          ${after === null ? sql`` : sql`AND member_id > ${p.uuid(after)}`}
        ORDER BY member_id LIMIT ${p.uint(limit)}`,
  );
  return rows.map((row) => row.member_id);
}
