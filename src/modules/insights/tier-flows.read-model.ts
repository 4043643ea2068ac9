import { formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import { grantScope, inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { evaluateCommunity, type InsightServices } from './evaluate-community.ts';
import { findOptionalHeld, type Evaluation } from './evaluation-store.ts';
import type { FlowsReply, Place } from './trends.contract.ts';

const DAYS = 28;
/** An earlier placement is used again for so long: what is learnt late about a month ago is little. */
const FRESH_MS = 86_400_000;

type Asked = { workspaceId: string; communityId: string; evaluation: Evaluation };

/**
 * Who moved between tiers in the 28 days before an evaluation, as a matrix. Both placements come from everything known
 * when they were computed (formulas: "Migration between two dates is a matrix"). The earlier one is computed when no
 * evaluation of that day from the last 24 hours still has its states.
 */
export async function readTierFlows(services: InsightServices, asked: Asked): Promise<FlowsReply> {
  const { evaluation } = asked;
  const today = parseDay(evaluation.asOf)!;
  const { first } = evaluation.report.events;
  if (first === null || parseDay(first)! > today - DAYS) {
    return { from: null, to: evaluation.asOf, computedAt: null, moves: [] };
  }
  const earlier = await earlierEvaluation(services, asked, today - DAYS);
  const scope = grantScope(asked.workspaceId, asked.communityId);
  return {
    from: earlier.asOf,
    to: evaluation.asOf,
    computedAt: earlier.evaluatedAt.toISOString(),
    moves: await movesBetween(services.engine, scope, earlier.id, evaluation.id),
  };
}

async function earlierEvaluation(
  services: InsightServices,
  { workspaceId, communityId }: Asked,
  day: Day,
): Promise<Evaluation> {
  const since = new Date(services.clock.now() - FRESH_MS);
  const held = await services.database.inWorkspace(workspaceId, (tx) =>
    findOptionalHeld(tx, communityId, { asOf: formatDay(day), since }),
  );
  return held ?? evaluateCommunity(services, { workspaceId, communityId, asOf: day });
}

async function movesBetween(
  engine: EventEngine,
  scope: Scope,
  before: string,
  after: string,
): Promise<FlowsReply['moves']> {
  const rows = await engine.query<{ was: Place; now: Place; members: number }>(
    scope,
    'insights.tier_flows',
    sql`SELECT was, now, toFloat64(count()) AS members
        FROM (
          SELECT member_id,
            anyIf(tier, evaluation_id = ${p.uuid(before)} AND is_member = 1) AS tier_before,
            anyIf(tier, evaluation_id = ${p.uuid(after)} AND is_member = 1) AS tier_after,
            if(tier_before = '', 'outside', toString(tier_before)) AS was,
            if(tier_after = '', 'outside', toString(tier_after)) AS now
          FROM member_states
          WHERE ${inScope(scope)} AND evaluation_id IN ${p.uuids([before, after])}
          GROUP BY member_id
        )
        WHERE was != 'outside' OR now != 'outside'
        GROUP BY was, now ORDER BY was, now`,
  );
  return rows.map(({ was, now, members }) => ({ from: was, to: now, members }));
}
