import { sql } from 'kysely';
import { parseDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { evaluationTurn, type InsightServices } from './evaluate-community.ts';
import { listMonths } from './network-months-store.ts';
import type { KeptRisks } from './network-risks.contract.ts';
import {
  fadingLeaders,
  fadingTies,
  heldGroups,
  leadersThenAndNow,
  type RiskOf,
  soleLinks,
} from './network-risks.query.ts';
import { openEvaluated } from './open-evaluated.ts';

/** About three months: the picture of a month's end within these days before the evaluation is that of then. */
const THEN = { from: 80, to: 112 } as const;

/** What is kept of the risks, and of which evaluation; undefined before they were computed. */
export async function findOptionalRisks(
  tx: Tx,
  communityId: string,
): Promise<{ evaluationId: string; risks: KeptRisks } | undefined> {
  const { rows } = await sql<{ evaluationId: string; risks: KeptRisks }>`
    SELECT evaluation_id AS "evaluationId", risks FROM network_risks WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0];
}

/** Works out who is at risk in the network of the latest evaluation, in its turn, unless it is known. */
export async function keepNetworkRisks(
  services: InsightServices,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
): Promise<void> {
  const { database, engine, clock, turns } = services;
  const compute = async (): Promise<void> => {
    const { frame, evaluation, today } = await openEvaluated(services, { workspaceId, communityKey: communityId });
    const known = await database.inWorkspace(workspaceId, (tx) => findOptionalRisks(tx, communityId));
    if (known?.evaluationId === evaluation.id) return;
    const months = await database.inWorkspace(workspaceId, (tx) => listMonths(tx, communityId));
    const month = months.findLast(({ day }) => {
      const back = today - parseDay(day)!;
      return back >= THEN.from && back <= THEN.to;
    });
    const then = month && { snapshotId: month.snapshotId, people: month.figures.people };
    const risk: RiskOf = { engine, scope: frame.scope, evaluationId: evaluation.id, frame };
    const leaders = await leadersThenAndNow(risk, then);
    const risks: KeptRisks = {
      held: await heldGroups(risk),
      soleLinks: await soleLinks(risk),
      leaders: await fadingLeaders(risk, leaders, then),
      fadingTies: await fadingTies(risk, leaders),
    };
    await database.inWorkspace(workspaceId, (tx) =>
      sql`
        INSERT INTO network_risks (community_id, workspace_id, evaluation_id, risks, computed_at)
        VALUES (${communityId}, qunluo_workspace(), ${evaluation.id}, ${JSON.stringify(risks)}::jsonb, to_timestamp(${clock.now() / 1000}))
        ON CONFLICT (community_id) DO UPDATE SET evaluation_id = excluded.evaluation_id, risks = excluded.risks,
          computed_at = excluded.computed_at
      `.execute(tx),
    );
  };
  // Without a turn an erasure beside it could miss what it writes. Opening may evaluate, which takes the same turn.
  await openEvaluated(services, { workspaceId, communityKey: communityId });
  await (turns ? turns.of(evaluationTurn(communityId))(compute) : compute());
}
