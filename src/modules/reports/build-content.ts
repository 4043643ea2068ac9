import { formatDay, parseDay } from '#kernel/calendar.ts';
import type { CommunityReport, Facts } from '#modules/insights/contract.ts';
import { TIERS } from '#modules/insights/contract.ts';
import { METRIC_FACTS, METRIC_KEYS, type MetricKey } from '#modules/insights/metrics.contract.ts';
import type { PeriodContent, ReportFigure, ReportLine } from './contract.ts';
import type { PeriodFigures } from './period-figures.query.ts';
import { periodBefore, periodName, type Period } from './period.ts';

/** Everything a report is made of. */
export type ContentInputs = {
  community: PeriodContent['community'];
  period: Period;
  report: CommunityReport;
  before: CommunityReport;
  figures: { now: PeriodFigures; before: PeriodFigures };
  metrics: { now: Record<MetricKey, number | null>; before: Record<MetricKey, number | null> };
  thanks: PeriodContent['thanks'];
  reviewed: PeriodContent['reviewed'];
  lines: { objectives: ReportLine[]; causes: ReportLine[]; worked: ReportLine[]; next: ReportLine[] };
};

const WAKE_SHOWN = 10;
/** A change of fewer people, or of a smaller share, is not worth a line: it may well be chance. */
const WORTH_SAYING = { people: 3, share: 0.05 };
const CHANGES_SHOWN = 6;

/** Metrics that are counted over the period itself here, in place of 1, 7 or 28 days. */
const COUNTED: ReadonlySet<MetricKey> = new Set([
  'joins',
  'leaves',
  'net_joins',
  'dau',
  'wau',
  'mau',
  'contributions',
  'returning_members',
]);
const SHOWN: readonly MetricKey[] = METRIC_KEYS.filter((key) => !COUNTED.has(key));

/** Puts a report together. Pure: equal inputs give an equal report. */
export function buildContent(inputs: ContentInputs): PeriodContent {
  const { period, report, before, lines } = inputs;
  const previous = periodBefore(period);
  return {
    schema: 'qunluo.period-report/1',
    community: inputs.community,
    timezone: report.timezone,
    period: { kind: period.kind, name: periodName(period), from: formatDay(period.first), to: formatDay(period.last) },
    previous: { name: periodName(previous), from: formatDay(previous.first), to: formatDay(previous.last) },
    unfinished: parseDay(report.asOf)! < period.last,
    stage: { value: report.stage.value, before: before.stage.value },
    health: { score: report.health.score, band: report.health.band, before: before.health.score },
    figures: figuresOf(inputs),
    ...lines,
    changes: changesOf(inputs),
    thanks: inputs.thanks,
    wake: report.wake.slice(0, WAKE_SHOWN).map(({ memberId, member, name, lastActive, silentKind, causes }) => ({
      memberId,
      member,
      name,
      lastActive,
      silentKind,
      causes,
    })),
    reviewed: inputs.reviewed,
    metrics: inputs.metrics.now,
  };
}

function figuresOf({ figures, metrics, period, report }: ContentInputs): ReportFigure[] {
  const { now, before } = figures;
  const people = ({ active }: PeriodFigures): number => active.new + active.retained + active.returning;
  const count = (key: ReportFigure['key'], value: number | null, earlier: number | null): ReportFigure => ({
    key,
    unit:
      key === 'amount'
        ? 'money'
        : key === 'contributions' || key === 'messages' || key === 'purchases'
          ? 'count'
          : 'people',
    better: key === 'leaves' ? 'less' : 'more',
    value,
    before: earlier,
  });
  const joins = (which: 'joins' | 'leaves'): ReportFigure =>
    count(which, sumDaily(report, which, period), sumDaily(report, which, periodBefore(period)));
  const bought = now.purchases > 0 || before.purchases > 0;
  return [
    count('active_people', people(now), people(before)),
    count('new_active_people', now.active.new, before.active.new),
    count('contributions', now.contributions, before.contributions),
    count('messages', now.messages, before.messages),
    joins('joins'),
    joins('leaves'),
    ...(bought
      ? [count('purchases', now.purchases, before.purchases), count('amount', now.amount, before.amount)]
      : []),
    ...SHOWN.map((key) => {
      const { unit, better } = METRIC_FACTS[key];
      return { key, unit, better, value: metrics.now[key], before: metrics.before[key] };
    }),
  ];
}

/** Joins or leaves of the days of a period; null where the daily series does not reach back so far. */
function sumDaily({ activity }: CommunityReport, which: 'joins' | 'leaves', { first, last }: Period): number | null {
  const [from, to] = [formatDay(first), formatDay(last)];
  const days = activity.daily.filter(({ day }) => day >= from && day <= to);
  const starts = activity.daily[0]?.day;
  if (days.length === 0 || days.some((day) => day[which] === undefined)) return null;
  // A series that is shorter than its most begins with the community: nobody joined before it.
  if (starts !== undefined && starts > from && activity.daily.length >= SERIES_DAYS) return null;
  return days.reduce((sum, day) => sum + day[which]!, 0);
}

const SERIES_DAYS = 364;

function changesOf({ figures, report, before }: ContentInputs): PeriodContent['changes'] {
  type Change = PeriodContent['changes'][number] & { size: number };
  const found: Change[] = [];
  if (report.stage.value !== before.stage.value && before.stage.value !== 'unknown')
    found.push({ code: 'stage', facts: { from: before.stage.value, to: report.stage.value }, size: Infinity });
  if (report.health.band !== before.health.band && report.health.band !== null && before.health.band !== null)
    found.push({ code: 'band', facts: { from: before.health.band, to: report.health.band }, size: Infinity });
  const add = (code: Change['code'], from: number, to: number, facts: Facts = {}): void => {
    const size = Math.abs(to - from);
    if (size >= WORTH_SAYING.people && size >= WORTH_SAYING.share * from)
      found.push({ code, facts: { ...facts, from, to, change: to - from }, size });
  };
  for (const status of ['new', 'retained', 'returning'] as const)
    add(`active_${status}`, figures.before.active[status], figures.now.active[status]);
  for (const tier of TIERS) {
    const [from, to] = [before.members.tiers[tier], report.members.tiers[tier]];
    add(to > from ? 'tier_in' : 'tier_out', from, to, { tier });
  }
  return found
    .toSorted((a, b) => b.size - a.size)
    .slice(0, CHANGES_SHOWN)
    .map(({ code, facts }) => ({ code, facts }));
}
