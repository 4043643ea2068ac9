import type { Clock } from '#kernel/clock.ts';
import {
  type AnyConnector,
  type AttachedChat,
  type Content,
  contentSchema,
  listAttachedChats,
} from '#modules/connections/index.ts';
import {
  type CommunityRef,
  communitySpace,
  type LiveEvent,
  OWN_PLATFORM,
  type Reaction,
} from '#modules/events/index.ts';
import { membersOf } from '#modules/members/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { addMessage, editMessage, findMessages } from './message-store.ts';
import { addQuestions, type NewQuestion } from './question-store.ts';
import { headingOf, isRelayed, questionIn, withHeading } from './relay-rules.ts';
import { findTargets, sendOut } from './send-out.ts';
import { type KeptSession, listLive, lockSession } from './session-store.ts';

export type RelayParts = { database: Database; clock: Clock; connectors: readonly AnyConnector[] };

/** What can be passed on. */
const SAID = ['message', 'reply', 'answer', 'post'];

type Heard = { live: LiveEvent; accountId: string; groupId: string };

/** Passes what is said in the source of a live session on to its targets, and collects what is asked there. */
export const createRelay = (parts: RelayParts): Reaction => ({
  name: 'relay',
  async react(community, events) {
    const space = communitySpace(community.communityId);
    const heard = events.flatMap((live): Heard[] => {
      const { kind, group, member, platform = OWN_PLATFORM, removed, bot } = live.event;
      if (!SAID.includes(kind) || !group || removed || bot) return [];
      return [{ live, accountId: space.accountId(platform, member), groupId: space.groupId(platform, group) }];
    });
    if (heard.length === 0) return;
    await parts.database.inWorkspace(community.workspaceId, (tx) => relay(tx, parts, community, heard));
  },
});

async function relay(tx: Tx, parts: RelayParts, ids: CommunityRef, heard: readonly Heard[]): Promise<void> {
  const sessions = await listLive(tx, ids.communityId);
  if (sessions.length === 0) return;
  const chats = await listAttachedChats(tx, ids.communityId);
  for (const id of sessions) {
    // Whoever else says something in it waits, so that all targets get one order.
    const session = await lockSession(tx, ids.communityId, id);
    if (session.state !== 'live') continue;
    const sourceGroupId = chats.find(({ id: chatId }) => chatId === session.sourceChatId)?.groupId ?? null;
    const speakers = await accountsOf(tx, ids.communityId, session.speakerIds);
    const said = heard.filter((one) => isRelayed({ sourceGroupId, speakers }, { ...one, bot: false }));
    await passOn(tx, parts, ids, session, said);
    if (session.questions) await addQuestions(tx, id, questionsOf(session, chats, heard));
  }
}

/** Every account of these members. */
async function accountsOf(tx: Tx, communityId: string, memberIds: readonly string[]): Promise<Set<string>> {
  if (memberIds.length === 0) return new Set();
  // An account has a member of the same id.
  return new Set((await membersOf(tx, communityId, memberIds)).map(({ member }) => member));
}

async function passOn(
  tx: Tx,
  parts: RelayParts,
  ids: CommunityRef,
  session: KeptSession,
  said: readonly Heard[],
): Promise<void> {
  if (said.length === 0) return;
  const now = new Date(parts.clock.now());
  const targets = await findTargets(tx, parts.connectors, ids.communityId, session);
  const known = await findMessages(
    tx,
    session.id,
    said.map(({ live }) => live.eventId),
  );
  for (const { live, accountId } of said) {
    const key = live.eventId;
    const earlier = known.get(key);
    // An edit of something said before the session, or while it was paused, stays out like what it edits.
    if (earlier ? live.version <= earlier.version : live.version > 0) continue;
    const content = contentOf(live, session);
    if (content === undefined) continue;
    const message = { key, version: live.version, content };
    if (earlier) await editMessage(tx, session.id, message);
    else {
      await addMessage(tx, session.id, { key, content, accountId, operatorId: null, saidAt: new Date(live.event.at) });
      known.set(key, { key, version: live.version, content, place: 0, accountId, name: null, own: false, saidAt: now });
    }
    await sendOut(
      tx,
      ids,
      { session, targets, now },
      {
        ...message,
        ...(earlier && { before: earlier.version }),
      },
    );
    if (earlier) earlier.version = live.version;
  }
}

/** What goes out: the words under the speaker's name, with the picture where there is one; undefined: nothing to show. */
function contentOf({ event }: LiveEvent, session: KeptSession): Content | undefined {
  const heading = headingOf(session.heading, event.name || event.member);
  const text = event.text?.trim() ?? '';
  const picture = contentSchema.safeParse({ kind: 'image', url: event.image, caption: text.slice(0, 1500) });
  if (picture.success) return withHeading(picture.data, heading);
  return text === '' ? undefined : withHeading({ kind: 'text', text }, heading);
}

function questionsOf(session: KeptSession, chats: readonly AttachedChat[], heard: readonly Heard[]): NewQuestion[] {
  const targets = new Map(
    chats.filter(({ id }) => session.targetIds.includes(id)).map(({ groupId, id }) => [groupId, id]),
  );
  return heard.flatMap(({ live: { eventId, version, event }, accountId, groupId }): NewQuestion[] => {
    const chatId = targets.get(groupId);
    const text = questionIn(event.text ?? '', session.questionWord);
    if (chatId === undefined || text === undefined || version > 0) return [];
    return [{ eventId, chatId, accountId, name: event.name || event.member, text, askedAt: new Date(event.at) }];
  });
}
