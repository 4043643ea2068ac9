import { listAttachedChats } from '#modules/connections/index.ts';
import { channelsOf, type DeliveryItem, type ListChannels, planDeliveries } from '#modules/delivery/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { markTold, noteMilestones } from './milestone-store.ts';
import { type Milestone, milestonesAt } from './milestones.ts';
import type { TrackedObjective } from './objectives.contract.ts';
import type { Ids } from './read-measures.ts';

/** News of the day before yesterday is none. */
const EXPIRES_MS = 86_400_000;

/**
 * Notes the milestones that objectives came to, and tells of the highest new one of each in the groups that its objective
 * names, each milestone once ever. Where no connection writes into a group, nothing is told there.
 */
export async function announceMilestones(
  tx: Tx,
  listChannels: ListChannels,
  { ids, objectives, now }: { ids: Ids; objectives: readonly TrackedObjective[]; now: number },
): Promise<void> {
  for (const objective of objectives) {
    const { day, progress } = objective.standing;
    const reached = await noteMilestones(tx, objective.id, { percents: milestonesAt(progress), day });
    const percent = reached.at(-1);
    if (percent === undefined || objective.announceIn.length === 0) continue;
    const items = await itemsFor(tx, listChannels, { ids, objective, percent, now });
    if (items.length === 0) continue;
    const source = { kind: 'goal', id: objective.id } as const;
    await planDeliveries(tx, { ...ids, source, priority: 4, purpose: 'service', items }, now);
    await markTold(tx, objective.id, percent);
  }
}

async function itemsFor(
  tx: Tx,
  listChannels: ListChannels,
  { ids, objective, percent, now }: { ids: Ids; objective: TrackedObjective; percent: Milestone; now: number },
): Promise<DeliveryItem[]> {
  const { communityId } = ids;
  const able = new Set(
    (await channelsOf(tx, communityId, await listChannels(tx)))
      .filter(({ capabilities }) => capabilities.recipients.includes('chat'))
      .map(({ id }) => id),
  );
  const chats = (await listAttachedChats(tx, communityId)).filter(({ connectionId }) => able.has(connectionId));
  return objective.announceIn.flatMap((groupId): DeliveryItem[] => {
    const chat = chats.find((one) => one.groupId === groupId);
    if (!chat) return [];
    return [
      {
        connectionId: chat.connectionId,
        to: { kind: 'chat', id: chat.externalId },
        message: {
          content: { kind: 'text', text: textOf(percent, objective.standing.daysLeft) },
          variables: {
            goal: objective.name,
            percent: String(percent),
            days: String(objective.standing.daysLeft),
          },
        },
        dedupeKey: `milestone:${objective.id}:${percent}:${groupId}`,
        expiresAt: now + EXPIRES_MS,
      },
    ];
  });
}

/** Both languages: what language a group reads is not known. */
function textOf(percent: Milestone, daysLeft: number): string {
  if (percent === 100)
    return '🎉 「{{goal}}」达成了，谢谢每一位！\nWe have reached “{{goal}}”. Thanks to every one of you!';
  return daysLeft > 0
    ? '🎯 「{{goal}}」已完成 {{percent}}%，还有 {{days}} 天。\n“{{goal}}” is {{percent}}% done, with days to go: {{days}}.'
    : '🎯 「{{goal}}」已完成 {{percent}}%。\n“{{goal}}” is {{percent}}% done.';
}
