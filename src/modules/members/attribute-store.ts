import { sql } from 'kysely';
import { BadInput, NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { checkAttributeValue } from './attribute.ts';
import { getAttributeDefinition } from './attribute-definitions.ts';
import type { MemberAttribute } from './contract.ts';
import { partsOf } from './person-forest.ts';

export type AttributeOrder = {
  communityId: string;
  memberId: string;
  key: string;
  /** Undefined takes the value away, wherever in the person it was set; null belongs to a refusal. */
  value: unknown;
  source: MemberAttribute['source'];
  consent: MemberAttribute['consent'];
  consentHow?: string;
  operatorId?: string;
  setByKind?: MemberAttribute['setByKind'];
};

/**
 * Sets or takes away one attribute of a person, checked against its definition. Who refuses consent keeps a row without
 * a value, and loses the value wherever in the person it was set. NotFound, BadInput.
 */
export async function setAttribute(tx: Tx, order: AttributeOrder): Promise<void> {
  const { communityId, memberId, consent } = order;
  const members = await partsOf(tx, communityId, memberId);
  if (members.length === 0) throw new NotFound('the member');
  const definition = await getAttributeDefinition(tx, communityId, order.key);
  const refused = consent === 'refused';
  if (order.value === undefined || refused) {
    await sql`
      DELETE FROM member_attributes WHERE definition_id = ${definition.id} AND member_id = ANY(${members}::uuid[])
    `.execute(tx);
    if (order.value === undefined) return;
  }
  if (refused && order.value !== null)
    throw new BadInput('what a member refused is not kept: give no value', [{ where: '/value', what: 'must be null' }]);
  const value = refused ? null : JSON.stringify(checkAttributeValue(definition, order.value));
  const said = consent === 'given' || refused;
  await sql`
    INSERT INTO member_attributes (workspace_id, community_id, member_id, definition_id, value, source, consent, consent_at,
                                   consent_how, set_by, set_by_kind)
    VALUES (qunluo_workspace(), ${communityId}, ${memberId}, ${definition.id}, ${value}::jsonb, ${order.source}, ${consent},
            CASE WHEN ${said}::boolean THEN clock_timestamp() END, ${order.consentHow ?? ''}, ${order.operatorId ?? null},
            ${order.setByKind ?? 'operator'})
    ON CONFLICT (member_id, definition_id) DO UPDATE SET
      value = excluded.value, source = excluded.source, consent = excluded.consent, consent_how = excluded.consent_how,
      consent_at = CASE WHEN excluded.consent = member_attributes.consent AND excluded.consent_how = member_attributes.consent_how
                        THEN member_attributes.consent_at ELSE excluded.consent_at END,
      set_by = excluded.set_by, set_by_kind = excluded.set_by_kind, set_at = excluded.set_at
  `.execute(tx);
}
