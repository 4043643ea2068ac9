import { formatCount, formatNumber, formatShare } from '#kernel/number-format.ts';
import { smallSample, type View } from '../view.ts';
import { lineChart, type Tick } from './line-chart.ts';
import { html, type Markup } from '#kernel/markup.ts';
import { stackedColumns } from './stacked-columns.ts';
import { block, how } from './state-blocks.ts';

type Figure = { name: string; path: string; value: number | null; form: (value: number) => string; note?: string };

/** A chart drawn twice, for a wide page and for a phone, so that its letters stay readable. */
const both = (draw: (width: number, height: number, id: string) => Markup): Markup =>
  html`<div class="wide">${draw(980, 280, 'w')}</div>
    <div class="narrow">${draw(340, 220, 'n')}</div>`;

export function figureGrid(view: View, figures: readonly Figure[]): Markup {
  const cells = figures.map(({ name, path, value, form, note }) => {
    const shown = view.figure(path, value, form);
    return html`<li>
      ${name}<b class="${value === null ? 'unknown' : ''}">${shown}</b
      >${note === undefined ? null : html`<small>${note}</small>`}
    </li>`;
  });
  return html`<ul class="figures">
    ${cells}
  </ul>`;
}

/** Active people, stickiness, participation, activation, responsiveness, concentration. */
export function activity(view: View): Markup {
  const { report, messages } = view;
  const { figures: names, report: words } = messages;
  const { activity: now, activation, responsiveness, concentration } = report;
  const count = (value: number): string => formatCount(value, view.language);
  const stickiness =
    now.stickinessMedian === null
      ? view.figure('activity.stickinessMedian', null, String)
      : view.say(words.stickinessMedian, { median: now.stickinessMedian, weeks: now.stickinessWeeks });
  const answers = (
    path: 'responsiveness' | 'responsiveness.newcomers',
    name: string,
    of: string,
    part: { starts: number; answered24h: number | null; medianMinutes: number | null },
  ): Figure => ({
    name,
    path: `${path}.answered24h`,
    value: part.answered24h,
    form: formatShare,
    note:
      [
        view.say(of, { starts: part.starts }),
        ...(part.medianMinutes === null ? [] : [view.say(words.median, { minutes: part.medianMinutes })]),
      ].join(' · ') + smallSample(view, part.starts),
  });
  const grid = figureGrid(view, [
    { name: names.dau.name, path: 'activity.dau', value: now.dau, form: count },
    { name: names.wau.name, path: 'activity.wau', value: now.wau, form: count },
    { name: names.mau.name, path: 'activity.mau', value: now.mau, form: count },
    {
      name: names.stickiness.name,
      path: 'activity.stickiness',
      value: now.stickiness,
      form: formatShare,
      note: stickiness + (now.stickinessUnsteady ? ` · ${words.unsteady}` : ''),
    },
    { name: names.participation.name, path: 'activity.participation', value: now.participation, form: formatShare },
    {
      name: names.activation.name,
      path: 'activation.rate',
      value: activation.rate,
      form: formatShare,
      note: `${activation.activated}/${activation.joiners}${smallSample(view, activation.joiners)}`,
    },
    answers('responsiveness', names.responsiveness.name, words.starts, responsiveness),
    answers(
      'responsiveness.newcomers',
      names.newcomer_responsiveness.name,
      words.firstMessages,
      responsiveness.newcomers,
    ),
    {
      name: names.gini.name,
      path: 'concentration.gini',
      value: concentration.gini,
      form: (value) => formatNumber(value, 2),
      note: concentration.busFactor === null ? undefined : view.say(words.busFactorSays, concentration),
    },
  ]);
  const shown = [
    names.dau,
    names.wau,
    names.mau,
    names.stickiness,
    names.participation,
    names.activation,
    names.responsiveness,
    names.newcomer_responsiveness,
    names.gini,
    names.bus_factor,
  ];
  return block(words.sections.activity, grid, how(view, shown));
}

/** The first of every month, at most so many, as marks of the axis. */
function months(days: readonly string[], most: number): Tick[] {
  const firsts = days.flatMap((day, at) => (day.endsWith('-01') ? [{ at, text: day.slice(0, 7) }] : []));
  const every = Math.max(1, Math.ceil(firsts.length / most));
  return firsts.filter((_, index) => (firsts.length - 1 - index) % every === 0);
}

/** DAU and MAU over the last year. */
export function trend(view: View): Markup | null {
  const { daily } = view.report.activity;
  if (daily.length < 2) return null;
  const { figures, report: words } = view.messages;
  const days = daily.map(({ day }) => day);
  const lines = [
    { name: figures.mau.name.replace(/^\S+ /u, ''), color: 'var(--loyal)', values: daily.map(({ mau }) => mau) },
    {
      name: figures.dau.name.replace(/^\S+ /u, ''),
      color: 'var(--accent)',
      values: daily.map(({ dau }) => dau),
      area: true,
    },
  ];
  const draw = (width: number, height: number): Markup =>
    lineChart({
      lines: lines.map((line) => ({ ...line, color: line.color })),
      dates: months(days, width / 90),
      title: words.sections.trend,
      width,
      height,
      language: view.language,
    });
  return block(words.sections.trend, both(draw));
}

