import { sql } from 'kysely';
import { BadInput, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import type { createRuleBody } from './contract.ts';

export type RuleFields = z.output<typeof createRuleBody>;
/** A rule without what became of it. */
export type KeptRule = RuleFields & { id: string; createdAt: Date };

const COLUMNS = sql`id, name, trigger, group_ids AS "groupIds", answer, place, rest_seconds AS "restSeconds", enabled,
  created_at AS "createdAt"`;

/** The rules of a community in the order in which they are tried. */
export async function readRules(tx: Tx, communityId: string): Promise<KeptRule[]> {
  const { rows } = await sql<KeptRule>`
    SELECT ${COLUMNS} FROM reaction_rules WHERE community_id = ${communityId} ORDER BY position, id
  `.execute(tx);
  return rows;
}

/** One rule; `lock` keeps others from changing it until the transaction ends. NotFound. */
export async function getRule(tx: Tx, communityId: string, id: string, lock = false): Promise<KeptRule> {
  const { rows } = await sql<KeptRule>`
    SELECT ${COLUMNS} FROM reaction_rules WHERE community_id = ${communityId} AND id = ${id}
    ${lock ? sql`FOR UPDATE` : sql``}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the rule');
  return rows[0];
}

/** Groups that a rule names have to be the community's. BadInput. */
export async function checkGroups(tx: Tx, communityId: string, groupIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM groups WHERE community_id = ${communityId} AND id = ANY (${[...groupIds]}::uuid[])
  `.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  const at = groupIds.findIndex((id) => !known.has(id));
  if (at >= 0)
    throw new BadInput('a group is not there', [{ where: `/groupIds/${at}`, what: 'is no group of this community' }]);
}

/** Puts a rule behind the others. @returns its id */
export async function addRule(
  tx: Tx,
  communityId: string,
  { createdBy, ...rule }: RuleFields & { createdBy: string | undefined },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO reaction_rules (id, workspace_id, community_id, name, trigger, group_ids, answer, place, rest_seconds,
                                position, enabled, created_by)
    SELECT ${id}, qunluo_workspace(), ${communityId}, ${rule.name}, ${JSON.stringify(rule.trigger)}::jsonb,
           ${rule.groupIds}::uuid[], ${JSON.stringify(rule.answer)}::jsonb, ${rule.place}, ${rule.restSeconds},
           coalesce(max(position), 0) + 1, ${rule.enabled}, ${createdBy ?? null}
    FROM reaction_rules WHERE community_id = ${communityId}
  `.execute(tx);
  return id;
}

/** Writes a rule anew, at its place. */
export async function updateRule(tx: Tx, id: string, rule: RuleFields): Promise<void> {
  await sql`
    UPDATE reaction_rules SET name = ${rule.name}, trigger = ${JSON.stringify(rule.trigger)}::jsonb,
      group_ids = ${rule.groupIds}::uuid[], answer = ${JSON.stringify(rule.answer)}::jsonb, place = ${rule.place},
      rest_seconds = ${rule.restSeconds}, enabled = ${rule.enabled}, changed_at = clock_timestamp()
    WHERE id = ${id}
  `.execute(tx);
}

export async function removeRule(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM reaction_rules WHERE id = ${id}`.execute(tx);
}

/** Orders the rules; those not named come behind, as they were. */
export async function orderRules(tx: Tx, communityId: string, ruleIds: readonly string[]): Promise<void> {
  await sql`
    WITH wanted AS (
      SELECT rule.id, row_number() OVER (ORDER BY named.rank NULLS LAST, rule.position, rule.id) AS position
      FROM reaction_rules AS rule
      LEFT JOIN unnest(${[...ruleIds]}::uuid[]) WITH ORDINALITY AS named (id, rank) ON named.id = rule.id
      WHERE community_id = ${communityId}
    )
    UPDATE reaction_rules SET position = wanted.position FROM wanted WHERE reaction_rules.id = wanted.id
  `.execute(tx);
}
