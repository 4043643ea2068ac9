import { z } from 'zod';
import type { Clock } from '#kernel/clock.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import {
  type AnyConnector,
  type AttachedChat,
  listAttachedChats,
  listConnections,
} from '#modules/connections/index.ts';
import {
  progressByKeyPart,
  progressByRecipient,
  progressBySource,
  type SourceProgress,
} from '#modules/delivery/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { changeSession, changeState, createSession, deleteSession } from './change-session.ts';
import {
  changeSessionBody,
  createSessionBody,
  editBody,
  messageParams,
  type Progress,
  questionBody,
  questionParams,
  relayParams,
  type RelaySession,
  sayBody,
  sayReply,
  sessionReply,
  sessionSchema,
  sessionsReply,
  stateBody,
} from './contract.ts';
import { listMessages } from './message-store.ts';
import { getQuestion, listQuestions, settleQuestion } from './question-store.ts';
import { say, sayAnew } from './say.ts';
import { MESSAGE_IN_KEY, targetsOf } from './send-out.ts';
import { getSession, type KeptSession, listSessions } from './session-store.ts';

const BASE = '/api/v1/communities/:communityId/relays';
const ONE = `${BASE}/:relayId`;
const MOST_SHOWN = 200;

export type RelayRoutesParts = { database: Database; clock: Clock; connectors: readonly AnyConnector[] };
type InCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>) => Promise<T>;

const NOTHING: Progress = { waiting: 0, sent: 0, failed: 0, lastSentAt: null };
const shownProgress = (progress: SourceProgress | undefined): Progress =>
  progress
    ? {
        waiting: progress.waiting,
        sent: progress.sent,
        failed: progress.failed,
        lastSentAt: progress.lastSentAt?.toISOString() ?? null,
      }
    : NOTHING;

const present = (session: KeptSession, progress: SourceProgress | undefined): RelaySession => ({
  ...session,
  startedAt: session.startedAt?.toISOString() ?? null,
  endedAt: session.endedAt?.toISOString() ?? null,
  createdAt: session.createdAt.toISOString(),
  progress: shownProgress(progress),
});

/** Sessions that go from one source into many chats. */
export function relayRoutes(parts: RelayRoutesParts): Route[] {
  const inCommunity: InCommunity = (caller, key, work) =>
    parts.database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));
  return [...sessionRoutes(parts, inCommunity), ...messageRoutes(parts, inCommunity)];
}

async function shownSession(tx: Tx, communityId: string, id: string): Promise<RelaySession> {
  const progress = await progressBySource(tx, communityId, { kind: 'relay', ids: [id] });
  return present(await getSession(tx, communityId, id), progress.get(id));
}

function sessionRoutes({ clock, connectors }: RelayRoutesParts, inCommunity: InCommunity): Route[] {
  return [
    route({
      id: 'relays.list',
      method: 'GET',
      path: BASE,
      summary: 'Sessions relayed into many chats, and the chats there are',
      params: communityParams,
      reply: sessionsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const sessions = await listSessions(tx, communityId);
          const ids = sessions.map(({ id }) => id);
          const progress = await progressBySource(tx, communityId, { kind: 'relay', ids });
          const able = new Set(
            (await listConnections(tx, connectors)).flatMap(({ id, capabilities }) =>
              capabilities.recipients.includes('chat') ? id : [],
            ),
          );
          const chats = await listAttachedChats(tx, communityId);
          return {
            sessions: sessions.map((session) => present(session, progress.get(session.id))),
            chats: chats.map(({ id, connectionId, name, externalId, members }) => ({
              id,
              connectionId,
              name: name || externalId,
              members,
              canSend: able.has(connectionId),
            })),
          };
        }),
    }),
    route({
      id: 'relays.create',
      method: 'POST',
      path: BASE,
      summary: 'Prepare a session; nothing goes out before it is live',
      params: communityParams,
      body: createSessionBody,
      reply: sessionSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) =>
          shownSession(tx, communityId, await createSession(tx, { actor: caller, communityId, body })),
        ),
    }),
    route({
      id: 'relays.get',
      method: 'GET',
      path: ONE,
      summary: 'A session: what went out, how far it is in each chat, and what was asked',
      params: relayParams,
      reply: sessionReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, (tx, communityId) => readSession(tx, communityId, params.relayId)),
    }),
    route({
      id: 'relays.update',
      method: 'PATCH',
      path: ONE,
      summary: 'Change a session; what went out stays',
      params: relayParams,
      body: changeSessionBody,
      reply: sessionSchema,
      handle: ({ caller, params: { communityId: key, relayId: id }, body }) =>
        inCommunity(caller, key, async (tx, communityId) => {
          await changeSession(tx, { actor: caller, communityId, id, body });
          return shownSession(tx, communityId, id);
        }),
    }),
    route({
      id: 'relays.state',
      method: 'POST',
      path: `${ONE}/state`,
      summary: 'Set a session live, pause or end it',
      params: relayParams,
      body: stateBody,
      reply: sessionSchema,
      status: 200,
      handle: ({ caller, params: { communityId: key, relayId: id }, body }) =>
        inCommunity(caller, key, async (tx, communityId) => {
          await changeState(tx, { actor: caller, communityId, id, ...body, now: new Date(clock.now()) });
          return shownSession(tx, communityId, id);
        }),
    }),
    route({
      id: 'relays.delete',
      method: 'DELETE',
      path: ONE,
      summary: 'Delete a session; what went out stays',
      params: relayParams,
      reply: z.undefined(),
      handle: ({ caller, params: { communityId: key, relayId: id } }) =>
        inCommunity(caller, key, async (tx, communityId) => {
          await deleteSession(tx, { actor: caller, communityId, id });
          return undefined;
        }),
    }),
  ];
}

