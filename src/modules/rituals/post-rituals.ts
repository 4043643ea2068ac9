import { AppError } from '#kernel/errors.ts';
import { formatDay } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { listPostedRituals, type PostedRituals } from '#modules/communities/index.ts';
import type { RitualPost } from '#modules/communities/profile.contract.ts';
import { type AttachedChat, listAttachedChats } from '#modules/connections/index.ts';
import { channelsOf, type DeliveryItem, type ListChannels, planDeliveries } from '#modules/delivery/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { type Occurrence, occurrencesBetween } from './occurrences.ts';
import { messageOf } from './ritual-message.ts';

export type RitualParts = { database: Database; clock: Clock; listChannels: ListChannels };

const MINUTE_MS = 60_000;
/** Longer than from one look to the next: what is due then is asked for now, to go at its time. */
const AHEAD_MS = 7 * MINUTE_MS;
/** Where nothing looked for a while, what was due so long ago is still posted. */
const LATE_MS = 30 * MINUTE_MS;
/** A good morning in the afternoon is none. */
const EXPIRES_MS = 120 * MINUTE_MS;

/**
 * Asks `delivery` for the rituals of a workspace that are due now, each once a day, group and ritual, however often and
 * in however many processes it is called. @returns how many messages are new
 */
export async function postRituals(
  { database, clock, listChannels }: RitualParts,
  workspaceId: string,
): Promise<number> {
  const now = clock.now();
  const span = { from: now - LATE_MS, to: now + AHEAD_MS };
  const communities = await database.inWorkspace(workspaceId, (tx) => listPostedRituals(tx));
  let posted = 0;
  for (const community of communities) {
    const due = community.rituals.flatMap(({ name, post }) =>
      occurrencesBetween(post, community.zone, span).map((occurrence) => ({ name, post, occurrence })),
    );
    for (const one of due)
      posted += await database.inWorkspace(workspaceId, (tx) =>
        postOne(tx, listChannels, { workspaceId, community, now, ...one }),
      );
  }
  return posted;
}

type Due = {
  workspaceId: string;
  community: PostedRituals;
  name: string;
  post: RitualPost;
  occurrence: Occurrence;
  now: number;
};

async function postOne(tx: Tx, listChannels: ListChannels, due: Due): Promise<number> {
  const { workspaceId, community, name, post, occurrence, now } = due;
  const { communityId } = community;
  const able = new Set(
    (await channelsOf(tx, communityId, await listChannels(tx)))
      .filter(({ capabilities }) => capabilities.recipients.includes('chat'))
      .map(({ id }) => id),
  );
  const chats = (await listAttachedChats(tx, communityId)).filter(({ connectionId }) => able.has(connectionId));
  const items = post.groupIds.flatMap((groupId) => itemFor(chats, { groupId, name, post, occurrence }));
  if (items.length === 0) return 0;
  const source = { kind: 'ritual', id: post.id! } as const;
  try {
    const order = { workspaceId, communityId, source, priority: 4, purpose: 'service' as const, items };
    return (await planDeliveries(tx, order, now)).queued;
  } catch (error) {
    // A variable that is gone keeps only its own ritual from being posted.
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return 0;
  }
}

function itemFor(
  chats: readonly AttachedChat[],
  { groupId, name, post, occurrence }: Pick<Due, 'name' | 'post' | 'occurrence'> & { groupId: string },
): DeliveryItem[] {
  const chat = chats.find((one) => one.groupId === groupId);
  if (!chat) return [];
  return [
    {
      connectionId: chat.connectionId,
      to: { kind: 'chat', id: chat.externalId },
      message: messageOf(name, post),
      dedupeKey: `ritual:${post.id}:${formatDay(occurrence.day)}:${groupId}`,
      notBefore: occurrence.at,
      expiresAt: occurrence.at + EXPIRES_MS,
    },
  ];
}
