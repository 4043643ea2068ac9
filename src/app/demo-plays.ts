import { dayOf, formatDay, type Day } from '#kernel/calendar.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, operatorsOf } from '#modules/identity/index.ts';
import {
  acceptPlay,
  endPlay,
  followPlays,
  getRun,
  listRuns,
  playsNow,
  type PlaybookServices,
  setDismissal,
  setTask,
  setTick,
} from '#modules/playbooks/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { playbookServices } from './playbook-services.ts';
import type { Services } from './services.ts';

const DAY_MS = 86_400_000;

type Act = {
  /** How long ago it was. */
  daysAgo: number;
  accept?: readonly string[];
  /** Notes on the first tasks of plays under way, which are done. */
  work?: Readonly<Record<string, readonly string[]>>;
  /** When the first open task of a play is due, in days from then. */
  due?: Readonly<Record<string, number>>;
  /** What came of plays that end. */
  end?: Readonly<Record<string, string>>;
};

/** What the operators of a bookshop's community did with plays, in the order in which they did it. */
const ACTS: readonly Act[] = [
  { daysAgo: 70, accept: ['interest_challenge'] },
  {
    daysAgo: 56,
    work: { interest_challenge: ['每天读 15 页，发一句话', '46 人报名', '七人一队，队长每晚点名', ''] },
    end: { interest_challenge: '46 人报名，31 人读完 14 天。有小队的人几乎都读完了，一个人读的多半停在第 5 天。' },
    accept: ['live_session'],
  },
  {
    daysAgo: 21,
    work: { live_session: ['讲《夜航西飞》，请译者连麦', '', ''] },
    end: { live_session: '同时在线最多 61 人，答问超时 20 分钟。下次把答问放到前半段。' },
  },
  { daysAgo: 7, accept: ['offline_meetup', 'interest_show_and_tell'] },
  {
    daysAgo: 0,
    work: { offline_meetup: ['定在二楼阅览区，周六下午', ''], interest_show_and_tell: ['周日晚上，标签「本周读到」'] },
    due: { offline_meetup: 3, interest_show_and_tell: -1 },
  },
];

const NOT_NOW = { reason: '上个月刚做过一轮，让大家先歇一歇。', days: 60 };
const TICKED = ['market_research', 'influence', 'knowledge'];

type Stage = { services: PlaybookServices; ids: CommunityIds; actor: Actor; today: Day };

/**
 * Plays that were done, with what became of their metrics, others under way, a proposal that nobody wants now, and items
 * of the checklists.
 */
export async function demoPlays(services: Services, ids: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const { operatorId, zone, begun } = await database.inWorkspace(ids.workspaceId, async (tx) => ({
    operatorId: (await operatorsOf(tx))[0]!.id,
    zone: (await getCommunity(tx, ids.communityId)).zone,
    begun: (await listRuns(tx, ids.communityId, 'open')).length > 0,
  }));
  // A load that was cut off has begun them; they go on from there by themselves.
  if (begun) return;
  const actor: Actor = { kind: 'operator', workspaceId: ids.workspaceId, operatorId };
  for (const act of ACTS) {
    const now = clock.now() - act.daysAgo * DAY_MS;
    const today = dayOf(now, zone);
    const stage = { services: asOf(services, now, formatDay(today)), ids, actor, today };
    await play(stage, act);
    if (act.daysAgo === 0) await answer(stage);
  }
}

/** The clock and the figures of metrics as of a day; why a play is done is said by the latest evaluation, which is there. */
function asOf(services: Services, now: number, day: string): PlaybookServices {
  const then = playbookServices({ ...services, clock: { now: () => now } });
  return { ...then, situationOf: async (ids) => ({ ...(await then.situationOf(ids)), asOf: day }) };
}

async function play(stage: Stage, { accept = [], work = {}, due = {}, end = {} }: Act): Promise<void> {
  const { services, ids, actor } = stage;
  for (const [playId, notes] of Object.entries(work)) await workOn(stage, playId, notes, due[playId]);
  for (const [playId, outcome] of Object.entries(end))
    await endPlay(services, ids, { runId: await openRun(stage, playId), outcome, actor });
  const ownerId = actor.operatorId!;
  for (const playId of accept) await acceptPlay(services, ids, { playId, language: 'zh-CN', ownerId, actor });
  await followPlays(services, ids);
}

/** Notes what was done of a play, and when the next of its tasks is due. */
async function workOn(stage: Stage, playId: string, notes: readonly string[], dueIn?: number): Promise<void> {
  const { services, ids, actor, today } = stage;
  const runId = await openRun(stage, playId);
  const by = { now: new Date(services.clock.now()), by: actor.operatorId };
  await services.database.inWorkspace(ids.workspaceId, async (tx) => {
    const { tasks } = await getRun(tx, ids.communityId, runId);
    for (const [at, note] of notes.entries()) await setTask(tx, { ...tasks[at]!, note, done: true }, by);
    const next = tasks[notes.length];
    if (next && dueIn !== undefined) await setTask(tx, { ...next, dueOn: formatDay(today + dueIn) }, by);
  });
}

async function openRun({ services, ids }: Stage, playId: string): Promise<string> {
  const runs = await services.database.inWorkspace(ids.workspaceId, (tx) => listRuns(tx, ids.communityId, 'open'));
  return runs.find((run) => run.playId === playId)!.id;
}

/** What is not wanted now of what is proposed, and what of the checklists data cannot tell. */
async function answer({ services, ids, actor, today }: Stage): Promise<void> {
  const situation = await services.situationOf(ids);
  await services.database.inWorkspace(ids.workspaceId, async (tx) => {
    const now = { situation, today: formatDay(today) };
    const unwanted = (await playsNow(tx, ids.communityId, now)).proposals.at(-1);
    const until = formatDay(today + NOT_NOW.days);
    if (unwanted)
      await setDismissal(tx, ids.communityId, {
        playId: unwanted.playId,
        reason: NOT_NOW.reason,
        until,
        dismissedBy: actor.operatorId!,
      });
    for (const item of TICKED) await setTick(tx, ids.communityId, { item, done: true, by: actor.operatorId });
  });
}
