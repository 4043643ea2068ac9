import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Content } from '#modules/connections/index.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MessageTemplate } from '../contract.ts';
import { TemplateChanged } from '../errors.ts';

export type TemplateFields = Pick<MessageTemplate, 'name' | 'zh' | 'en' | 'variables'>;
export type TemplateRow = TemplateFields & {
  id: string;
  version: number;
  uses: number;
  createdBy: string | null;
  createdAt: Date;
  changedAt: Date;
};

/** What of a template a message is made of. */
export type TemplateWords = Pick<TemplateRow, 'id' | 'name' | 'zh' | 'en' | 'variables'>;

const json = (content: Content | null): string | null => (content === null ? null : JSON.stringify(content));

async function readTemplates(tx: Tx, communityId: string, id: string | null): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    SELECT id, name, zh, en, variables, version, created_by AS "createdBy", created_at AS "createdAt",
      changed_at AS "changedAt",
      (SELECT count(*) FROM deliveries WHERE template_id = message_templates.id AND community_id = ${communityId}) AS uses
    FROM message_templates WHERE community_id = ${communityId} AND (${id}::uuid IS NULL OR id = ${id}::uuid)
    ORDER BY name, id
  `.execute(tx);
  return rows;
}

/** The templates of a community, or one, as the API shows them. */
export async function presentTemplates(tx: Tx, rows: readonly TemplateRow[]): Promise<MessageTemplate[]> {
  const names = await operatorNames(
    tx,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map(({ createdBy, createdAt, changedAt, ...row }) => ({
    ...row,
    createdBy: names.get(createdBy ?? '') ?? null,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  }));
}

export const listTemplates = (tx: Tx, communityId: string): Promise<TemplateRow[]> =>
  readTemplates(tx, communityId, null);

/** One template of a community; NotFound. */
export async function getTemplate(tx: Tx, communityId: string, id: string): Promise<TemplateRow> {
  const [found] = await readTemplates(tx, communityId, id);
  if (!found) throw new NotFound('the template');
  return found;
}

/** The words of some templates of a community; NotFound when one is not there. */
export async function readWords(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, TemplateWords>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<TemplateWords>`
    SELECT id, name, zh, en, variables FROM message_templates
    WHERE community_id = ${communityId} AND id = ANY(${ids}::uuid[])
  `.execute(tx);
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) if (!found.has(id)) throw new NotFound('the template');
  return found;
}

const nameTaken = (name: string) => (error: unknown) => {
  if ((error as { code?: string }).code !== '23505') throw error;
  throw new Conflict(`there is a template called ${name}`, 'template_name_taken');
};

/** Keeps a new template. Conflict when the name is taken. @returns its id */
export async function addTemplate(
  tx: Tx,
  communityId: string,
  { name, zh, en, variables }: TemplateFields,
  { createdBy, now }: { createdBy: string | undefined; now: number },
): Promise<string> {
  const id = newId(now);
  const at = new Date(now);
  await sql`
    INSERT INTO message_templates (id, workspace_id, community_id, name, zh, en, variables, created_by, created_at, changed_at)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${name}, ${json(zh)}::jsonb, ${json(en)}::jsonb,
            ${variables}::text[], ${createdBy ?? null}, ${at}, ${at})
  `
    .execute(tx)
    .catch(nameTaken(name));
  return id;
}

/** Changes a template. TemplateChanged when it is not at that version any more; Conflict when the name is taken. */
export async function changeTemplate(
  tx: Tx,
  { communityId, id, version, now }: { communityId: string; id: string; version: number; now: number },
  { name, zh, en, variables }: TemplateFields,
): Promise<void> {
  const { numAffectedRows } = await sql`
    UPDATE message_templates SET name = ${name}, zh = ${json(zh)}::jsonb, en = ${json(en)}::jsonb,
      variables = ${variables}::text[], version = version + 1, changed_at = ${new Date(now)}
    WHERE id = ${id} AND community_id = ${communityId} AND version = ${version}
  `
    .execute(tx)
    .catch(nameTaken(name));
  if (numAffectedRows === 0n) throw new TemplateChanged((await getTemplate(tx, communityId, id)).version);
}

/** Takes a template away; what was made of it stays. NotFound. */
export async function removeTemplate(tx: Tx, communityId: string, id: string): Promise<void> {
  const { numAffectedRows } = await sql`
    DELETE FROM message_templates WHERE id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  if (numAffectedRows === 0n) throw new NotFound('the template');
}
