import { BadInput, Conflict } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { listAttachedChats } from '#modules/connections/index.ts';
import { channelsOf, type Channel, planDeliveries } from '#modules/delivery/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { type PointsOutcome, postPoints } from './post-points.ts';
import { type AwardFault, readAwards } from './read-awards.ts';

export type AwardOrder = {
  communityId: string;
  memberIds: readonly string[];
  /** Whole, above 0. */
  points: number;
  /** grant: counts as issued and against the budget; add, deduct: corrections. */
  kind: 'grant' | 'add' | 'deduct';
  note: string;
  /** The same key awards once. */
  key: string;
  now: number;
};

/**
 * Gives or takes points by hand; either all are posted, or nobody's, with a fault for each who stands in the way.
 * BadInput, Conflict.
 */
export async function awardPoints(
  tx: Tx,
  actor: Actor & { operatorId?: string | undefined },
  order: AwardOrder,
): Promise<PointsOutcome[]> {
  const { communityId, memberIds, points, kind, note, key, now } = order;
  const outcomes = await postPoints(
    tx,
    memberIds.map((memberId) => ({
      key: `award:${key}:${memberId}`,
      communityId,
      memberId,
      kind,
      amount: points,
      cause: { kind: 'award', note },
      at: now,
      by: actor.operatorId,
    })),
  );
  refuseFaulty(outcomes, (index) => `/body/memberIds/${index}`);
  if (outcomes.some(({ state }) => state === 'posted'))
    await recordChange(tx, actor, {
      action: 'points.award',
      subject: { kind: 'community', id: communityId },
      communityId,
      after: { kind, points, members: memberIds.length, note },
    });
  return outcomes;
}

/** Throws where one of the posts was refused, so that none of them stays. */
function refuseFaulty(outcomes: readonly PointsOutcome[], whereOf: (index: number) => string): void {
  const faults = outcomes.flatMap(({ state }, index) =>
    state === 'posted' || state === 'repeat' ? [] : [{ where: whereOf(index), what: state }],
  );
  if (faults.length === 0) return;
  const over = faults.find(({ what }) => what === 'over-budget');
  if (over) throw new Conflict('this month’s budget of points has less left', 'over_budget');
  throw new BadInput('some of these cannot be posted; nothing was', faults, 'bad_awards');
}

/** Awards what a CSV says, whole or not at all. BadInput with each faulty line. @returns what was awarded to how many */
export async function importAwards(
  tx: Tx,
  actor: Actor & { operatorId?: string | undefined },
  { communityId, csv, note, key, now }: { communityId: string; csv: string; note: string; key: string; now: number },
): Promise<{ members: number; points: number }> {
  const { awards, faults } = await readAwards(tx, communityId, csv);
  if (faults.length > 0)
    throw new BadInput(
      `${faults.length} lines cannot be taken; nobody was awarded anything`,
      faults.slice(0, 200).map(({ line, why }: AwardFault) => ({ where: `line ${line}`, what: why })),
      'bad_awards',
    );
  const outcomes = await postPoints(
    tx,
    awards.map((one) => ({
      key: `award:${key}:${one.memberId}`,
      communityId,
      memberId: one.memberId,
      kind: 'grant',
      amount: one.points,
      cause: { kind: 'award', note: one.note || note },
      at: now,
      by: actor.operatorId,
    })),
  );
  refuseFaulty(outcomes, (index) => `line ${awards[index]!.line}`);
  const posted = awards.filter((_, index) => outcomes[index]!.state === 'posted');
  const points = posted.reduce((all, one) => all + one.points, 0);
  if (posted.length > 0)
    await recordChange(tx, actor, {
      action: 'points.import-awards',
      subject: { kind: 'community', id: communityId },
      communityId,
      after: { members: posted.length, points, note },
    });
  return { members: posted.length, points };
}

/** Posts words about an award into a group, by a connection that writes there. Conflict where none does. */
export async function announce(
  tx: Tx,
  {
    workspaceId,
    communityId,
    channels,
    groupId,
    text,
    key,
    now,
    by,
  }: {
    workspaceId: string;
    communityId: string;
    channels: readonly Channel[];
    groupId: string;
    text: string;
    key: string;
    now: number;
    by: string | undefined;
  },
): Promise<void> {
  const able = new Set(
    (await channelsOf(tx, communityId, channels))
      .filter(({ capabilities }) => capabilities.recipients.includes('chat'))
      .map(({ id }) => id),
  );
  const chat = (await listAttachedChats(tx, communityId)).find(
    (one) => one.groupId === groupId && able.has(one.connectionId),
  );
  if (!chat) throw new Conflict('no connection writes into this group', 'no_way');
  await planDeliveries(
    tx,
    {
      workspaceId,
      communityId,
      source: { kind: 'loyalty', id: 'award' },
      priority: 7,
      purpose: 'service',
      createdBy: by,
      items: [
        {
          connectionId: chat.connectionId,
          to: { kind: 'chat', id: chat.externalId },
          message: { content: { kind: 'text', text } },
          dedupeKey: `points-award:${key || newId(now)}`,
        },
      ],
    },
    now,
  );
}
