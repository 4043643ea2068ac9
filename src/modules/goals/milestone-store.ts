import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Milestone } from './milestones.ts';
import type { KeptMilestone } from './objectives.contract.ts';

/** The milestones that objectives came to, by objective, in their order. */
export async function listMilestones(tx: Tx, objectiveIds: readonly string[]): Promise<Map<string, KeptMilestone[]>> {
  const { rows } = await sql<KeptMilestone & { id: string }>`
    SELECT objective_id AS id, percent, day, told FROM objective_milestones
    WHERE objective_id = ANY(${objectiveIds}::uuid[]) ORDER BY objective_id, percent
  `.execute(tx);
  const found = new Map<string, KeptMilestone[]>();
  for (const { id, ...one } of rows) found.set(id, [...(found.get(id) ?? []), one]);
  return found;
}

/** Keeps that an objective came to milestones on a day. @returns those that it had not come to before */
export async function noteMilestones(
  tx: Tx,
  objectiveId: string,
  { percents, day }: { percents: readonly Milestone[]; day: string },
): Promise<Milestone[]> {
  if (percents.length === 0) return [];
  const { rows } = await sql<{ percent: Milestone }>`
    INSERT INTO objective_milestones (workspace_id, objective_id, percent, day)
    SELECT qunluo_workspace(), ${objectiveId}, percent, ${day}::date FROM unnest(${percents}::smallint[]) AS given (percent)
    ON CONFLICT DO NOTHING RETURNING percent
  `.execute(tx);
  return rows.map(({ percent }) => percent).toSorted((a, b) => a - b);
}

/** Keeps that members are told of one. */
export async function markTold(tx: Tx, objectiveId: string, percent: Milestone): Promise<void> {
  await sql`
    UPDATE objective_milestones SET told = true WHERE objective_id = ${objectiveId} AND percent = ${percent}
  `.execute(tx);
}
