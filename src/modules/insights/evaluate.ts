import { formatDay, mondayOf } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { choosePlays } from '#modules/playbooks/index.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';
import { countActivity, countCells, countSilentKinds, countTiers } from '#modules/tiers/index.ts';
import type { CommunityReport } from './contract.ts';
import { classifyMembers, type Classified } from './decide.ts';
import type { EvaluationInputs } from './evaluation-store.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { activityFigures } from './figures/activity-figures.ts';
import { concentration } from './figures/concentration.ts';
import { dailySeries, highestMau, SERIES_DAYS } from './figures/daily-series.ts';
import { activation, dailyGrowth, growth, type Growth } from './figures/growth.ts';
import { health } from './figures/health.ts';
import { inSlices } from './figures/in-slices.ts';
import { mannKendall } from './figures/mann-kendall.ts';
import { MAU_WINDOW } from './figures/mau-change.ts';
import { stage } from './figures/stage.ts';
import { pooledWeek4, weeklyActive, weeklyCohorts, weeklyCounts } from './figures/weekly-figures.ts';
import { communityDays, sumBetween, type CommunityDays } from './gather/community-days.query.ts';
import { responsiveness } from './gather/conversations.query.ts';
import { eventCounts } from './gather/event-counts.query.ts';
import { flags } from './gather/gather-members.ts';
import { busiestHours, heatmap } from './gather/heatmap.query.ts';
import { writeMemberStates } from './gather/member-states.ts';
import { groupNames, introduce, type SourceNames } from './gather/names.query.ts';
import { openFrame, type OpenedFrame } from './gather/open-frame.ts';
import { healthInputs } from './health-inputs.ts';
import { DEFAULT_INSIGHT_RULES } from './insight-rules.ts';
import { significant, topLeaders } from './leaders.ts';
import { diagnoseMau } from './mau-change.ts';
import type { MauChange } from './mau-change.contract.ts';
import type { EvaluatedNetwork } from './network-keep.ts';
import { networkOfMembers } from './network-of-members.ts';
import { unknownFigures } from './unknown-figures.ts';
import { wakeList } from './wake-list.ts';
import { SAMPLE, topWords, type TopWords } from './words/words.ts';
import { idWords } from './gather/id-index.ts';

/**
 * Evaluates a community at T: gathers facts from the roll-ups, decides by pure rules, writes `member_states` for the
 * evaluation and gives the report. The same log, T and rules give the same report.
 */
