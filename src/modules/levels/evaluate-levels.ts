import { type Day, dayOf, formatDay, parseDay } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import { type Evaluated, openEvaluated, readDayRevisions } from '#modules/insights/index.ts';
import { pointsEarned } from '#modules/points/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { withBase } from './base-rank.ts';
import { celebrate } from './celebrate.ts';
import { firstDayOf, monthOf } from './decide-level.ts';
import { decideAll, type Decided } from './decide-all.ts';
import { activeOn } from './figures.query.ts';
import { gatherFigures } from './gather-figures.ts';
import type { Level, LevelRules } from './levels.contract.ts';
import { listLevels, lockLevels, readLevelRules } from './level-store.ts';
import { countRanks, keepDay, keepRun, latestRuns, type LevelRun } from './run-store.ts';
import { listJoined, quizzesPassed } from './standing-store.ts';

export type LevelServices = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  connectors: readonly AnyConnector[];
};
export type CommunityIds = { workspaceId: string; communityId: string };

/** More people than this are not asked for one by one. */
const MOST_CANDIDATES = 20_000;
/** Days that changed since the last run; more of them came with an import. */
const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

type Setting = {
  levels: Level[];
  rules: LevelRules;
  /** Levels or rules are other ones than at the last run that looked at everybody. */
  changed: boolean;
  runs: Awaited<ReturnType<typeof latestRuns>>;
};

/** What is to be done: everybody or some, with the monthly rules or only promotions. */
type Plan = { kind: LevelRun['kind']; month: string | null; only?: string[] };

/**
 * Brings the levels of a community up to its latest evaluation. In a new month everybody is evaluated by the monthly
 * rules; at the first evaluation of a day, or after levels changed, everybody is looked at for a promotion; else only those who
 * did or earned something since the last run. What follows, history and celebration included, is written in one transaction.
 * Undefined where the community has no levels, or nothing happened.
 */
export async function evaluateLevels(services: LevelServices, ids: CommunityIds): Promise<LevelRun | undefined> {
  const { database, engine, clock } = services;
  const { workspaceId, communityId } = ids;
  const began = performance.now();
  const setting = await database.inWorkspace(workspaceId, (tx) => readSetting(tx, communityId));
  if (setting.levels.length === 0) return undefined;
  const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
  const { frame, community, evaluation } = evaluated;
  const now = clock.now();
  const today = dayOf(now, community.zone);
  const revisions = await readDayRevisions(engine, frame.scope);
  const plan = await planRun(services, evaluated, { setting, today, revisions });
  if (plan.only?.length === 0) return undefined;
  const { rules } = setting;
  const question = { evaluationId: evaluation.id, rules: rules.growth, today, only: plan.only };
  const figures = await gatherFigures(services, frame, question);
  return database.inWorkspace(workspaceId, async (tx) => {
    await lockLevels(tx, communityId);
    const fresh = await readSetting(tx, communityId);
    // Somebody saved other levels, or another process evaluated them, meanwhile: the next run looks again.
    if (JSON.stringify(fresh) !== JSON.stringify(setting)) return undefined;
    const at = new Date(now);
    const reason = setting.runs.whole === undefined ? 'first' : setting.changed ? 'standards' : 'promotion';
    const month = plan.month === null ? null : monthOf(plan.month);
    const decided = await decideAll(tx, communityId, { ...setting, figures, only: plan.only, month, reason, at });
    if (reason === 'promotion')
      await celebrate(tx, services, { evaluated, decided, levels: setting.levels, rules, now });
    const run: LevelRun = {
      id: newId(now),
      kind: plan.kind,
      month: plan.month,
      asOf: formatDay(today),
      at,
      members: decided.looked,
      promoted: decided.promoted,
      demoted: decided.demoted,
      grace: decided.grace,
      tookMs: Math.round(performance.now() - began),
      revision: Math.max(0, ...revisions.values()),
    };
    await keepRun(tx, communityId, run);
    await keepCounts(tx, evaluated, { run, decided, levels: setting.levels });
    return run;
  });
}

async function readSetting(tx: Tx, communityId: string): Promise<Setting> {
  const levels = await listLevels(tx, communityId);
  const { rules, changedAt } = await readLevelRules(tx, communityId);
  const runs = await latestRuns(tx, communityId);
  return { levels, rules, runs, changed: runs.whole !== undefined && changedAt !== null && changedAt > runs.whole.at };
}

/** Chooses what a run looks at. */
async function planRun(
  services: LevelServices,
  { frame }: Evaluated,
  { setting, today, revisions }: { setting: Setting; today: Day; revisions: ReadonlyMap<Day, number> },
): Promise<Plan> {
  const { latest, whole, month } = setting.runs;
  const present = firstDayOf(monthOf(formatDay(today)));
  // The first run of all opens the month: nobody is on a level that could be lost.
  if (month === undefined || month < present) return { kind: 'monthly', month: present };
  const everybody: Plan = { kind: 'daily', month: null };
  if (whole === undefined || setting.changed || whole.asOf < formatDay(today) || frame.hasSpans) return everybody;
  const days = [...revisions].filter(([, revision]) => revision > latest!.revision).map(([day]) => day);
  if (days.length > MOST_DAYS) return everybody;
  const active = await activeOn(frame, days);
  const since = latest!.at;
  const { workspaceId, communityId } = frame.scope;
  const only = await services.database.inWorkspace(workspaceId, async (tx) => {
    const from = parseDay(latest!.asOf)!;
    const [earned, passed, joined] = [
      await pointsEarned(tx, communityId, { from, to: today + 1 }),
      await quizzesPassed(tx, communityId, new Date(since.getTime() - DAY_MS)),
      await listJoined(tx, communityId),
    ];
    return [...new Set([...active, ...earned.keys(), ...passed.keys(), ...joined])];
  });
  return only.length > MOST_CANDIDATES ? everybody : { kind: 'promotion', month: null, only };
}

/** Keeps how many members stand on each rank at the end of the day: those without a row stand where nothing is asked. */
async function keepCounts(
  tx: Tx,
  { evaluation, community }: Evaluated,
  { run, decided, levels }: { run: LevelRun; decided: Decided; levels: readonly Level[] },
): Promise<void> {
  if (run.kind === 'promotion' && decided.promoted === 0) return;
  const ranks = await countRanks(tx, community.id);
  await keepDay(tx, community.id, run.asOf, withBase(ranks, evaluation.report.members.total, levels));
}