const WEEK_COLORS = ['var(--accent)', 'var(--loyal)', 'var(--newcomer)'];

/** Retained, returning and new people of each week. */
export function weekly(view: View): Markup | null {
  const { weekly: weeks } = view.report.activity;
  if (weeks.length === 0) return null;
  const { figures, report: words } = view.messages;
  const names = [figures.weekly_retained, figures.weekly_returning, figures.weekly_new];
  const columns = weeks.map((week) => {
    const values = [week.retained, week.returning, week.new];
    const title = [
      week.week,
      ...values.map((value, part) => `${names[part]!.name} ${value}`),
      `${figures.weekly_dormant.name} ${week.dormant}`,
      ...(week.complete ? [] : [words.unfinished]),
    ];
    return { label: week.week.slice(2), title: title.join(' · '), values, finished: week.complete };
  });
  const key = names.map(({ name }, part) => html`<li style="--tone:${WEEK_COLORS[part]!}"><i></i>${name}</li>`);
  const open = weeks.at(-1)!.complete
    ? null
    : html`<li><i class="hatched" style="--tone:transparent"></i>${words.unfinishedWeek}</li>`;
  const draw = (width: number, height: number, id: string): Markup =>
    stackedColumns({
      id: `hatch-${id}`,
      columns: width < 500 ? columns.slice(-18) : columns,
      colors: WEEK_COLORS,
      title: words.sections.weekly,
      width,
      height,
      language: view.language,
    });
  return block(
    words.sections.weekly,
    both(draw),
    html`<ul class="key">
      ${key}${open}
    </ul>`,
    how(view, [...names, figures.weekly_dormant]),
  );
}

const COHORTS_SHOWN = 26;

/** Weekly cohorts as a heat table. */
export function retention(view: View): Markup {
  const { retention: cohorts } = view.report;
  const { figures, report: words } = view.messages;
  const { week4 } = cohorts;
  const pooled = figureGrid(view, [
    {
      name: figures.week4.name,
      path: 'retention.week4.rate',
      value: week4.rate,
      form: formatShare,
      note: week4.rate === null ? undefined : view.say(words.week4, week4) + smallSample(view, week4.size),
    },
  ]);
  const shown = cohorts.weekly.slice(-COHORTS_SHOWN);
  const reach = Math.max(0, ...shown.map(({ retained }) => retained.length));
  const headings = Array.from({ length: reach }, (_, week) => html`<th>+${week}</th>`);
  const rows = shown.map(({ cohort, size, retained, unfinished }) => {
    const cells = retained.map((people, week) => {
      const share = size === 0 ? 0 : people / size;
      const open = unfinished && week === retained.length - 1;
      const depth = week === 0 ? 0 : Math.min(0.85, share * 1.2 + (share > 0 ? 0.06 : 0));
      return html`<td
        class="cell${open ? ' hatched' : ''}"
        style="background-color:rgba(var(--heat),${depth.toFixed(2)})"
        title="${people}/${size}${open ? ` · ${words.unfinished}` : ''}"
      >
        ${formatShare(size === 0 ? null : share)}
      </td>`;
    });
    return html`<tr>
      <td>${cohort}</td>
      <td>${formatCount(size, view.language)}</td>
      ${cells}
    </tr>`;
  });
  const hidden = cohorts.weekly.length - shown.length;
  const more = hidden > 0 ? html`<p class="note">${view.say(words.moreRows, { count: hidden })}</p>` : null;
  const open = shown.some(({ unfinished }) => unfinished)
    ? html`<ul class="key">
        <li><i class="hatched" style="--tone:transparent"></i>${words.unfinished}</li>
      </ul>`
    : null;
  const grid =
    shown.length === 0
      ? null
      : html`<div class="scroll">
          <table class="heat">
            <tr>
              <th>${words.columns.cohort}</th>
              <th>${words.columns.size}</th>
              ${headings}
            </tr>
            ${rows}
          </table>
        </div>`;
  return block(words.sections.retention, pooled, grid, more, open, how(view, [figures.retention, figures.week4]));
}

/** Contributions by hour and weekday. */
export function heatmap(view: View): Markup | null {
  const { heatmap: hours, busiestHours } = view.report.activity;
  const words = view.messages.report;
  const most = Math.max(0, ...hours.flat());
  if (most === 0) return null;
  const busiest = busiestHours
    .slice(0, 3)
    .map(({ hour, share }) => `${hour}:00–${hour + 1}:00 (${formatShare(share)})`);
  const axis = Array.from({ length: 24 }, (_, hour) => html`<b>${hour % 3 === 0 ? String(hour) : ''}</b>`);
  const rows = hours.map((row, weekday) => {
    const cells = row.map(
      (count, hour) =>
        html`<i
          style="background:rgba(var(--heat),${(count === 0 ? 0.04 : 0.1 + 0.9 * (count / most)).toFixed(2)})"
          title="${words.weekdays[weekday]!} ${hour}:00 · ${count}"
        ></i>`,
    );
    return html`<span>${words.weekdays[weekday]!}</span>${cells}`;
  });
  return block(
    words.sections.heatmap,
    html`<p>${view.say(words.topHours, { hours: busiest.join(words.listSeparator) })}</p>
      <div class="hours">${rows}<span></span>${axis}</div>`,
  );
}
