import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { operatorNames, recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { chooseDeliveries, forgetChoice, listChoices } from './choose.ts';
import {
  choiceBody,
  choiceParams,
  choiceSchema,
  choicesQuery,
  choicesReply,
  pauseBody,
  pauseReply,
  settingsBody,
  settingsReply,
  type SettingsReply,
} from './contract.ts';
import { ringQueued, ringReplan } from './delivery-bell.ts';
import type { RouteParts } from './http.ts';
import {
  getSettings,
  type Pause,
  putPause,
  putSettings,
  putWorkspacePause,
  readWorkspacePause,
} from './settings-store.ts';

const BASE = '/api/v1/communities/:communityId';
const SETTINGS = `${BASE}/delivery-settings`;
const CHOICES = `${BASE}/delivery-choices`;

/** How a community writes to people, what people said about it, and stopping everything. */
export const deliveryRulesRoutes = (parts: RouteParts): Route[] => [
  ...settingsRoutes(parts),
  ...pauseRoutes(parts),
  ...choiceRoutes(parts),
];

async function presentPause(tx: Tx, pause: Pause | null): Promise<SettingsReply['paused']> {
  if (pause === null) return null;
  const names = await operatorNames(tx, [pause.by]);
  return { since: pause.at.toISOString(), by: names.get(pause.by ?? '') ?? null, reason: pause.reason };
}

async function readAll(tx: Tx, { id, zone }: { id: string; zone: string }): Promise<SettingsReply> {
  const { paused, communityId: _, ...settings } = await getSettings(tx, id);
  const workspacePaused = await presentPause(tx, await readWorkspacePause(tx));
  return { ...settings, zone, paused: await presentPause(tx, paused), workspacePaused };
}

const settingsRoutes = ({ inCommunity }: RouteParts): Route[] => [
  route({
    id: 'delivery-settings.get',
    method: 'GET',
    path: SETTINGS,
    summary: 'Quiet hours, the fatigue cap, consent, and whether sending is paused',
    params: communityParams,
    reply: settingsReply,
    handle: ({ caller, params }) => inCommunity(caller, params.communityId, readAll),
  }),
  route({
    id: 'delivery-settings.set',
    method: 'PUT',
    path: SETTINGS,
    summary: 'Set quiet hours, the fatigue cap and consent',
    params: communityParams,
    body: settingsBody,
    reply: settingsReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, community) => {
        const { quiet, cap, consentNeeded, zoneAttribute } = await getSettings(tx, community.id);
        await putSettings(tx, community.id, body);
        await recordChange(tx, caller, {
          action: 'delivery-settings.set',
          subject: { kind: 'community', id: community.id },
          communityId: community.id,
          before: { quiet, cap, consentNeeded, zoneAttribute },
          after: body,
        });
        await ringReplan(tx, caller.workspaceId);
        return readAll(tx, community);
      }),
  }),
];

const pauseRoutes = ({ inCommunity, database, clock }: RouteParts): Route[] => [
  route({
    id: 'deliveries.pause',
    method: 'PUT',
    path: `${BASE}/deliveries/pause`,
    summary: 'Stop everything that a community sends, or let it go on',
    params: communityParams,
    body: pauseBody,
    reply: pauseReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        const before = (await getSettings(tx, communityId)).paused;
        const pause = body.paused
          ? { at: new Date(clock.now()), by: caller.operatorId ?? null, reason: body.reason }
          : null;
        await putPause(tx, communityId, pause);
        if (pause === null) await ringQueued(tx, caller.workspaceId);
        await recordChange(tx, caller, {
          action: 'deliveries.pause',
          subject: { kind: 'community', id: communityId },
          communityId,
          before: { paused: before !== null },
          after: { paused: body.paused, reason: body.reason },
        });
        return { paused: await presentPause(tx, pause) };
      }),
  }),
  route({
    id: 'deliveries.pause-workspace',
    method: 'PUT',
    path: '/api/v1/deliveries/pause',
    summary: 'Stop everything that the workspace sends, or let it go on',
    body: pauseBody,
    reply: pauseReply,
    handle: ({ caller, body }) =>
      database.inWorkspace(caller.workspaceId, async (tx) => {
        const before = await readWorkspacePause(tx);
        const pause = body.paused
          ? { at: new Date(clock.now()), by: caller.operatorId ?? null, reason: body.reason }
          : null;
        await putWorkspacePause(tx, pause);
        if (pause === null) await ringQueued(tx, caller.workspaceId);
        await recordChange(tx, caller, {
          action: 'deliveries.pause-workspace',
          subject: { kind: 'workspace', id: caller.workspaceId },
          before: { paused: before !== null },
          after: { paused: body.paused, reason: body.reason },
        });
        return { paused: await presentPause(tx, pause) };
      }),
  }),
];

const choiceRoutes = ({ inCommunity, clock }: RouteParts): Route[] => [
  route({
    id: 'delivery-choices.list',
    method: 'GET',
    path: CHOICES,
    summary: 'Members who want no messages, and those who said yes to promotions',
    params: communityParams,
    query: choicesQuery,
    reply: choicesReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, { id }) => listChoices(tx, id, query)),
  }),
  route({
    id: 'delivery-choices.set',
    method: 'PUT',
    path: `${CHOICES}/:memberId`,
    summary: 'Write down what a member said about being written to',
    params: choiceParams,
    body: choiceBody,
    reply: choiceSchema,
    handle: ({ caller, params: { communityId: key, memberId }, body }) =>
      inCommunity(caller, key, (tx, { id: communityId }) => {
        const how = caller.kind === 'token' ? 'api' : 'operator';
        return chooseDeliveries(tx, { actor: caller, communityId, memberId, how, now: clock.now() }, body);
      }),
  }),
  route({
    id: 'delivery-choices.remove',
    method: 'DELETE',
    path: `${CHOICES}/:memberId`,
    summary: 'Forget what a member said about being written to',
    params: choiceParams,
    reply: z.undefined(),
    handle: ({ caller, params: { communityId: key, memberId } }) =>
      inCommunity(caller, key, async (tx, { id: communityId }) => {
        await forgetChoice(tx, { actor: caller, communityId, memberId });
        return undefined;
      }),
  }),
];
