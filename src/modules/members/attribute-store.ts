import { sql } from 'kysely';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { type AttributeDefinition, checkAttributeValue } from './attribute.ts';
import type { MemberAttribute } from './contract.ts';
import type { MembersTables } from './members-tables.ts';
import { membersOf } from './person-forest.ts';

export type NewAttribute = {
  key: string;
  name: string;
  type: AttributeDefinition['type'];
  choices?: readonly string[];
};

/** Defines an attribute of a community's members; Conflict when the key is taken, BadInput without needed choices. */
export async function defineAttribute(tx: Tx, communityId: string, input: NewAttribute): Promise<AttributeDefinition> {
  const choices = [...new Set(input.choices ?? [])];
  const chosen = input.type === 'choice' || input.type === 'choices';
  if (chosen !== choices.length > 0) {
    throw new BadInput(chosen ? 'name the choices' : `${input.type} has no choices`, [
      { where: '/choices', what: 'wrong' },
    ]);
  }
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(input.key)) {
    throw new BadInput('the key is not usable', [
      { where: '/key', what: 'lower-case letters, digits and _, up to 40' },
    ]);
  }
  const id = newId();
  const made = await sql`
    INSERT INTO attribute_definitions (id, workspace_id, community_id, key, name, type, choices)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${input.key}, ${input.name}, ${input.type}, ${choices}::text[])
    ON CONFLICT (workspace_id, community_id, key) DO NOTHING
  `.execute(tx);
  if (made.numAffectedRows === 0n)
    throw new Conflict(`the attribute ${input.key} is there already`, 'attribute_key_taken');
  return { id, key: input.key, name: input.name, type: input.type, choices };
}

/** The attributes that a community's members can have, by key. */
function listAttributeDefinitions(tx: Tx, communityId: string): Promise<AttributeDefinition[]> {
  return tx
    .withTables<MembersTables>()
    .selectFrom('attribute_definitions')
    .select(['id', 'key', 'name', 'type', 'choices'])
    .where('community_id', '=', communityId)
    .orderBy('key')
    .execute();
}

export type AttributeOrder = {
  communityId: string;
  memberId: string;
  key: string;
  /** Undefined takes the value away, wherever in the person it was set. */
  value: unknown;
  source: MemberAttribute['source'];
  consent: MemberAttribute['consent'];
  operatorId?: string;
};

/** Sets or takes away one attribute of a person, checked against its definition. NotFound, BadInput. */
export async function setAttribute(tx: Tx, order: AttributeOrder): Promise<void> {
  const members = (await membersOf(tx, order.communityId, [order.memberId])).map(({ member }) => member);
  if (members.length === 0) throw new NotFound('the member');
  const definition = (await listAttributeDefinitions(tx, order.communityId)).find(({ key }) => key === order.key);
  if (!definition) throw new NotFound(`the attribute ${order.key}`);
  if (order.value === undefined) {
    await sql`
      DELETE FROM member_attributes WHERE definition_id = ${definition.id} AND member_id = ANY(${members}::uuid[])
    `.execute(tx);
    return;
  }
  const value = JSON.stringify(checkAttributeValue(definition, order.value));
  await sql`
    INSERT INTO member_attributes (workspace_id, community_id, member_id, definition_id, value, source, consent, set_by)
    VALUES (qunluo_workspace(), ${order.communityId}, ${order.memberId}, ${definition.id}, ${value}::jsonb, ${order.source},
            ${order.consent}, ${order.operatorId ?? null})
    ON CONFLICT (member_id, definition_id) DO UPDATE SET
      value = excluded.value, source = excluded.source, consent = excluded.consent, set_by = excluded.set_by,
      set_at = excluded.set_at
  `.execute(tx);
}
