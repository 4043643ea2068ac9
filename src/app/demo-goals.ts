import { dayOf, formatDay, instantOf, mondayOf, type Day } from '#kernel/calendar.ts';
import { listAnalyses } from '#modules/analyses/index.ts';
import { getCommunity, listGroups } from '#modules/communities/index.ts';
import { listChannels } from '#modules/delivery/index.ts';
import {
  book,
  createBudget,
  createObjective,
  createOperation,
  createResource,
  objectivesAt,
  recordObjectives,
  recordSpend,
} from '#modules/goals/index.ts';
import type { Driver } from '#modules/goals/objectives.contract.ts';
import { type Actor, operatorsOf } from '#modules/identity/index.ts';
import { metricSeries } from '#modules/insights/index.ts';
import type { MetricKey } from '#modules/insights/metrics.contract.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The objectives began so many weeks ago, and are due in so many. */
const [GONE, AHEAD] = [8, 12];

type Aim = {
  name: string;
  metric: MetricKey;
  /** Where it goes, by the figure at the start and the latest one; past both. */
  target(start: number, now: number): number;
  note: string;
  plays: readonly string[];
  /** Names of kept analyses. */
  analyses: readonly string[];
};

/** One that goes faster than it has to, and one that asks for more than its course will bring. */
const AIMS: readonly Aim[] = [
  {
    name: '把书友聚起来',
    metric: 'members',
    target: (start, now) => Math.ceil(Math.max(start, now) + Math.max(1, (now - start) / 3)),
    note: '店里每天有新客，扫码进群的人要留得住。',
    plays: ['offline_meetup'],
    analyses: ['从进群到下单'],
  },
  {
    name: '让更多人开口',
    metric: 'mau',
    target: (start, now) => Math.ceil((1.3 * Math.max(start, now) + 2 * Math.max(0, now - start)) / 10) * 10,
    note: '人多了，说话的人没有跟着多：每周三的话题和周六的共读都为它。',
    plays: ['topic_of_the_week', 'live_session'],
    analyses: ['新人留下来了吗'],
  },
];

/** Yuan that the bookshop gives for a month, and what for. */
const AMOUNT = 3_000;
const OPERATIONS = [
  {
    name: '周六共读',
    kind: 'activity',
    planned: 1_200,
    spends: [
      ['茶点', 268],
      ['共读用书 12 本', 320],
    ],
  },
  {
    name: '新人见面礼',
    kind: 'reward',
    planned: 800,
    spends: [
      ['书签 200 枚', 240],
      ['运费', 36],
    ],
  },
  { name: '话题海报', kind: 'content', planned: 500, spends: [['设计与打印', 480]] },
] as const;

type Stage = { tx: Tx; services: Services; ids: CommunityIds; actor: Actor; zone: string; today: Day };

/** What the bookshop's operators aim at, what they may spend on it, and what they have for it; made once. */
export async function demoGoals(services: Services, ids: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const { zone } = await database.inWorkspace(ids.workspaceId, (tx) => getCommunity(tx, ids.communityId));
  const today = dayOf(clock.now(), zone);
  // A load that was cut off has made them.
  const made = await objectivesAt(services, ids, { day: formatDay(today), since: formatDay(today) });
  if (made.length > 0) return;
  const figures = await figuresOf(services, ids, today);
  await database.inWorkspace(ids.workspaceId, async (tx) => {
    const operatorId = (await operatorsOf(tx))[0]!.id;
    const actor: Actor = { kind: 'operator', workspaceId: ids.workspaceId, operatorId };
    const stage = { tx, services, ids, actor, zone, today };
    await aimAt(stage, figures);
    await bookFor(stage, await spend(stage));
  });
  const channels = listChannels(services.connections.connectors);
  for (let week = GONE - 1; week >= 0; week--) {
    const now = clock.now() - week * 7 * DAY_MS;
    await recordObjectives({ ...services, clock: { now: () => now }, listChannels: channels }, ids);
  }
}

/** Of each figure that is aimed at: what it was at the start, and what it is. */
async function figuresOf(services: Services, ids: CommunityIds, today: Day) {
  const span = { from: formatDay(today - GONE * 7), to: formatDay(today) };
  const found = new Map<MetricKey, readonly [start: number, now: number]>();
  for (const { metric } of AIMS) {
    const known = (await metricSeries(services, ids, metric, span)).flatMap(({ value }) => value ?? []);
    found.set(metric, [known[0] ?? 0, known.at(-1) ?? 0]);
  }
  return found;
}

