import { sql } from 'kysely';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { BUILT_IN_ATTRIBUTES } from './attribute.ts';
import type { AttributeDefinition } from './contract.ts';
import type { MembersTables } from './members-tables.ts';

export type NewAttribute = Pick<AttributeDefinition, 'key' | 'name' | 'type'> &
  Partial<{ nameEn: string; choices: readonly string[]; choicesEn: readonly string[] }>;

const fault = (message: string, where: string, what = message): BadInput => new BadInput(message, [{ where, what }]);

function checkChoices(type: AttributeDefinition['type'], choices: readonly string[], english: readonly string[]): void {
  const chosen = type === 'choice' || type === 'choices';
  if (chosen !== choices.length > 0) throw fault(chosen ? 'name the choices' : `${type} has no choices`, '/choices');
  if (new Set(choices).size !== choices.length) throw fault('a choice is there twice', '/choices');
  if (english.length !== 0 && english.length !== choices.length)
    throw fault('name every choice in English or none', '/choicesEn');
}

/** Defines an attribute of a community's members; Conflict when the key is taken, BadInput without needed choices. */
export async function defineAttribute(tx: Tx, communityId: string, input: NewAttribute): Promise<AttributeDefinition> {
  const { key, name, type, nameEn = '' } = input;
  const choices = [...(input.choices ?? [])];
  const choicesEn = [...(input.choicesEn ?? [])];
  checkChoices(type, choices, choicesEn);
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(key))
    throw fault('the key is not usable', '/key', 'lower-case letters, digits and _, up to 40');
  const id = newId();
  const made = await sql`
    INSERT INTO attribute_definitions (id, workspace_id, community_id, key, name, name_en, type, choices, choices_en)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${key}, ${name}, ${nameEn}, ${type}, ${choices}::text[], ${choicesEn}::text[])
    ON CONFLICT (workspace_id, community_id, key) DO NOTHING
  `.execute(tx);
  if (made.numAffectedRows === 0n) throw new Conflict(`the attribute ${key} is there already`, 'attribute_key_taken');
  return { id, key, name, nameEn, type, choices, choicesEn, builtIn: false, hidden: false };
}

/** Gives a community the attributes that every one starts with, where it has none of that key yet. */
async function ensureBuiltIn(tx: Tx, communityId: string): Promise<void> {
  for (const [position, one] of BUILT_IN_ATTRIBUTES.entries()) {
    await sql`
      INSERT INTO attribute_definitions (id, workspace_id, community_id, key, name, name_en, type, choices, choices_en, built_in, position)
      VALUES (${newId()}, qunluo_workspace(), ${communityId}, ${one.key}, ${one.name}, ${one.nameEn}, ${one.type},
              ${one.choices}::text[], ${one.choicesEn}::text[], true, ${position})
      ON CONFLICT (workspace_id, community_id, key) DO NOTHING
    `.execute(tx);
  }
}

/** The attributes that a community's members can have: those it started with, then its own, by key. */
export async function listAttributeDefinitions(tx: Tx, communityId: string): Promise<AttributeDefinition[]> {
  const read = () =>
    tx
      .withTables<MembersTables>()
      .selectFrom('attribute_definitions')
      .select(['id', 'key', 'name', 'name_en', 'type', 'choices', 'choices_en', 'built_in', 'hidden_at'])
      .where('community_id', '=', communityId)
      .orderBy('position')
      .orderBy('key')
      .execute();
  let rows = await read();
  if (!BUILT_IN_ATTRIBUTES.every(({ key }) => rows.some((row) => row.key === key))) {
    await ensureBuiltIn(tx, communityId);
    rows = await read();
  }
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    nameEn: row.name_en,
    type: row.type,
    choices: row.choices,
    choicesEn: row.choices_en,
    builtIn: row.built_in,
    hidden: row.hidden_at !== null,
  }));
}

/** One definition by its key. NotFound. */
export async function getAttributeDefinition(tx: Tx, communityId: string, key: string): Promise<AttributeDefinition> {
  const found = (await listAttributeDefinitions(tx, communityId)).find((one) => one.key === key);
  if (!found) throw new NotFound(`the attribute ${key}`);
  return found;
}

/** How many people have a value, by definition. */
export async function countHolders(tx: Tx, communityId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; members: number }>`
    SELECT definition_id AS id, count(DISTINCT coalesce(members.person_id, members.id))::int AS members
    FROM member_attributes JOIN members ON members.id = member_attributes.member_id
    WHERE member_attributes.community_id = ${communityId} AND value IS NOT NULL
    GROUP BY definition_id
  `.execute(tx);
  return new Map(rows.map(({ id, members }) => [id, members]));
}

export type AttributeChange = Partial<
  Pick<AttributeDefinition, 'name' | 'nameEn' | 'hidden'> & {
    choices: readonly string[];
    choicesEn: readonly string[];
  }
>;

async function definitionById(tx: Tx, communityId: string, id: string): Promise<AttributeDefinition> {
  const found = (await listAttributeDefinitions(tx, communityId)).find((one) => one.id === id);
  if (!found) throw new NotFound('the attribute');
  return found;
}

/** Changes names, choices or whether it is shown. Conflict for taking away a choice that members have; NotFound. */
export async function changeAttribute(
  tx: Tx,
  communityId: string,
  id: string,
  change: AttributeChange,
): Promise<{ before: AttributeDefinition; after: AttributeDefinition }> {
  const before = await definitionById(tx, communityId, id);
  const after = {
    ...before,
    ...change,
    choices: [...(change.choices ?? before.choices)],
    choicesEn: [...(change.choicesEn ?? (change.choices ? [] : before.choicesEn))],
  };
  checkChoices(before.type, after.choices, after.choicesEn);
  const gone = before.choices.filter((choice) => !after.choices.includes(choice));
  if (gone.length > 0) {
    const { rows } = await sql<{ choice: string }>`
      SELECT choice FROM unnest(${gone}::text[]) AS choice
      WHERE EXISTS (SELECT FROM member_attributes WHERE definition_id = ${id} AND value @> to_jsonb(choice)) LIMIT 1
    `.execute(tx);
    if (rows[0]) throw new Conflict(`members have the choice ${rows[0].choice}: change theirs first`, 'choice_in_use');
  }
  await sql`
    UPDATE attribute_definitions SET name = ${after.name}, name_en = ${after.nameEn}, choices = ${after.choices}::text[],
      choices_en = ${after.choicesEn}::text[],
      hidden_at = CASE WHEN ${after.hidden}::boolean THEN coalesce(hidden_at, now()) END
    WHERE id = ${id}
  `.execute(tx);
  return { before, after };
}

/** Removes an attribute with all its values. Conflict for one that every community has: hide it; NotFound. */
export async function removeAttribute(tx: Tx, communityId: string, id: string): Promise<AttributeDefinition> {
  const found = await definitionById(tx, communityId, id);
  if (found.builtIn) throw new Conflict(`${found.name} is built in: hide it`, 'attribute_built_in');
  await sql`DELETE FROM attribute_definitions WHERE id = ${id}`.execute(tx);
  return found;
}
