import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { type Group, listGroups } from '#modules/communities/index.ts';
import { type AttachedChat, listAttachedChats, listConnections } from '#modules/connections/index.ts';
import { type DeliveryItem, planDeliveries } from '#modules/delivery/index.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Decided } from './decide-all.ts';
import type { LevelServices } from './evaluate-levels.ts';
import { groupsOfMembers } from './figures.query.ts';
import type { Level, LevelRules } from './levels.contract.ts';

/** Names that one message names; the others are meant. */
const NAMES_AT_ONCE = 10;
/** Congratulations of the day before yesterday are none. */
const EXPIRES_MS = 86_400_000;

type Celebrating = {
  evaluated: Evaluated;
  decided: Pick<Decided, 'risen'>;
  levels: readonly Level[];
  rules: LevelRules;
  now: number;
};

/**
 * Tells of promotions in the groups: one message for each chat and level, whoever rose together is named together. In the
 * groups of the rules, else in a group of the member's own, one for chatting first. Where no connection can send, nothing
 * is told. @returns how many members are told of
 */
export async function celebrate(
  tx: Tx,
  { connectors, engine }: LevelServices,
  { evaluated, decided, levels, rules: { celebration }, now }: Celebrating,
): Promise<number> {
  const risen = decided.risen.filter(({ toRank }) => toRank >= celebration.fromRank);
  if (!celebration.enabled || risen.length === 0) return 0;
  const { community, frame, evaluation } = evaluated;
  const able = new Set(
    (await listConnections(tx, connectors))
      .filter(({ capabilities }) => capabilities.recipients.includes('chat'))
      .map(({ id }) => id),
  );
  const chats = (await listAttachedChats(tx, community.id)).filter(({ connectionId }) => able.has(connectionId));
  if (chats.length === 0) return 0;
  const ids = risen.map(({ memberId }) => memberId);
  const seenIn = await groupsOfMembers({ ...frame, engine }, evaluation.id, ids);
  const names = await memberNames(tx, ids);
  const places = placesFor(chats, await listGroups(tx, community.id), celebration.groupIds);
  const messages = new Map<string, { chat: AttachedChat; level: Level; told: typeof risen }>();
  for (const one of risen)
    for (const chat of places(seenIn.get(one.memberId) ?? [])) {
      const key = `${chat.id} ${one.toRank}`;
      const message = messages.get(key) ?? { chat, level: levels[one.toRank - 1]!, told: [] };
      message.told.push(one);
      messages.set(key, message);
    }
  const items = [...messages.values()].map(({ chat, level, told }): DeliveryItem => ({
    connectionId: chat.connectionId,
    to: { kind: 'chat', id: chat.externalId },
    // What several get together is nobody's own.
    ...(told.length === 1 && { memberId: told[0]!.memberId }),
    message: {
      content: { kind: 'text', text: celebration.text },
      variables: { name: named(told.map(({ memberId }) => names.get(memberId) ?? '')), level: level.name },
    },
    dedupeKey: `level:${chat.id}:${told[0]!.changeId}`,
    expiresAt: now + EXPIRES_MS,
  }));
  if (items.length === 0) return 0;
  if (!(await send(tx, community, items, now))) return 0;
  const told = [...new Set([...messages.values()].flatMap((message) => message.told.map(({ changeId }) => changeId)))];
  await sql`UPDATE level_changes SET celebrated = true WHERE id = ANY(${told}::uuid[])`.execute(tx);
  return told.length;
}

/** Words that cannot be filled in must not hold up the levels: nobody is told then. */
async function send(
  tx: Tx,
  community: Evaluated['community'],
  items: readonly DeliveryItem[],
  now: number,
): Promise<boolean> {
  const { workspaceId, id: communityId } = community;
  try {
    const source = { kind: 'loyalty', id: 'levels' } as const;
    await planDeliveries(tx, { workspaceId, communityId, source, priority: 4, purpose: 'service', items }, now);
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return false;
  }
}

/** Where somebody is told of who was seen in some groups. */
export function placesFor(
  chats: readonly AttachedChat[],
  groups: readonly Pick<Group, 'id' | 'purpose'>[],
  chosen: readonly string[],
): (seenIn: readonly string[]) => AttachedChat[] {
  const byGroup = new Map<string, AttachedChat>();
  for (const chat of chats) if (!byGroup.has(chat.groupId)) byGroup.set(chat.groupId, chat);
  if (chosen.length > 0) {
    const all = chosen.flatMap((id) => byGroup.get(id) ?? []);
    return () => all;
  }
  const forChat = new Set(groups.flatMap(({ id, purpose }) => (purpose === 'chat' ? [id] : [])));
  return (seenIn) => {
    const own = seenIn.flatMap((id) => byGroup.get(id) ?? []);
    const first = own.find(({ groupId }) => forChat.has(groupId)) ?? own[0];
    return first ? [first] : [];
  };
}

const named = (names: readonly string[]): string =>
  names.length <= NAMES_AT_ONCE
    ? names.join('、')
    : `${names.slice(0, NAMES_AT_ONCE).join('、')} +${names.length - NAMES_AT_ONCE}`;