async function aimAt({ tx, services, ids, actor, today }: Stage, figures: Awaited<ReturnType<typeof figuresOf>>) {
  const kept = await listAnalyses(tx, ids.communityId);
  const chats = (await listGroups(tx, ids.communityId)).filter(
    ({ purpose, platform }) => purpose === 'chat' && platform !== 'offline',
  );
  const announceIn = chats.slice(0, 1).map(({ id }) => id);
  for (const { name, metric, target, note, plays, analyses } of AIMS) {
    const [start, now] = figures.get(metric)!;
    const drivers: Driver[] = [
      ...plays.map((id) => ({ kind: 'play' as const, id })),
      ...kept.filter((one) => analyses.includes(one.name)).map(({ id }) => ({ kind: 'analysis' as const, id })),
    ];
    await createObjective(tx, services, {
      actor,
      ids,
      body: {
        name,
        measure: { metric },
        startDay: formatDay(today - GONE * 7),
        startValue: start,
        target: target(start, now),
        dueDay: formatDay(today + AHEAD * 7),
        ownerId: actor.operatorId!,
        note,
        drivers,
        announceIn,
      },
    });
  }
}

/** The budget of this month. @returns its first operation */
async function spend({ tx, ids: { communityId }, actor, today }: Stage): Promise<string> {
  const period = formatDay(today).slice(0, 7);
  const change = { actor, communityId };
  const note = '门店活动费里出，月底和财务对账。';
  const budget = await createBudget(tx, { ...change, body: { period, amount: AMOUNT * 100, note } });
  const made: string[] = [];
  for (const { name, kind, planned, spends } of OPERATIONS) {
    const { id } = await createOperation(tx, {
      ...change,
      id: budget.id,
      body: { name, kind, fromDay: budget.fromDay, toDay: budget.toDay, planned: planned * 100, note: '' },
    });
    made.push(id);
    for (const [at, [text, yuan]] of spends.entries()) {
      // In the days that are over.
      const day = [formatDay(today - 3 * (spends.length - at)), budget.fromDay].toSorted().at(-1)!;
      await recordSpend(tx, { ...change, id, today, body: { day, amount: yuan * 100, text, receipt: '' } });
    }
  }
  return made[0]!;
}

/** A venue that can be had on Saturdays, a speaker, and goods that are used up; each booked in these weeks. */
async function bookFor({ tx, services, ids: { communityId }, actor, zone, today }: Stage, operationId: string) {
  const change = { actor, communityId, now: new Date(services.clock.now()) };
  const monday = mondayOf(today);
  const span = (day: Day, from: number, to: number) => ({
    from: new Date(instantOf(day * DAY_MS + from * HOUR_MS, zone)).toISOString(),
    to: new Date(instantOf(day * DAY_MS + to * HOUR_MS, zone)).toISOString(),
  });
  const saturdays = Array.from({ length: 8 }, (_, week) => monday + 7 * week + 5);
  const common = { quantity: null, consumed: false, windows: [], contact: '', note: '' };
  const { id: venue } = await createResource(tx, {
    ...change,
    body: {
      ...common,
      name: '书店二楼阅览区',
      kind: 'venue',
      owner: '店长',
      contact: '店内电话转 2',
      note: '坐得下 30 人，有投影。',
      windows: saturdays.map((day) => span(day, 13, 18)),
    },
  });
  const { id: speaker } = await createResource(tx, {
    ...change,
    body: { ...common, name: '译者阿宁', kind: 'speaker', owner: '活动组', contact: '微信群「译者之友」' },
  });
  const { id: prizes } = await createResource(tx, {
    ...change,
    body: { ...common, name: '限量书签', kind: 'prize', owner: '店长', quantity: 200, consumed: true },
  });
  const take = (id: string, time: ReturnType<typeof span>, note: string, quantity: number | null = null) =>
    book(tx, { ...change, id, body: { ...time, quantity, operationId, note } });
  for (const day of saturdays.slice(0, 2)) await take(venue, span(day, 14, 16), '摆 24 把椅子');
  await take(speaker, span(monday + 2, 20, 21.5), '连麦讲翻译');
  await take(prizes, span(saturdays[0]!, 14, 16), '到场的每人一枚', 30);
}
