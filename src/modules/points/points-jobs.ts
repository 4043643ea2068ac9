import { z } from 'zod';
import type { Clock } from '#kernel/clock.ts';
import { formatDay, dayOf } from '#kernel/calendar.ts';
import { getCommunity, listCommunities } from '#modules/communities/index.ts';
import {
  channelsOf,
  type DeliveryItem,
  type ListChannels,
  planDeliveries,
  waysToPeople,
} from '#modules/delivery/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { type ExpiringSoon, expirePoints, takeNotices } from './expire-points.ts';
import { findSuspicions } from './find-suspicions.ts';
import { readSettings } from './settings-store.ts';

const DAY_MS = 86_400_000;

export type PointsJobParts = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  jobs: Jobs;
  listChannels: ListChannels;
};

/** What expires, who is told of it, and who may have earned unfairly: each hour. */
const lookTask = defineTask({ name: 'points.look', schema: z.object({}), policy: 'stately' });

export async function workOnPoints(parts: PointsJobParts): Promise<void> {
  const { database, jobs } = parts;
  await jobs.work(lookTask, async (_data, { signal }) => {
    for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
      const communities = await database.inWorkspace(workspaceId, (tx) => listCommunities(tx));
      for (const { id: communityId } of communities) {
        if (signal.aborted) return;
        await lookAfterPoints(parts, { workspaceId, communityId });
      }
    }
  });
  await jobs.schedule(lookTask, '17 * * * *', {});
}

/** Takes away what expired in a community, tells who is about to lose points, and looks for abuse. */
export async function lookAfterPoints(
  parts: Omit<PointsJobParts, 'jobs'>,
  ids: { workspaceId: string; communityId: string },
): Promise<{ expired: number; told: number; suspicions: number }> {
  const { database, clock } = parts;
  const now = clock.now();
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(ids.workspaceId, work);
  const all = async (work: (tx: Tx) => Promise<number>): Promise<number> => {
    let done = 0;
    for (let some = await inside(work); some > 0; some = await inside(work)) done += some;
    return done;
  };
  const expired = await all((tx) => expirePoints(tx, ids.communityId, now));
  const told = await all((tx) => tellExpiring(tx, parts, ids, now));
  return { expired, told, suspicions: await findSuspicions(parts, ids) };
}

/** Tells some of those whose points expire soon; whoever cannot be reached sees it on their pages. @returns how many it looked at */
async function tellExpiring(
  tx: Tx,
  { listChannels }: Pick<PointsJobParts, 'listChannels'>,
  ids: { workspaceId: string; communityId: string },
  now: number,
): Promise<number> {
  const { noticeDays, name, nameEn } = await readSettings(tx, ids.communityId);
  if (noticeDays === 0) return 0;
  const soon = await takeNotices(tx, ids.communityId, { now, before: now + noticeDays * DAY_MS });
  if (soon.length === 0) return 0;
  const { zone } = await getCommunity(tx, ids.communityId);
  const channels = await channelsOf(tx, ids.communityId, await listChannels(tx));
  const people = await waysToPeople(tx, ids.communityId, { memberIds: soon.map(({ memberId }) => memberId), channels });
  const ways = new Map(people.map((one) => [one.memberId, one.way]));
  const items = soon.flatMap((one): DeliveryItem[] => {
    const way = ways.get(one.memberId);
    return way ? [{ ...way, ...noticeOf(one, { name, nameEn, zone }) }] : [];
  });
  if (items.length > 0)
    await planDeliveries(
      tx,
      { ...ids, source: { kind: 'loyalty', id: 'expiry' }, priority: 4, purpose: 'service', items },
      now,
    );
  return soon.length;
}

function noticeOf(
  { memberId, amount, expiresAt }: ExpiringSoon,
  { name, nameEn, zone }: { name: string; nameEn: string; zone: string },
): Pick<DeliveryItem, 'memberId' | 'message' | 'dedupeKey'> {
  // Points expire at a midnight: their last day is the one before.
  const last = formatDay(dayOf(expiresAt.getTime() - 1, zone));
  return {
    memberId,
    // Both languages: what language a member reads is not always known.
    message: {
      content: {
        kind: 'text',
        text: `你有 ${amount} ${name}将在 ${last} 之后过期。\nYou have ${amount} ${nameEn} that expire after ${last}.`,
      },
    },
    dedupeKey: `points-expiry:${memberId}:${last}`,
  };
}
