import { z } from 'zod';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { operatorNames, operatorsOf, recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  acceptBody,
  addPlayBody,
  changePlayBody,
  dismissBody,
  itemParams,
  libraryPlaySchema,
  libraryReply,
  pastReply,
  playParams,
  playsReply,
  runSchema,
  tickBody,
  type PlaysReply,
} from './library.contract.ts';
import { checklistOf, isByHand } from './library/checklist.ts';
import { libraryOf, shown } from './library/library-plays.ts';
import type { PlaybookServices } from './library/playbook-services.ts';
import {
  listPlayRows,
  listTicks,
  removeDismissal,
  removePlayRow,
  setDismissal,
  setPlayRow,
  setTick,
} from './library/play-store.ts';
import { playsNow } from './library/plays-now.ts';
import { acceptPlay, getPlay } from './library/run-play.ts';
import { getRun, listRuns } from './library/run-store.ts';
import { taskRoutes } from './tasks.http.ts';

const BASE = '/api/v1/communities/:communityId/plays';

/** Plays: what to do now, the library, what is under way, the stages' checklists. */
export const playbooksRoutes = (services: PlaybookServices): Route[] => [
  nowRoute(services),
  pastRoute(services),
  ...libraryRoutes(services),
  ...answerRoutes(services),
  tickRoute(services),
  ...taskRoutes(services),
];

const inCommunity =
  ({ database }: PlaybookServices) =>
  <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>): Promise<T> =>
    database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));

const nowRoute = (services: PlaybookServices): Route =>
  route({
    id: 'plays.now',
    method: 'GET',
    path: BASE,
    summary: 'What to do now and why, what is under way, and the checklists of the stages',
    params: communityParams,
    reply: playsReply,
    async handle({ caller: { workspaceId }, params }): Promise<PlaysReply> {
      const { database, clock } = services;
      const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
      const ids = { workspaceId, communityId: community.id };
      const situation = await services.situationOf(ids);
      const today = formatDay(dayOf(clock.now(), community.zone));
      return database.inWorkspace(workspaceId, async (tx) => {
        const { library, runs, dismissals, proposals } = await playsNow(tx, community.id, { situation, today });
        const ticks = await listTicks(tx, community.id);
        const people = [...dismissals.map(({ dismissedBy }) => dismissedBy), ...ticks.map(({ tickedBy }) => tickedBy)];
        const names = await operatorNames(tx, people);
        const nameOf = (playId: string) => {
          const words = library.find(({ id }) => id === playId)?.words;
          return { 'zh-CN': words?.['zh-CN'].name ?? playId, en: words?.en.name ?? playId };
        };
        return {
          asOf: situation.asOf,
          stage: situation.stage.value,
          proposals,
          runs,
          dismissed: dismissals.map(({ playId, reason, until, dismissedBy }) => ({
            playId,
            name: nameOf(playId),
            reason,
            until,
            by: dismissedBy === null ? null : (names.get(dismissedBy) ?? null),
          })),
          checklist: checklistOf(situation, ticks, names),
          operators: await operatorsOf(tx),
        };
      });
    },
  });

const pastRoute = (services: PlaybookServices): Route =>
  route({
    id: 'plays.past',
    method: 'GET',
    path: `${BASE}/past`,
    summary: 'Plays that were done, with what became of their metric',
    params: communityParams,
    reply: pastReply,
    handle: ({ caller, params }) =>
      inCommunity(services)(caller, params.communityId, async (tx, communityId) => ({
        runs: await listRuns(tx, communityId, 'finished'),
      })),
  });

