import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { type AnyConnector, asText, type Content } from '#modules/connections/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { NotFound } from '#kernel/errors.ts';
import { membersOf } from '#modules/members/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  createTemplateBody,
  type Preview,
  previewBody,
  previewReply,
  templateParams,
  templateSchema,
  templatesReply,
  updateTemplateBody,
} from '../contract.ts';
import { BadInput, type InputFault } from '#kernel/errors.ts';
import { UnknownVariable } from '../errors.ts';
import type { RouteParts } from '../http.ts';
import { usedVariables, variableFaults } from './fill-content.ts';
import { fillForPreview } from './fill-for-preview.ts';
import { renderFor } from './render-for.ts';
import {
  addTemplate,
  changeTemplate,
  getTemplate,
  listTemplates,
  presentTemplates,
  removeTemplate,
  type TemplateFields,
} from './template-store.ts';
import { knownVariables } from './variables.ts';

const LIST = '/api/v1/communities/:communityId/message-templates';
const ONE = `${LIST}/:templateId`;

/** Messages with variables, and how each platform would show them. */
export const templatesRoutes = (parts: RouteParts): Route[] => [...readRoutes(parts), ...changeRoutes(parts)];

/** Throws UnknownVariable for variables that neither every message nor this template has. */
async function checkWords(
  tx: Tx,
  communityId: string,
  { zh, en, variables }: Omit<TemplateFields, 'name'>,
): Promise<void> {
  if (zh === null && en === null)
    throw new BadInput('a template says something in one of the two languages', [
      { where: '/body', what: 'has neither zh nor en' },
    ]);
  const known = new Set([...(await knownVariables(tx, communityId)).map(({ name }) => name), ...variables]);
  const faults: InputFault[] = [];
  for (const [language, content] of Object.entries({ zh, en }))
    if (content !== null) faults.push(...variableFaults(content, known, `/body/${language}`));
  if (faults.length > 0) throw new UnknownVariable(faults);
}

const readRoutes = ({ inCommunity, connectors }: RouteParts): Route[] => [
  route({
    id: 'message-templates.list',
    method: 'GET',
    path: LIST,
    summary: 'Templates of messages, and the variables that each message can use',
    params: communityParams,
    reply: templatesReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { id }) => ({
        templates: await presentTemplates(tx, await listTemplates(tx, id)),
        known: await knownVariables(tx, id),
      })),
  }),
  route({
    id: 'message-templates.preview',
    method: 'POST',
    path: `${LIST}/preview`,
    summary: 'How each platform would show a message',
    params: communityParams,
    body: previewBody,
    reply: previewReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id }) => {
        const { content, variables, declared, language, memberId } = body;
        const known = new Set((await knownVariables(tx, id)).map(({ name }) => name));
        const faults = variableFaults(
          content,
          new Set([...known, ...declared, ...Object.keys(variables)]),
          '/body/content',
        );
        if (faults.length > 0) throw new UnknownVariable(faults);
        if (memberId !== undefined && (await membersOf(tx, id, [memberId])).length === 0)
          throw new NotFound('the member');
        const filled = await fillForPreview(tx, id, { content, variables, declared, language, memberId });
        const used = [...new Set(usedVariables(content).map(({ name }) => name))];
        return { filled, used, platforms: connectors.map((connector) => shownOn(filled, connector)) };
      }),
  }),
];

function shownOn(content: Content, { id, name, capabilities }: AnyConnector): Preview['platforms'][number] {
  const rendered = renderFor(content, capabilities);
  return {
    connector: id,
    name,
    content: rendered?.content ?? null,
    cut: rendered?.cut ?? false,
    characters: rendered ? asText(rendered.content).length : 0,
    limit: capabilities.longest?.count ?? null,
  };
}

const changeRoutes = ({ inCommunity, clock }: RouteParts): Route[] => {
  const present = async (tx: Tx, communityId: string, id: string) =>
    (await presentTemplates(tx, [await getTemplate(tx, communityId, id)]))[0]!;
  const trail = ({ name, zh, en, variables }: TemplateFields) => ({ name, zh, en, variables });
  return [
    route({
      id: 'message-templates.create',
      method: 'POST',
      path: LIST,
      summary: 'Write a template',
      params: communityParams,
      body: createTemplateBody,
      reply: templateSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
          await checkWords(tx, communityId, body);
          const made = { createdBy: caller.operatorId, now: clock.now() };
          const id = await addTemplate(tx, communityId, body, made);
          const subject = { kind: 'message-template', id, label: body.name };
          await recordChange(tx, caller, {
            action: 'message-templates.create',
            subject,
            communityId,
            after: trail(body),
          });
          return present(tx, communityId, id);
        }),
    }),
    route({
      id: 'message-templates.update',
      method: 'PUT',
      path: ONE,
      summary: 'Change a template; what was asked for before stays as it was',
      params: templateParams,
      body: updateTemplateBody,
      reply: templateSchema,
      handle: ({ caller, params: { communityId: key, templateId: id }, body: { version, ...fields } }) =>
        inCommunity(caller, key, async (tx, { id: communityId }) => {
          const before = await getTemplate(tx, communityId, id);
          await checkWords(tx, communityId, fields);
          await changeTemplate(tx, { communityId, id, version, now: clock.now() }, fields);
          await recordChange(tx, caller, {
            action: 'message-templates.update',
            subject: { kind: 'message-template', id, label: fields.name },
            communityId,
            before: trail(before),
            after: trail(fields),
          });
          return present(tx, communityId, id);
        }),
    }),
    route({
      id: 'message-templates.delete',
      method: 'DELETE',
      path: ONE,
      summary: 'Take a template away; what was made of it stays',
      params: templateParams,
      reply: z.undefined(),
      handle: ({ caller, params: { communityId: key, templateId: id } }) =>
        inCommunity(caller, key, async (tx, { id: communityId }) => {
          const before = await getTemplate(tx, communityId, id);
          await removeTemplate(tx, communityId, id);
          const subject = { kind: 'message-template', id, label: before.name };
          await recordChange(tx, caller, {
            action: 'message-templates.delete',
            subject,
            communityId,
            before: trail(before),
          });
          return undefined;
        }),
    }),
  ];
};
