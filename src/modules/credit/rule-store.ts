import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';

export type RuleFields = { title: string; text: string; examples: readonly string[]; cost: number };
export type KeptRule = RuleFields & {
  id: string;
  examples: string[];
  archivedAt: Date | null;
  changedAt: Date;
  violations: number;
};

/** What PostgreSQL says of a second row with a unique value. */
const UNIQUE = '23505';

const COLUMNS = sql`id, title, text, examples, cost, archived_at AS "archivedAt", changed_at AS "changedAt",
  (SELECT count(*) FROM violations WHERE rule_id = community_rules.id AND voided_at IS NULL)::int AS violations`;

/** The rules of a community in their order; those put away behind the others, if at all. */
export async function listRules(tx: Tx, communityId: string, { archived }: { archived: boolean }): Promise<KeptRule[]> {
  const { rows } = await sql<KeptRule>`
    SELECT ${COLUMNS} FROM community_rules
    WHERE community_id = ${communityId} AND (${archived} OR archived_at IS NULL)
    ORDER BY archived_at IS NOT NULL, position, id
  `.execute(tx);
  return rows;
}

/** One rule. NotFound. */
export async function getRule(tx: Tx, communityId: string, id: string): Promise<KeptRule> {
  const { rows } = await sql<KeptRule>`
    SELECT ${COLUMNS} FROM community_rules WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the rule');
  return rows[0];
}

/** Writes a rule down behind the others. Conflict where one of that title is there. @returns its id */
export async function addRule(
  tx: Tx,
  communityId: string,
  { title, text, examples, cost }: RuleFields,
  by: string | undefined,
): Promise<string> {
  const id = newId();
  const { rows } = await sql<{ id: string }>`
    INSERT INTO community_rules (id, workspace_id, community_id, title, text, examples, cost, position, created_by)
    SELECT ${id}::uuid, qunluo_workspace(), ${communityId}::uuid, ${title}, ${text}, ${[...examples]}::text[], ${cost}::int,
           coalesce(max(position), 0) + 1, ${by ?? null}::uuid
    FROM community_rules WHERE community_id = ${communityId}
    ON CONFLICT (community_id, title) WHERE archived_at IS NULL DO NOTHING RETURNING id
  `.execute(tx);
  if (rows.length === 0) throw sameTitle(title);
  return id;
}

const sameTitle = (title: string) => new Conflict(`there is a rule called “${title}” already`, 'rule_there');

/** Writes a rule anew; `archivedAt` puts it away. Conflict where another has the title. */
export async function updateRule(
  tx: Tx,
  id: string,
  { title, text, examples, cost, archivedAt, now }: RuleFields & { archivedAt: Date | null; now: Date },
): Promise<void> {
  await sql`
    UPDATE community_rules SET title = ${title}, text = ${text}, examples = ${[...examples]}::text[], cost = ${cost},
      archived_at = ${archivedAt}, changed_at = ${now}
    WHERE id = ${id}
  `
    .execute(tx)
    .catch((error: unknown) => {
      throw error instanceof Error && (error as { code?: unknown }).code === UNIQUE ? sameTitle(title) : error;
    });
}

/** Puts rules into an order; those not named come behind as they were. */
export async function orderRules(tx: Tx, communityId: string, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE community_rules SET position = sorted.place FROM (
      SELECT id, row_number() OVER (ORDER BY array_position(${[...ids]}::uuid[], id) NULLS LAST, position, id) AS place
      FROM community_rules WHERE community_id = ${communityId}
    ) AS sorted
    WHERE sorted.id = community_rules.id
  `.execute(tx);
}

/** Whether a community has rules that hold: without any, members are shown nothing of credit. */
export async function hasRules(tx: Tx, communityId: string): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    SELECT EXISTS (SELECT FROM community_rules WHERE community_id = ${communityId} AND archived_at IS NULL) AS some
  `.execute(tx);
  return rows[0]!.some;
}
