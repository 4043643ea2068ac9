import { formatDay, parseDay } from '#kernel/calendar.ts';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import type { Language } from '#kernel/number-format.ts';
import type { MetricKey, MetricPoint } from '#modules/insights/metrics.contract.ts';
import { operatorsOf, recordChange, type Actor } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { insightMessages, say } from '#modules/insights/messages/index.ts';
import type { RevivalCause } from '../play.contract.ts';
import type { PlaySituation } from '../play-figures.ts';
import { verdictOf } from '../situation.ts';
import { libraryOf, type KnownPlay } from './library-plays.ts';
import type { Ids, PlaybookServices } from './playbook-services.ts';
import { listDismissals, listPlayRows, removeDismissal } from './play-store.ts';
import { proposalsOf } from './proposals.ts';
import { addRun, finishRun, getRun, listToReview, noteReview } from './run-store.ts';

const TREND_WEEKS = 8;

/** A play of a community's library. NotFound. */
export async function getPlay(tx: Tx, communityId: string, playId: string): Promise<KnownPlay> {
  const found = libraryOf(await listPlayRows(tx, communityId)).find(({ id }) => id === playId);
  if (!found) throw new NotFound('the play');
  return found;
}

/** The metric at the end of each of the last weeks, oldest first, and today. */
async function metricBefore(
  services: PlaybookServices,
  ids: Ids,
  metric: MetricKey,
  asOf: string,
): Promise<{ trend: (number | null)[]; now: number | null }> {
  const today = parseDay(asOf)!;
  const span = { from: formatDay(today - 7 * TREND_WEEKS), to: asOf };
  const series = await services.metricSeries(ids, metric, span);
  const trend = Array.from({ length: TREND_WEEKS + 1 }, (_, week) =>
    lastKnown(series, today - 7 * (TREND_WEEKS - week)),
  );
  return { trend, now: trend.at(-1)! };
}

/** The figure of a day, or the latest known one of the six days before it. */
function lastKnown(series: readonly MetricPoint[], day: number): number | null {
  const [from, to] = [formatDay(day - 6), formatDay(day)];
  return series.findLast((one) => one.day >= from && one.day <= to && one.value !== null)?.value ?? null;
}

export type Accepting = {
  playId: string;
  language: Language;
  tasks?: readonly string[] | undefined;
  ownerId: string | null;
  /** The part of a fall that it answers. */
  answers?: { cause: RevivalCause; people: number } | undefined;
  actor: Actor;
};

/**
 * Accepts a play: its steps become tasks, and its metric with the weeks before is kept to compare with. A play may be
 * accepted without being proposed. Gives the id of the run. Conflict while it is under way; NotFound.
 */
export async function acceptPlay(services: PlaybookServices, ids: Ids, wanted: Accepting): Promise<string> {
  const { database, clock } = services;
  const situation = await services.situationOf(ids);
  const play = await database.inWorkspace(ids.workspaceId, (tx) => getPlay(tx, ids.communityId, wanted.playId));
  const { trend, now } = await metricBefore(services, ids, play.metric, situation.asOf);
  return database.inWorkspace(ids.workspaceId, async (tx) => {
    await checkOwner(tx, wanted.ownerId);
    const { words } = play;
    const id = await addRun(tx, ids.communityId, {
      playId: play.id,
      name: { 'zh-CN': words['zh-CN'].name, en: words.en.name },
      reason: wanted.answers ? answerOf(wanted.answers) : reasonOf(play, situation),
      metric: play.metric,
      reviewWeeks: play.reviewWeeks,
      acceptedAt: new Date(clock.now()),
      acceptedBy: wanted.actor.operatorId,
      trend,
      before: now,
      tasks: wanted.tasks ?? words[wanted.language].steps,
      ownerId: wanted.ownerId,
    });
    await removeDismissal(tx, ids.communityId, play.id);
    await recordChange(tx, wanted.actor, {
      action: 'plays.accept',
      subject: { kind: 'play', id: play.id, label: words['zh-CN'].name },
      communityId: ids.communityId,
      after: { run: id, metric: play.metric },
    });
    return id;
  });
}

/** Why a play is done: its reason where its situation holds, else nothing but its effect. */
function reasonOf(play: KnownPlay, situation: PlaySituation): { 'zh-CN': string; en: string } {
  const [proposed] = proposalsOf(situation, [{ ...play, off: false }], { underWay: new Set(), quiet: new Set() });
  return proposed?.why ?? { 'zh-CN': play.words['zh-CN'].effect, en: play.words.en.effect };
}

const answerOf = ({ cause, people }: NonNullable<Accepting['answers']>): { 'zh-CN': string; en: string } => {
  const words = (language: Language): string =>
    say(language, insightMessages(language).playReasons[`revival_${cause}`]!, { people });
  return { 'zh-CN': words('zh-CN'), en: words('en') };
};

/** Refuses an owner who has no seat. */
export async function checkOwner(tx: Tx, ownerId: string | null): Promise<void> {
  if (ownerId === null || (await operatorsOf(tx)).some(({ id }) => id === ownerId)) return;
  const what = 'nobody with a seat in this workspace has this id';
  throw new BadInput(what, [{ where: '/ownerId', what }]);
}

/** Ends a play and keeps its metric as it is now. Conflict when it has ended. */
export async function endPlay(
  services: PlaybookServices,
  ids: Ids,
  { runId, outcome, actor }: { runId: string; outcome: string; actor: Actor },
): Promise<void> {
  const { database, clock } = services;
  const run = await database.inWorkspace(ids.workspaceId, (tx) => getRun(tx, ids.communityId, runId));
  if (run.finishedAt !== null) throw new Conflict('this play was finished already', 'play_finished');
  const { asOf } = await services.situationOf(ids);
  const { now: end } = await metricBefore(services, ids, run.metric, asOf);
  await database.inWorkspace(ids.workspaceId, async (tx) => {
    await finishRun(tx, runId, { outcome, end, now: new Date(clock.now()) });
    await recordChange(tx, actor, {
      action: 'plays.finish',
      subject: { kind: 'play', id: run.playId, label: run.name['zh-CN'] },
      communityId: ids.communityId,
      after: { run: runId, metric: run.metric, value: end },
    });
  });
}

/**
 * Follows an evaluation: dismissals whose situation is over are lifted, so that the play may be proposed when it comes
 * again, and finished plays whose review has come get their metric.
 */
export async function followPlays(services: PlaybookServices, ids: Ids): Promise<void> {
  const { database, clock } = services;
  const situation = await services.situationOf(ids);
  const now = new Date(clock.now());
  const due = await database.inWorkspace(ids.workspaceId, async (tx) => {
    const library = libraryOf(await listPlayRows(tx, ids.communityId));
    for (const { playId } of await listDismissals(tx, ids.communityId)) {
      const play = library.find(({ id }) => id === playId);
      if (!play || verdictOf(play.situation, situation) === 'false') await removeDismissal(tx, ids.communityId, playId);
    }
    return listToReview(tx, ids.communityId, now);
  });
  for (const { id, metric } of due) {
    const { now: after } = await metricBefore(services, ids, metric, situation.asOf);
    await database.inWorkspace(ids.workspaceId, (tx) => noteReview(tx, id, { after, now }));
  }
}
