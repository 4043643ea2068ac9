import { dayOf, formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { getCommunity, type Community } from '#modules/communities/index.ts';
import { recordChange, type Actor } from '#modules/identity/index.ts';
import {
  findEvaluation,
  introduceMembers,
  metricsOf,
  openEvaluated,
  type Evaluated,
  type InsightServices,
} from '#modules/insights/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { listOfPeriod } from './adjustment-store.ts';
import { buildContent } from './build-content.ts';
import { chooseThanks } from './choose-thanks.ts';
import type { PeriodContent } from './contract.ts';
import { reportTurn } from './erase-reports.ts';
import { NothingToReport } from './errors.ts';
import { periodFigures } from './period-figures.query.ts';
import { lastEnded, periodBefore, periodName, periodOf, type Period, type PeriodKind } from './period.ts';
import { askSources, type ReportSources } from './report-sources.ts';
import { addReport } from './report-store.ts';
import { deedsOf } from './thanks.query.ts';

export type ReportServices = InsightServices & { sources: ReportSources };

export type MakeReport = {
  workspaceId: string;
  /** Key or id. */
  communityKey: string;
  kind: PeriodKind;
  /** A day of the period; without it the latest that has ended. */
  day?: Day | undefined;
  /** Who asks; `operatorId` is noted as the maker. */
  actor: Actor;
  operatorId?: string | undefined;
  /** Runs in the transaction that keeps the report. */
  also?(tx: Tx, made: { reportId: string; period: Period }): Promise<void>;
};

/**
 * Makes the report of a week or a month and keeps it; gives its id. The community is evaluated as of the last day of the
 * period and of the one before, from what is known now. A period that is under way is reported up to today. Throws
 * BadInput for a period to come, NothingToReport where nothing happened up to its end.
 */
export async function makeReport(services: ReportServices, wanted: MakeReport): Promise<string> {
  const community = await services.database.inWorkspace(wanted.workspaceId, (tx) =>
    getCommunity(tx, wanted.communityKey),
  );
  const turn = services.turns?.of(reportTurn(community.id));
  const make = () => makeInTurn(services, wanted, community);
  return turn ? turn(make) : make();
}

async function makeInTurn(services: ReportServices, wanted: MakeReport, community: Community): Promise<string> {
  const { database, clock } = services;
  const { workspaceId, kind, actor } = wanted;
  const today = dayOf(clock.now(), community.zone);
  const period = wanted.day === undefined ? lastEnded(kind, today - 1) : periodOf(kind, wanted.day);
  if (period.first > today) {
    const what = `the ${kind} of this day has not begun`;
    throw new BadInput(what, [{ where: '/day', what }]);
  }
  const ids = { workspaceId, communityId: community.id };
  const evaluated = await openEvaluated(services, {
    workspaceId,
    communityKey: community.id,
    asOf: formatDay(Math.min(period.last, today)),
  });
  const { report } = evaluated.evaluation;
  if (report.events.first === null) throw new NothingToReport();
  const { report: before } = await findEvaluation(services, {
    ...ids,
    asOf: formatDay(periodBefore(period).last),
  });
  const question = { ...ids, period, previous: periodBefore(period), report, before };
  const { sources } = services;
  const content = buildContent({
    community: { id: community.id, key: community.key, name: community.name },
    period,
    report,
    before,
    figures: await periodFigures(evaluated.frame, period),
    metrics: { now: metricsOf(report), before: metricsOf(before) },
    thanks: await thanksOf(evaluated, period),
    reviewed: await reviewOf(services, ids, period, metricsOf(report)),
    lines: {
      objectives: await askSources(sources.objectives, question),
      causes: await askSources(sources.causes, question),
      worked: await askSources(sources.worked, question),
      next: await askSources(sources.next, question),
    },
  });
  const id = newId(clock.now());
  await database.inWorkspace(workspaceId, async (tx) => {
    const madeAt = new Date(clock.now());
    await addReport(tx, { id, communityId: community.id, period, content, madeAt, madeBy: wanted.operatorId });
    await recordChange(tx, actor, {
      action: 'reports.make',
      subject: { kind: 'report', id, label: `${community.name} ${periodName(period)}` },
      communityId: community.id,
      after: { kind, from: content.period.from, to: content.period.to },
    });
    await wanted.also?.(tx, { reportId: id, period });
  });
  return id;
}

async function thanksOf(evaluated: Evaluated, period: Period): Promise<PeriodContent['thanks']> {
  const { frame, evaluation } = evaluated;
  const thanked = chooseThanks(await deedsOf(evaluated, period));
  const persons = await introduceMembers(
    frame.engine,
    frame.scope,
    evaluation.id,
    thanked.map(({ memberId }) => memberId),
  );
  return thanked.flatMap(({ memberId, reasons }) => {
    const person = persons.get(memberId);
    return person ? [{ memberId, member: person.external_id, name: person.name, reasons }] : [];
  });
}

async function reviewOf(
  { database }: ReportServices,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  period: Period,
  metrics: ReturnType<typeof metricsOf>,
): Promise<PeriodContent['reviewed']> {
  const { kind, first } = periodBefore(period);
  const written = await database.inWorkspace(workspaceId, (tx) =>
    listOfPeriod(tx, communityId, { kind, from: formatDay(first) }),
  );
  return written.map(({ id, change, reason, owner, metric, metricThen, done, outcome }) => ({
    id,
    change,
    reason,
    owner,
    metric,
    before: metricThen,
    now: metric === null ? null : metrics[metric],
    done,
    outcome,
  }));
}

/** The day that a caller named. */
export const dayNamed = (text: string | undefined): Day | undefined =>
  text === undefined ? undefined : parseDay(text);
