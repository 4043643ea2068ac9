import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Driver, Measure, ObjectiveDay, ObjectiveStanding } from './objectives.contract.ts';

/** An objective as it is kept. */
export type StoredObjective = {
  id: string;
  name: string;
  measure: Measure;
  startDay: string;
  startValue: number;
  target: number;
  dueDay: string;
  ownerId: string | null;
  note: string;
  drivers: Driver[];
  /** Groups in which members are told of milestones. */
  announceIn: string[];
  createdAt: Date;
  closed: { at: Date; outcome: 'reached' | 'missed' | 'dropped'; value: number | null; note: string } | null;
};

type Row = Omit<StoredObjective, 'measure' | 'closed'> & {
  metric: string | null;
  segmentId: string | null;
  closedAt: Date | null;
  outcome: 'reached' | 'missed' | 'dropped' | null;
  closedValue: number | null;
  closingNote: string;
};

const COLUMNS = sql`
  id, name, metric, segment_id AS "segmentId", start_day AS "startDay", start_value AS "startValue", target,
  due_day AS "dueDay", owner_id AS "ownerId", note, drivers, announce_in AS "announceIn", created_at AS "createdAt", closed_at AS "closedAt",
  outcome, closed_value AS "closedValue", closing_note AS "closingNote"
`;

function stored({ metric, segmentId, closedAt, outcome, closedValue, closingNote, ...row }: Row): StoredObjective {
  return {
    ...row,
    measure: (segmentId === null ? { metric } : { segmentId }) as Measure,
    closed: closedAt && { at: closedAt, outcome: outcome!, value: closedValue, note: closingNote },
  };
}

/** The objectives of a community by due day; the closed ones too where asked, those closed last first. */
export async function listObjectives(
  tx: Tx,
  communityId: string,
  { closed }: { closed: boolean },
): Promise<StoredObjective[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM objectives WHERE community_id = ${communityId} AND (${closed} OR closed_at IS NULL)
    ORDER BY closed_at DESC NULLS FIRST, due_day, id LIMIT 500
  `.execute(tx);
  return rows.map(stored);
}

/** One objective. NotFound. */
export async function getObjective(tx: Tx, communityId: string, id: string): Promise<StoredObjective> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM objectives WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the objective');
  return stored(rows[0]);
}

export type ObjectiveFields = Omit<StoredObjective, 'id' | 'createdAt' | 'closed'>;

const metricOf = (measure: Measure): string | null => ('metric' in measure ? measure.metric : null);
const segmentOf = (measure: Measure): string | null => ('segmentId' in measure ? measure.segmentId : null);

/** Keeps a new objective. @returns its id */
export async function addObjective(
  tx: Tx,
  { communityId, createdBy, ...fields }: ObjectiveFields & { communityId: string; createdBy: string | undefined },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO objectives (id, workspace_id, community_id, name, metric, segment_id, start_day, start_value, target,
                            due_day, owner_id, note, drivers, announce_in, created_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${fields.name}, ${metricOf(fields.measure)},
            ${segmentOf(fields.measure)}, ${fields.startDay}, ${fields.startValue}, ${fields.target}, ${fields.dueDay},
            ${fields.ownerId}, ${fields.note}, ${JSON.stringify(fields.drivers)}::jsonb,
            ${fields.announceIn}::uuid[], ${createdBy ?? null})
  `.execute(tx);
  return id;
}

/** Writes all that can be changed of an objective; what it counts stays. */
export async function updateObjective(tx: Tx, id: string, fields: Omit<ObjectiveFields, 'measure'>): Promise<void> {
  await sql`
    UPDATE objectives SET name = ${fields.name}, start_day = ${fields.startDay}, start_value = ${fields.startValue},
      target = ${fields.target}, due_day = ${fields.dueDay}, owner_id = ${fields.ownerId}, note = ${fields.note},
      drivers = ${JSON.stringify(fields.drivers)}::jsonb, announce_in = ${fields.announceIn}::uuid[]
    WHERE id = ${id}
  `.execute(tx);
}

/** Closes an objective with what came of it, or opens it again. */
export async function setClosed(tx: Tx, id: string, closed: StoredObjective['closed']): Promise<void> {
  await sql`
    UPDATE objectives SET closed_at = ${closed?.at ?? null}, outcome = ${closed?.outcome ?? null},
      closed_value = ${closed?.value ?? null}, closing_note = ${closed?.note ?? ''}
    WHERE id = ${id}
  `.execute(tx);
}

/** Takes an objective away with its history. */
export async function removeObjective(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM objectives WHERE id = ${id}`.execute(tx);
}

/** Keeps how an objective stands on a day, in place of what was kept of that day before. */
export async function keepDay(
  tx: Tx,
  { id, target, dueDay }: Pick<StoredObjective, 'id' | 'target' | 'dueDay'>,
  { day, value, status, forecast }: ObjectiveStanding,
): Promise<void> {
  await sql`
    INSERT INTO objective_days (workspace_id, objective_id, day, value, target, due_day, status, low, middle, high)
    VALUES (qunluo_workspace(), ${id}, ${day}, ${value}, ${target}, ${dueDay}, ${status}, ${forecast?.low ?? null},
            ${forecast?.middle ?? null}, ${forecast?.high ?? null})
    ON CONFLICT (objective_id, day) DO UPDATE SET value = excluded.value, target = excluded.target,
      due_day = excluded.due_day, status = excluded.status, low = excluded.low, middle = excluded.middle,
      high = excluded.high
  `.execute(tx);
}

/** How an objective was judged day by day, the latest year. */
export async function listDays(tx: Tx, id: string): Promise<ObjectiveDay[]> {
  const { rows } = await sql<ObjectiveDay>`
    SELECT * FROM (
      SELECT day, value, target, due_day AS "dueDay", status, low, middle, high FROM objective_days
      WHERE objective_id = ${id} ORDER BY day DESC LIMIT 366
    ) AS latest ORDER BY day
  `.execute(tx);
  return rows;
}
