import { sql } from 'kysely';
import type { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { retentionRuleSchema } from './retain.contract.ts';

/** How long texts are kept. */
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

/** The rules of a community: by group, and for all groups without one of their own. */
export type RetentionRules = { community: RetentionRule; groups: ReadonlyMap<string, RetentionRule> };

const FOREVER: RetentionRule = { keep: 'forever' };

/** The rule that holds for a group. */
export const ruleOf = (rules: RetentionRules, groupId: string): RetentionRule =>
  rules.groups.get(groupId) ?? rules.community;

/** Whether any text is not kept for ever. */
export const limitsTexts = ({ community, groups }: RetentionRules): boolean =>
  community.keep !== 'forever' || [...groups.values()].some(({ keep }) => keep !== 'forever');

export async function readRules(tx: Tx, communityId: string): Promise<RetentionRules> {
  const { rows } = await sql<{ groupId: string | null; keep: RetentionRule['keep']; days: number | null }>`
    SELECT group_id AS "groupId", keep, days FROM retention_rules WHERE community_id = ${communityId}
  `.execute(tx);
  const groups = new Map<string, RetentionRule>();
  let community = FOREVER;
  for (const { groupId, keep, days } of rows) {
    const rule: RetentionRule = keep === 'days' ? { keep, days: days! } : { keep };
    if (groupId === null) community = rule;
    else groups.set(groupId, rule);
  }
  return { community, groups };
}

/** Sets the rule of a community, or of one group; a group with the rule null follows the community again. */
export async function setRule(
  tx: Tx,
  communityId: string,
  groupId: string | null,
  rule: RetentionRule | null,
): Promise<void> {
  await sql`
    DELETE FROM retention_rules WHERE community_id = ${communityId} AND group_id IS NOT DISTINCT FROM ${groupId}::uuid
  `.execute(tx);
  if (rule === null) return;
  const days = rule.keep === 'days' ? rule.days : null;
  const { numAffectedRows } = await sql`
    INSERT INTO retention_rules (workspace_id, community_id, group_id, keep, days)
    SELECT qunluo_workspace(), ${communityId}::uuid, ${groupId}::uuid, ${rule.keep}, ${days}::int
    WHERE ${groupId}::uuid IS NULL OR EXISTS (SELECT FROM groups WHERE id = ${groupId}::uuid AND community_id = ${communityId}::uuid)
  `.execute(tx);
  if (numAffectedRows === 0n)
    throw new BadInput('the group is not one of this community', [
      { where: '/body/groups', what: `${groupId} is not one of its groups` },
    ]);
}

export type RetentionRun = { ranAt: string; deleted: number };

export async function findOptionalRun(tx: Tx, communityId: string): Promise<RetentionRun | undefined> {
  const { rows } = await sql<{ ranAt: Date; deleted: string }>`
    SELECT ran_at AS "ranAt", deleted FROM retention_runs WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0] && { ranAt: rows[0].ranAt.toISOString(), deleted: Number(rows[0].deleted) };
}

export async function noteRun(tx: Tx, communityId: string, deleted: number, now: number): Promise<void> {
  await sql`
    INSERT INTO retention_runs (community_id, workspace_id, ran_at, deleted)
    VALUES (${communityId}, qunluo_workspace(), ${new Date(now)}, ${deleted})
    ON CONFLICT (community_id) DO UPDATE SET ran_at = excluded.ran_at, deleted = excluded.deleted
  `.execute(tx);
}