export async function evaluate(
  engine: EventEngine,
  scope: Scope,
  options: EvaluationOptions,
): Promise<{ report: CommunityReport; evaluationId: string; inputs: EvaluationInputs; network: EvaluatedNetwork }> {
  const rules = options.rules ?? DEFAULT_INSIGHT_RULES;
  const progress = options.onProgress ?? (() => undefined);
  const opened = await openFrame(engine, scope, { ...options, zone: options.community.zone });
  const { frame } = opened;
  progress('members');
  const days = await communityDays(frame);
  const firstMonday = mondayOf(days.firstContribution ?? frame.today);
  const classified = await classifyMembers(frame, rules, { ...options, firstMonday });
  const { gathered, tiers, value } = classified;
  progress('activity');
  const figures = await peopleFigures(opened, classified, days);
  progress('network');
  const { network, members, influence } = await networkOfMembers(frame, gathered.people, gathered.facts);
  progress('answers');
  const answers = await responsiveness({
    frame,
    people: gathered.people,
    resolver: gathered.resolver,
    joinedDay: gathered.facts.joinedDay,
    days,
  });
  const answering = { ...answers.all, newcomers: answers.newcomers };
  const known: Omit<CommunityReport, 'unknown' | 'plays' | 'words' | 'wake'> = {
    schema: 'qunluo.report/1',
    community: { id: options.community.id, name: options.community.name },
    asOf: formatDay(frame.today),
    timezone: frame.zone,
    ...figures.parts,
    responsiveness: answering,
    health: health(
      healthInputs({ ...figures.parts, responsiveness: answering }, figures.growth28, options),
      rules.health,
    ),
    stage: stage(
      {
        today: frame.today,
        firstEvent: days.first,
        ...figures.stage,
        members: figures.parts.members.total,
        outsideShare: outsideShare(classified, options),
      },
      rules.stage,
    ),
    network: {
      ...network.figures,
      // A sum over people in the order of their ids: beyond twelve digits that order shows.
      clustering: network.figures.clustering === null ? null : significant(network.figures.clustering),
      leaders: await topLeaders({ opened, people: gathered.people, facts: gathered.facts, tiers, network, members }),
    },
  };
  progress('words');
  const groups = await groupNames(frame);
  const words = await topWords(frame);
  progress('silence');
  const groupName = (groupId: string): string => nameOfGroup(groups, groupId);
  const wake = await wakeList(opened, gathered, tiers, {
    groupName,
    ...(options.sent28 ? { sent28: options.sent28 } : {}),
  });
  progress('states');
  const evaluationId = newId((options.clock ?? { now: Date.now }).now());
  await writeMemberStates({
    frame,
    people: gathered.people,
    labels: opened.labels,
    facts: gathered.facts,
    columns: gathered.columns,
    tiers,
    value,
    influence,
    evaluationId,
  });
  const diagnosis = options.diagnose ? await whyMauFell(opened, classified, known, options) : undefined;
  const whole = {
    ...known,
    ...(diagnosis ? { diagnosis } : {}),
    wake,
    words: words.groups.map((group) => ({ ...group, group: groupName(group.groupId) })),
    unknown: [...unknownFigures(known), ...sampled(words)],
  };
  return {
    report: { ...whole, plays: choosePlays(whole) },
    evaluationId,
    inputs: inputsOf(opened, classified, options),
    network: { frame, people: gathered.people, network, members },
  };
}

function inputsOf({ frame }: OpenedFrame, { tiers }: Classified, options: EvaluationOptions): EvaluationInputs {
  const { cut, rank, people } = tiers.pool;
  return {
    mapId: frame.mapId,
    pool: { cut: Number.isFinite(cut) ? cut : null, rank, people },
    experts: options.experts ?? [],
    team: options.team ?? [],
    nps: options.nps ?? null,
    casesInTime: options.casesInTime ?? null,
  };
}

/** Why MAU fell, against its highest day in decline, else against 28 days before; nothing where it did not fall. */
async function whyMauFell(
  { frame, labels }: OpenedFrame,
  now: Classified,
  { stage: { value }, activity }: Pick<CommunityReport, 'stage' | 'activity'>,
  options: EvaluationOptions,
): Promise<MauChange | undefined> {
  const before = activity.daily.at(-1 - MAU_WINDOW)?.mau ?? 0;
  if (value !== 'decline' && activity.mau >= before) return undefined;
  const { result } = await diagnoseMau({
    frame,
    now,
    rules: options.rules ?? DEFAULT_INSIGHT_RULES,
    experts: options.experts ?? [],
    against: value === 'decline' ? 'highest' : MAU_WINDOW,
    async namesOf(members) {
      const persons = await introduce(frame, now.gathered.people, labels, members);
      return new Map([...persons].map(([member, { name }]) => [member, name]));
    },
  });
  return result;
}

type PeopleParts = Pick<
  CommunityReport,
  'events' | 'members' | 'activity' | 'retention' | 'activation' | 'concentration'
>;