function libraryRoutes(services: PlaybookServices): Route[] {
  const inside = inCommunity(services);
  return [
    route({
      id: 'plays.library',
      method: 'GET',
      path: `${BASE}/library`,
      summary: 'Every play: built-in ones as this community changed them, and its own',
      params: communityParams,
      reply: libraryReply,
      handle: ({ caller, params }) =>
        inside(caller, params.communityId, async (tx, communityId) => ({
          plays: libraryOf(await listPlayRows(tx, communityId)).map(shown),
        })),
    }),
    route({
      id: 'plays.add',
      method: 'POST',
      path: `${BASE}/library`,
      summary: 'Write a play of one’s own',
      params: communityParams,
      body: addPlayBody,
      reply: libraryPlaySchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inside(caller, params.communityId, async (tx, communityId) => {
          const playId = `own-${newId()}`;
          await setPlayRow(tx, communityId, { playId, own: true, off: false, ...body });
          const subject = { kind: 'play', id: playId, label: body.words.name };
          await recordChange(tx, caller, { action: 'plays.add', subject, communityId, after: body });
          return shown(await getPlay(tx, communityId, playId));
        }),
    }),
    route({
      id: 'plays.change',
      method: 'PUT',
      path: `${BASE}/library/:playId`,
      summary: 'Change a play for this community, or switch it off',
      params: playParams,
      body: changePlayBody,
      reply: libraryPlaySchema,
      handle: ({ caller, params, body }) =>
        inside(caller, params.communityId, async (tx, communityId) => {
          const before = shown(await getPlay(tx, communityId, params.playId));
          const { off, words = null, situation = null, metric = null, reviewWeeks = null } = body;
          if (before.own && (words === null || situation === null || metric === null)) {
            const what = 'a play of one’s own needs words, situation and metric';
            throw new BadInput(what, [{ where: '/body', what }]);
          }
          const { own } = before;
          await setPlayRow(tx, communityId, { playId: before.id, own, off, words, situation, metric, reviewWeeks });
          const after = shown(await getPlay(tx, communityId, before.id));
          const subject = { kind: 'play', id: before.id, label: after.words['zh-CN'].name };
          await recordChange(tx, caller, { action: 'plays.change', subject, communityId, before, after });
          return after;
        }),
    }),
    route({
      id: 'plays.reset',
      method: 'DELETE',
      path: `${BASE}/library/:playId`,
      summary: 'Have a built-in play as it was, or remove one’s own',
      params: playParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inside(caller, params.communityId, async (tx, communityId) => {
          const before = shown(await getPlay(tx, communityId, params.playId));
          await removePlayRow(tx, communityId, before.id);
          const subject = { kind: 'play', id: before.id, label: before.words['zh-CN'].name };
          await recordChange(tx, caller, { action: 'plays.reset', subject, communityId, before });
          return undefined;
        }),
    }),
  ];
}

function answerRoutes(services: PlaybookServices): Route[] {
  const inside = inCommunity(services);
  return [
    route({
      id: 'plays.accept',
      method: 'POST',
      path: `${BASE}/:playId/accept`,
      summary: 'Accept a play: its steps become tasks',
      params: playParams,
      body: acceptBody,
      reply: runSchema,
      status: 201,
      async handle({ caller, params, body }) {
        const { workspaceId } = caller;
        const communityId = await inside(caller, params.communityId, async (_tx, id) => id);
        const ids = { workspaceId, communityId };
        const runId = await acceptPlay(services, ids, { playId: params.playId, ...body, actor: caller });
        return services.database.inWorkspace(workspaceId, (tx) => getRun(tx, communityId, runId));
      },
    }),
    route({
      id: 'plays.dismiss',
      method: 'PUT',
      path: `${BASE}/:playId/dismissal`,
      summary: 'Leave a proposal alone for a while, or until its situation was over once',
      params: playParams,
      body: dismissBody,
      reply: z.object({ until: z.iso.date() }),
      handle: ({ caller, params, body }) =>
        inside(caller, params.communityId, async (tx, communityId) => {
          const { id, words } = await getPlay(tx, communityId, params.playId);
          const { zone } = await getCommunity(tx, communityId);
          const until = formatDay(dayOf(services.clock.now(), zone) + body.days);
          const { reason } = body;
          await setDismissal(tx, communityId, { playId: id, reason, until, dismissedBy: caller.operatorId ?? null });
          const subject = { kind: 'play', id, label: words['zh-CN'].name };
          await recordChange(tx, caller, { action: 'plays.dismiss', subject, communityId, after: { reason, until } });
          return { until };
        }),
    }),
    route({
      id: 'plays.recall',
      method: 'DELETE',
      path: `${BASE}/:playId/dismissal`,
      summary: 'Let a proposal come again',
      params: playParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inside(caller, params.communityId, async (tx, communityId) => {
          const { id, words } = await getPlay(tx, communityId, params.playId);
          if (!(await removeDismissal(tx, communityId, id))) throw new NotFound('the dismissal');
          const subject = { kind: 'play', id, label: words['zh-CN'].name };
          await recordChange(tx, caller, { action: 'plays.recall', subject, communityId });
          return undefined;
        }),
    }),
  ];
}

const tickRoute = (services: PlaybookServices): Route =>
  route({
    id: 'plays.tick',
    method: 'PUT',
    path: `${BASE}/checklist/:item`,
    summary: 'Tick an item of a checklist that no data tell of',
    params: itemParams,
    body: tickBody,
    reply: tickBody,
    handle: ({ caller, params, body }) =>
      inCommunity(services)(caller, params.communityId, async (tx, communityId) => {
        const byHand = isByHand(params.item);
        if (byHand === undefined) throw new NotFound('the item');
        if (!byHand) throw new Conflict('this item is checked by data', 'item_by_data');
        await setTick(tx, communityId, { item: params.item, done: body.done, by: caller.operatorId });
        const subject = { kind: 'checklist', id: params.item };
        await recordChange(tx, caller, { action: 'plays.tick', subject, communityId, after: body });
        return body;
      }),
  });
