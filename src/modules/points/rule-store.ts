import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { EarningRule } from './earn.ts';
import type { PointRule } from './rules.contract.ts';

/** A rule as it is kept. */
export type KeptRule = EarningRule & { name: string; enabled: boolean; enabledAt: Date | null; createdAt: Date };
export type RuleFields = Omit<PointRule, 'id' | 'createdAt' | 'granted' | 'refused'>;

const COLUMNS = sql`id, name, event_kind AS kind, conditions, points, growth, caps, bonuses, enabled,
  enabled_at AS "enabledAt", created_at AS "createdAt"`;

/** The rules of a community, the oldest first. */
export async function readPointRules(tx: Tx, communityId: string): Promise<KeptRule[]> {
  const { rows } = await sql<KeptRule>`
    SELECT ${COLUMNS} FROM point_rules WHERE community_id = ${communityId} ORDER BY created_at, id
  `.execute(tx);
  return rows;
}

/** One rule. NotFound. */
export async function getPointRule(tx: Tx, communityId: string, id: string): Promise<KeptRule> {
  const { rows } = await sql<KeptRule>`
    SELECT ${COLUMNS} FROM point_rules WHERE community_id = ${communityId} AND id = ${id} FOR UPDATE
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the rule');
  return rows[0];
}

const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`;

/** Keeps a new rule. @returns its id */
export async function addPointRule(
  tx: Tx,
  communityId: string,
  rule: RuleFields & { createdBy: string | undefined; now: number },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO point_rules (id, workspace_id, community_id, name, event_kind, conditions, points, growth, caps, bonuses, enabled,
                             enabled_at, created_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${rule.name}, ${rule.kind}, ${json(rule.conditions)}, ${rule.points},
            ${rule.growth}, ${json(rule.caps)}, ${json(rule.bonuses)}, ${rule.enabled},
            ${rule.enabled ? new Date(rule.now) : null}, ${rule.createdBy ?? null})
  `.execute(tx);
  return id;
}

/** Changes a rule; one that is enabled again earns from now on. */
export async function updatePointRule(tx: Tx, id: string, rule: RuleFields & { now: number }): Promise<void> {
  await sql`
    UPDATE point_rules SET name = ${rule.name}, event_kind = ${rule.kind}, conditions = ${json(rule.conditions)},
      points = ${rule.points}, growth = ${rule.growth}, caps = ${json(rule.caps)}, bonuses = ${json(rule.bonuses)},
      enabled_at = CASE WHEN ${rule.enabled} THEN coalesce(enabled_at, ${new Date(rule.now)}::timestamptz) END,
      enabled = ${rule.enabled}
    WHERE id = ${id}
  `.execute(tx);
}

export async function removePointRule(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM point_rules WHERE id = ${id}`.execute(tx);
}

export type RuleFigures = { ruleId: string; times: number; points: number; members: number; refused: number };

/** What rules granted and refused since a moment. */
export async function ruleFigures(tx: Tx, communityId: string, since: Date): Promise<Map<string, RuleFigures>> {
  const { rows } = await sql<RuleFigures>`
    SELECT rule_id AS "ruleId", count(*) FILTER (WHERE outcome = 'granted') AS times,
           coalesce(sum(points) FILTER (WHERE outcome = 'granted'), 0)::bigint AS points,
           count(DISTINCT account_id) FILTER (WHERE outcome = 'granted') AS members,
           count(*) FILTER (WHERE outcome <> 'granted') AS refused
    FROM point_rule_runs WHERE community_id = ${communityId} AND happened_at >= ${since} GROUP BY rule_id
  `.execute(tx);
  return new Map(rows.map((row) => [row.ruleId, row]));
}