/** Figures that are counted from the facts of everyone; events and heatmap are asked of the log. */
async function peopleFigures(
  { frame }: OpenedFrame,
  { gathered, tiers, value }: Classified,
  days: CommunityDays,
): Promise<{ parts: PeopleParts; growth28: Growth; stage: StageFigures }> {
  const { facts, columns, left } = gathered;
  const { today } = frame;
  const presence = { joinedDay: facts.joinedDay, isMember: facts.isMember, lastLeaveDay: columns.lastLeaveDay };
  const growth28 = growth(presence, left.before28, 28, today);
  const series = await inSlices(columns.bits, dailySeries);
  const weekly = days.firstContribution === null ? null : await inSlices(columns.bits, weeklyCounts);
  const counts = memberCounts(gathered);
  const tierCounts = countTiers(tiers);
  const cells = await heatmap(frame);
  const active = activeWeights(gathered);
  const weeks = weekly && days.first !== null ? weeklyActive(weekly, today, days.first) : [];
  return {
    growth28,
    stage: {
      mau: series.mau[0]!,
      highest: highestMau(series, today),
      weeklyActive: weeks,
      trend: mannKendall(weeks),
      contributions91: sumBetween(days, 'contributions', today - 90, today),
      growth91: growth(presence, left.before91, 91, today),
    },
    parts: {
      events: {
        ...(await eventCounts(frame)),
        first: days.first === null ? null : formatDay(days.first),
        last: days.last === null ? null : formatDay(days.last),
      },
      members: {
        ...counts,
        joins28: growth28.joins,
        leaves28: growth28.leaves,
        tiers: tierCounts,
        silent: countSilentKinds(tiers),
        activity: countActivity(tierCounts),
        value: {
          basis: value.basis,
          people: value.people,
          cells: countCells(value),
          paying: value.paying.reduce((a, b) => a + b, 0),
        },
      },
      activity: {
        ...activityFigures({
          bits: columns.bits,
          series,
          weekly,
          days,
          today,
          members: counts.total,
          activeMembers: active.length,
          growth: dailyGrowth(presence, SERIES_DAYS, today),
        }),
        heatmap: cells,
        busiestHours: busiestHours(cells),
      },
      retention: {
        weekly: weekly ? weeklyCohorts(weekly, today) : [],
        week4: weekly ? pooledWeek4(weekly, today) : { rate: null, retained: 0, size: 0, cohorts: 0 },
      },
      activation: activation(facts.joinedDay, columns.firstActiveDay, today),
      concentration: concentration(active),
    },
  };
}

type StageFigures = Pick<
  Parameters<typeof stage>[0],
  'mau' | 'highest' | 'weeklyActive' | 'trend' | 'contributions91' | 'growth91'
>;

function memberCounts({ facts, left }: Classified['gathered']): { total: number; ever: number; left: number } {
  let [total, gone] = [0, 0];
  for (let i = 0; i < facts.count; i++) {
    if (facts.isMember[i] === 1) total++;
    else if (facts.joinedDay[i]! > 0 && left.today[i] === 1) gone++;
  }
  return { total, ever: total + gone, left: gone };
}

/** Contribution weight of 28 days of each member active in them. */
function activeWeights({ facts, columns }: Classified['gathered']): Float64Array {
  const weights = new Float64Array(facts.count);
  let size = 0;
  for (let i = 0; i < facts.count; i++) {
    if (facts.isMember[i] === 1 && facts.activeDays28[i]! > 0) weights[size++] = columns.weight28[i]!;
  }
  return weights.subarray(0, size);
}

/** Share of the contribution weight of 28 days that people outside the team made; null without a team or without any. */
function outsideShare({ gathered }: Classified, { team }: EvaluationOptions): number | null {
  if (!team || team.length === 0) return null;
  const ours = flags(gathered.people, team);
  let [all, outside] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    all += gathered.columns.weight28[i]!;
    if (ours[i] === 0) outside += gathered.columns.weight28[i]!;
  }
  return all === 0 ? null : outside / all;
}

function nameOfGroup(groups: SourceNames, groupId: string): string {
  const at = groups.accounts.indexOf(idWords([groupId]), 0);
  return groups.names[at] || (groups.externalIds[at] ?? '');
}

function sampled({ read, texts }: TopWords): CommunityReport['unknown'] {
  if (read >= texts || read < SAMPLE.textsPerGroup) return [];
  return [{ path: 'words', reason: 'sampled', facts: { read, texts } }];
}