async function readSession(tx: Tx, communityId: string, id: string): Promise<z.output<typeof sessionReply>> {
  const session = await getSession(tx, communityId, id);
  const source = { kind: 'relay' as const, ids: [id] };
  const all = await progressBySource(tx, communityId, source);
  const byChat = await progressByRecipient(tx, communityId, source);
  const byMessage = await progressByKeyPart(tx, communityId, source, MESSAGE_IN_KEY);
  const ofChat = ({ connectionId, externalId }: AttachedChat) => byChat.get(`${connectionId} ${externalId}`);
  const chats = await targetsOf(tx, communityId, session);
  return {
    session: present(session, all.get(id)),
    targets: chats.map((chat) => ({
      chatId: chat.id,
      name: chat.name || chat.externalId,
      progress: shownProgress(ofChat(chat)),
      problem: ofChat(chat)?.problem ?? null,
    })),
    messages: (await listMessages(tx, id, MOST_SHOWN)).map(({ key, place, version, content, name, own, saidAt }) => ({
      key,
      place,
      content,
      by: name,
      own,
      edits: version,
      saidAt: saidAt.toISOString(),
      progress: shownProgress(byMessage.get(key)),
    })),
    questions: (await listQuestions(tx, id, MOST_SHOWN)).map((question) => ({
      eventId: question.eventId,
      chatId: question.chatId,
      chat: question.chat,
      memberId: question.memberId,
      name: question.name,
      text: question.text,
      askedAt: question.askedAt.toISOString(),
      state: question.state,
    })),
  };
}

function messageRoutes({ clock, connectors }: RelayRoutesParts, inCommunity: InCommunity): Route[] {
  const order = (caller: Caller, communityId: string, id: string) => ({
    actor: caller,
    workspaceId: caller.workspaceId,
    communityId,
    id,
    now: new Date(clock.now()),
    connectors,
  });
  return [
    route({
      id: 'relays.say',
      method: 'POST',
      path: `${ONE}/messages`,
      summary: 'Say something to all chats of a live session',
      params: relayParams,
      body: sayBody,
      reply: sayReply,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, (tx, communityId) =>
          say(tx, { ...order(caller, communityId, params.relayId), ...body }),
        ),
    }),
    route({
      id: 'relays.edit',
      method: 'PUT',
      path: `${ONE}/messages/:messageKey`,
      summary: 'Correct what an operator said',
      params: messageParams,
      body: editBody,
      reply: sayReply,
      handle: ({ caller, params: { communityId: key, relayId, messageKey }, body }) =>
        inCommunity(caller, key, async (tx, communityId) => ({
          key: messageKey,
          queued: await sayAnew(tx, { ...order(caller, communityId, relayId), ...body, key: messageKey }),
        })),
    }),
    route({
      id: 'relays.question',
      method: 'PUT',
      path: `${ONE}/questions/:eventId`,
      summary: 'Put a question aside, or open it again',
      params: questionParams,
      body: questionBody,
      reply: z.undefined(),
      handle: ({ caller, params: { communityId: key, relayId, eventId }, body }) =>
        inCommunity(caller, key, async (tx, communityId) => {
          const session = await getSession(tx, communityId, relayId);
          const before = await getQuestion(tx, relayId, eventId);
          await settleQuestion(tx, relayId, eventId, body);
          await recordChange(tx, caller, {
            action: 'relays.question',
            subject: { kind: 'relay', id: relayId, label: session.name },
            communityId,
            before: { question: eventId, state: before.state },
            after: { question: eventId, ...body },
          });
          return undefined;
        }),
    }),
  ];
}
