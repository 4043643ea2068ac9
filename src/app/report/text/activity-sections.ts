import { formatCount, formatNumber, formatShare } from '#kernel/number-format.ts';
import { smallSample } from '../view.ts';
import { bar, pad, table, widthOf } from './layout.ts';
import type { Page } from './page.ts';

const WEEKS_SHOWN = 13;
const COHORTS_SHOWN = 12;

/** Active people, stickiness, participation, activation, responsiveness, concentration. */
export function activitySection(page: Page): void {
  const { view } = page;
  const { activity, activation, concentration } = view.report;
  const { messages, language } = view;
  const { figures, report: words } = messages;
  page.heading(words.sections.activity);
  page.figure(figures.dau.name, formatCount(activity.dau, language));
  page.figure(figures.wau.name, formatCount(activity.wau, language));
  page.figure(figures.mau.name, formatCount(activity.mau, language));
  const median =
    activity.stickinessMedian === null
      ? [view.figure('activity.stickinessMedian', null, String)]
      : [view.say(words.stickinessMedian, { median: activity.stickinessMedian, weeks: activity.stickinessWeeks })];
  if (activity.stickinessUnsteady) median.push(words.unsteady);
  page.figure(
    figures.stickiness.name,
    view.figure('activity.stickiness', activity.stickiness, formatShare),
    median.join(' · '),
  );
  page.figure(figures.participation.name, view.figure('activity.participation', activity.participation, formatShare));
  page.figure(
    figures.activation.name,
    view.figure('activation.rate', activation.rate, formatShare),
    `${activation.activated}/${activation.joiners}${smallSample(view, activation.joiners)}`,
  );
  answers(page);
  const says = concentration.busFactor === null ? undefined : view.say(words.busFactorSays, concentration);
  page.figure(
    figures.gini.name,
    view.figure('concentration.gini', concentration.gini, (value) => formatNumber(value, 2)),
    says,
  );
}

function answers(page: Page): void {
  const { view } = page;
  const { responsiveness } = view.report;
  const { figures, report: words } = view.messages;
  const rows = [
    { name: figures.responsiveness.name, path: 'responsiveness', part: responsiveness, of: words.starts },
    {
      name: figures.newcomer_responsiveness.name,
      path: 'responsiveness.newcomers',
      part: responsiveness.newcomers,
      of: words.firstMessages,
    },
  ];
  for (const { name, path, part, of } of rows) {
    const notes = [view.say(of, { starts: part.starts })];
    if (part.medianMinutes !== null) notes.push(view.say(words.median, { minutes: part.medianMinutes }));
    page.figure(
      name,
      view.figure(`${path}.answered24h`, part.answered24h, formatShare),
      notes.join(' · ') + smallSample(view, part.starts),
    );
  }
}

/** New, retained, returning and dormant people of the last weeks. */
export function weeklySection(page: Page): void {
  const { view } = page;
  const { figures, report: words } = view.messages;
  const weeks = view.report.activity.weekly.slice(-WEEKS_SHOWN);
  if (weeks.length === 0) return;
  page.heading(words.sections.weekly);
  const active = (week: (typeof weeks)[number]): number => week.new + week.retained + week.returning;
  const most = Math.max(...weeks.map(active));
  const count = (value: number): string => formatCount(value, view.language);
  const rows = weeks.map((week) => [
    week.week,
    count(active(week)),
    count(week.new),
    count(week.retained),
    count(week.returning),
    count(week.dormant),
    bar(active(week), most, 20) + (week.complete ? '' : ` ${words.unfinished}`),
  ]);
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: words.columns.week },
    right(words.columns.active),
    right(figures.weekly_new.name),
    right(figures.weekly_retained.name),
    right(figures.weekly_returning.name),
    right(figures.weekly_dormant.name),
    { title: '', least: 6 },
  ];
  for (const line of table(columns, rows, page.width)) page.line(line);
}

/** Weekly cohorts as a table of shares; an unfinished week is in parentheses. */
export function retentionSection(page: Page): void {
  const { view } = page;
  const { retention } = view.report;
  const words = view.messages.report;
  page.heading(words.sections.retention);
  const { week4 } = retention;
  page.figure(
    view.messages.figures.week4.name,
    view.figure('retention.week4.rate', week4.rate, formatShare),
    week4.rate === null ? undefined : view.say(words.week4, week4) + smallSample(view, week4.size),
  );
  const shown = retention.weekly.slice(-COHORTS_SHOWN);
  if (shown.length === 0) return;
  const reach = Math.min(
    13,
    Math.max(...shown.map(({ retained }) => retained.length)),
    Math.floor((page.width - 16) / 7),
  );
  const rows = shown.map(({ cohort, size, retained, unfinished }) => [
    cohort,
    formatCount(size, view.language),
    ...retained.slice(0, reach).map((people, week) => {
      const share = formatShare(size === 0 ? null : people / size);
      return unfinished && week === retained.length - 1 ? `(${share})` : share;
    }),
  ]);
  const weekNames = Array.from({ length: reach }, (_, week) => ({ title: `+${week}`, align: 'right' as const }));
  const columns = [
    { title: words.columns.cohort },
    { title: words.columns.size, align: 'right' as const },
    ...weekNames,
  ];
  for (const line of table(columns, rows, page.width)) page.line(line);
  const hidden = retention.weekly.length - shown.length;
  if (hidden > 0) page.text(view.say(words.moreRows, { count: hidden }));
}

const LEVELS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The busiest hours, and a week by hours in small blocks. */
export function hoursSection(page: Page): void {
  const { view } = page;
  const { heatmap, busiestHours } = view.report.activity;
  const words = view.messages.report;
  const most = Math.max(0, ...heatmap.flat());
  if (most === 0) return;
  page.heading(words.sections.hours);
  const hours = busiestHours.slice(0, 3).map(({ hour, share }) => `${hour}:00–${hour + 1}:00 (${formatShare(share)})`);
  page.text(view.say(words.topHours, { hours: hours.join(words.listSeparator) }));
  const label = Math.max(...words.weekdays.map(widthOf)) + 1;
  const cell = page.width >= label + 24 * 2 + 2 ? 2 : 1;
  for (const [weekday, row] of heatmap.entries()) {
    const cells = row.map((count) =>
      LEVELS[count === 0 ? 0 : Math.max(1, Math.round((count / most) * 8))]!.repeat(cell),
    );
    page.line(`${pad(words.weekdays[weekday]!, label)} ${cells.join('')}`.trimEnd());
  }
  const axis = [0, 6, 12, 18].map((hour) => pad(String(hour), 6 * cell)).join('');
  page.line(page.colors.dim(`${' '.repeat(label + 1)}${axis}`.trimEnd()));
}
