import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  changeAttribute,
  countHolders,
  defineAttribute,
  listAttributeDefinitions,
  removeAttribute,
} from './attribute-definitions.ts';
import { setAttribute } from './attribute-store.ts';
import {
  type AttributeDefinition,
  attributeDefinitionSchema,
  attributeParams,
  attributesReply,
  changeAttributeBody,
  defineAttributeBody,
  memberAttributeParams,
  memberAttributesReply,
  setAttributeBody,
} from './contract.ts';
import type { InCommunity } from './http.ts';
import { findByIds } from './people.read-model.ts';

const LIST = '/api/v1/communities/:communityId/attributes';
const ONE = '/api/v1/communities/:communityId/members/:memberId/attributes/:key';

/** What a community knows of its members: the definitions, and one member's values. */
export const attributeRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'members.set-attribute',
    method: 'PUT',
    path: ONE,
    summary: 'Set an attribute of a member, with who said so and what they consent to',
    params: memberAttributeParams,
    body: setAttributeBody,
    reply: memberAttributesReply,
    handle: ({ caller, params: { communityId: community, memberId, key }, body }) =>
      inCommunity(caller, community, (tx, communityId) =>
        recorded(tx, { caller, action: 'members.set-attribute', communityId, memberId, key }, () =>
          setAttribute(tx, {
            communityId,
            memberId,
            key,
            ...body,
            operatorId: caller.operatorId,
            setByKind: caller.kind === 'token' ? 'token' : 'operator',
          }),
        ),
      ),
  }),
  route({
    id: 'members.clear-attribute',
    method: 'DELETE',
    path: ONE,
    summary: 'Take an attribute of a member away, and what was said about consent',
    params: memberAttributeParams,
    reply: memberAttributesReply,
    handle: ({ caller, params: { communityId: community, memberId, key } }) =>
      inCommunity(caller, community, (tx, communityId) =>
        recorded(tx, { caller, action: 'members.clear-attribute', communityId, memberId, key }, () =>
          setAttribute(tx, { communityId, memberId, key, value: undefined, source: 'operator', consent: 'unknown' }),
        ),
      ),
  }),
  ...definitionRoutes(inCommunity),
];

type Place = { caller: Caller; action: string; communityId: string; memberId: string; key: string };

/** Does something to one attribute of a member and writes down how it was before and after. */
async function recorded(tx: Tx, { caller, action, communityId, memberId, key }: Place, work: () => Promise<void>) {
  const read = async () => (await findByIds(tx, communityId, [memberId]))[0]?.attributes ?? [];
  const fields = (attributes: Awaited<ReturnType<typeof read>>) => {
    const found = attributes.find((one) => one.key === key);
    return found ? { [key]: found.value, consent: found.consent, source: found.source } : null;
  };
  const before = fields(await read());
  await work();
  const attributes = await read();
  await recordChange(tx, caller, {
    action,
    subject: { kind: 'member', id: memberId },
    communityId,
    before,
    after: fields(attributes),
  });
  return { attributes };
}

const fieldsOf = ({ name, nameEn, choices, choicesEn, hidden }: AttributeDefinition) => ({
  name,
  nameEn,
  choices,
  choicesEn,
  hidden,
});

const definitionRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'members.attributes',
    method: 'GET',
    path: LIST,
    summary: 'What can be known of the members of a community, and of how many it is',
    params: communityParams,
    reply: attributesReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, communityId) => {
        const attributes = await listAttributeDefinitions(tx, communityId);
        const holders = await countHolders(tx, communityId);
        return { attributes: attributes.map((one) => ({ ...one, members: holders.get(one.id) ?? 0 })) };
      }),
  }),
  route({
    id: 'members.define-attribute',
    method: 'POST',
    path: LIST,
    summary: 'Define an attribute of members: its key, names, type and choices',
    params: communityParams,
    body: defineAttributeBody,
    reply: attributeDefinitionSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, communityId) => {
        await listAttributeDefinitions(tx, communityId); // so that a key of a built-in one is taken
        const made = await defineAttribute(tx, communityId, body);
        const subject = { kind: 'attribute', id: made.id, label: made.name };
        await recordChange(tx, caller, { action: 'members.define-attribute', subject, communityId, after: body });
        return made;
      }),
  }),
  route({
    id: 'members.change-attribute',
    method: 'PATCH',
    path: `${LIST}/:attributeId`,
    summary: 'Change names and choices of an attribute, or hide it',
    params: attributeParams,
    body: changeAttributeBody,
    reply: attributeDefinitionSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, communityId) => {
        const { before, after } = await changeAttribute(tx, communityId, params.attributeId, body);
        await recordChange(tx, caller, {
          action: 'members.change-attribute',
          subject: { kind: 'attribute', id: after.id, label: after.name },
          communityId,
          before: fieldsOf(before),
          after: fieldsOf(after),
        });
        return after;
      }),
  }),
  route({
    id: 'members.remove-attribute',
    method: 'DELETE',
    path: `${LIST}/:attributeId`,
    summary: 'Remove an attribute with the values of all members',
    params: attributeParams,
    reply: z.undefined(),
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, communityId) => {
        const holders = await countHolders(tx, communityId);
        const gone = await removeAttribute(tx, communityId, params.attributeId);
        await recordChange(tx, caller, {
          action: 'members.remove-attribute',
          subject: { kind: 'attribute', id: gone.id, label: gone.name },
          communityId,
          before: { key: gone.key, type: gone.type, members: holders.get(gone.id) ?? 0 },
        });
        return undefined;
      }),
  }),
];
