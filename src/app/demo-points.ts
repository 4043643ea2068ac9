import { dayOf, formatDay, startOfDay } from '#kernel/calendar.ts';
import { communitySpace, OWN_PLATFORM, type LiveEvent } from '#modules/events/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { systemCaller } from '#modules/identity/index.ts';
import {
  awardPoints,
  createEarning,
  createPointRule,
  lookAfterPoints,
  readPointRules,
  type NewPointRule,
  setPointBudget,
  setPointSettings,
} from '#modules/points/index.ts';
import { listChannels } from '#modules/delivery/index.ts';
import type { SimulatedCommunity } from '#testkit/simulated-community/index.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

const DAY_MS = 86_400_000;
/** So far back the rules hold. */
const DAYS = 60;
const BUDGET = 60_000;

const RULES: readonly NewPointRule[] = [
  {
    name: '每日签到',
    kind: 'check_in',
    points: 5,
    caps: { perDay: 1 },
    bonuses: { first: 10, streaks: [{ days: 7, points: 20 }] },
  },
  {
    name: '认真发言',
    kind: 'message',
    points: 2,
    caps: { perDay: 5 },
    conditions: { minLength: 10, notRepeated: true },
  },
  { name: '回复书友', kind: 'reply', points: 3, caps: { perDay: 5 } },
  { name: '解答问题', kind: 'answer', points: 10, growth: 5, caps: { perDay: 3 } },
  { name: '受欢迎的书评', kind: 'review', points: 20, caps: { perWeek: 3 } },
  { name: '参加线下共读', kind: 'attend', points: 30, growth: 10, caps: { perDay: 1 } },
];

/**
 * Rules of points and what members of the story earned by them in the last weeks: the same reaction that hears live events,
 * told the days one after another. Made once.
 */
export async function demoPoints(services: Services, ids: CommunityIds, story: SimulatedCommunity): Promise<void> {
  const { database, engine, clock } = services;
  const { workspaceId, communityId } = ids;
  const { zone } = story.community;
  const today = dayOf(clock.now(), zone);
  const began = startOfDay(today - DAYS, zone);
  const actor = systemCaller(workspaceId);
  await database.inWorkspace(workspaceId, async (tx) => {
    // A load that was cut off goes on at the next start.
    if ((await readPointRules(tx, communityId)).length > 0) return;
    await setPointSettings(tx, actor, communityId, {
      name: '书签',
      nameEn: 'bookmarks',
      lifetimeMonths: 12,
      noticeDays: 14,
      costPer1000: 2_000,
      giftDayLimit: 100,
      giftOnceLimit: 50,
      checkIn: { cardsPerMonth: 2, makeUpDays: 7, makeUpCost: 10 },
    });
    for (const body of RULES) await createPointRule(tx, actor, { communityId, body, now: began });
    await setPointBudget(tx, actor, { communityId, month: formatDay(today).slice(0, 7), amount: BUDGET });
  });
  for (const [day, events] of byDay(communityId, story, began, zone)) {
    const then = { now: () => startOfDay(day + 1, zone) };
    await createEarning({ database, engine, clock: then, onEarned: () => undefined }).react(ids, events);
  }
  await thank(services, ids, story);
  await lookAfterPoints({ ...services, listChannels: listChannels(services.connections.connectors) }, ids);
}

/** What happened since, day by day. */
function byDay(communityId: string, story: SimulatedCommunity, began: number, zone: string): Map<number, LiveEvent[]> {
  const space = communitySpace(communityId);
  const kinds = new Set<string>(RULES.map(({ kind }) => kind));
  const days = new Map<number, LiveEvent[]>();
  for (const event of story.events()) {
    const at = Date.parse(event.at);
    if (at < began || !kinds.has(event.kind)) continue;
    const day = dayOf(at, zone);
    const own = days.get(day) ?? [];
    days.set(day, own);
    own.push(liveOf(event, space.eventId(event.platform ?? OWN_PLATFORM, event.id)));
  }
  return days;
}

const liveOf = (event: NeutralEvent, eventId: string): LiveEvent => ({
  event,
  eventId,
  version: event.version ?? 0,
  source: 'demo',
  receivedAt: new Date(event.at),
});

/** What the shop gives its experts by hand. */
async function thank(
  { database, clock }: Services,
  { workspaceId, communityId }: CommunityIds,
  story: SimulatedCommunity,
): Promise<void> {
  const space = communitySpace(communityId);
  const memberIds = story.experts.map(({ platform, externalId }) => space.accountId(platform, externalId));
  if (memberIds.length === 0) return;
  await database.inWorkspace(workspaceId, (tx) =>
    awardPoints(tx, systemCaller(workspaceId), {
      communityId,
      memberIds: [...new Set(memberIds)],
      points: 100,
      kind: 'grant',
      note: '谢谢你带大家共读',
      key: 'demo-experts',
      now: clock.now() - 2 * DAY_MS,
    }),
  );
}
