import { formatDay, parseDay } from '#kernel/calendar.ts';
import { grantScope, inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { InsightServices } from './evaluate-community.ts';
import type { Evaluation } from './evaluation-store.ts';
import { placementAsOf } from './place-members.ts';
import type { FlowsReply, Place } from './trends.contract.ts';

const DAYS = 28;
/** An earlier placement is used again for so long: what is learnt late about a month ago is little. */
const FRESH_MS = 86_400_000;

type Asked = { workspaceId: string; communityId: string; evaluation: Evaluation };

/**
 * Who moved between tiers in the 28 days before an evaluation, as a matrix. Both placements come from everything known
 * when they were computed (formulas: "Migration between two dates is a matrix"). The earlier one is computed when there is
 * none of that day from the last 24 hours.
 */
export async function readTierFlows(services: InsightServices, asked: Asked): Promise<FlowsReply> {
  const { evaluation } = asked;
  const today = parseDay(evaluation.asOf)!;
  const { first } = evaluation.report.events;
  if (first === null || parseDay(first)! > today - DAYS) {
    return { from: null, to: evaluation.asOf, computedAt: null, moves: [] };
  }
  const { workspaceId, communityId } = asked;
  const day = today - DAYS;
  const since = new Date(services.clock.now() - FRESH_MS);
  const earlier = await placementAsOf(services, { workspaceId, communityId, day, since });
  const scope = grantScope(workspaceId, communityId);
  return {
    from: formatDay(day),
    to: evaluation.asOf,
    computedAt: earlier.placedAt.toISOString(),
    moves: await movesBetween(services.engine, scope, earlier.id, evaluation.id),
  };
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
