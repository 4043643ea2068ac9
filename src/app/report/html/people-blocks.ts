import { formatCount, formatNumber, formatShare } from '#kernel/number-format.ts';
import { ACTIVITY_TIERS, SILENT_KINDS, TIERS, VALUE_CELLS } from '#modules/insights/contract.ts';
import { causesOf, leaderReasons, playOf, sum, type View } from '../view.ts';
import { figureGrid } from './activity-blocks.ts';
import { html, type Markup } from '#kernel/markup.ts';
import { block, how } from './state-blocks.ts';

type Row = { name: string; count: number; tone: string };

/** One stacked bar with its key: name, count, share. */
function stacked(view: View, rows: readonly Row[]): Markup {
  const total = sum(Object.fromEntries(rows.map(({ name, count }) => [name, count])));
  const parts = rows
    .filter(({ count }) => count > 0)
    .map(
      ({ name, count, tone }) =>
        html`<span style="--tone:var(--${tone});flex:${count}" title="${name} ${count}"
          >${count / total > 0.09 ? name : ''}</span
        >`,
    );
  const key = rows.map(
    ({ name, count, tone }) =>
      html`<li style="--tone:var(--${tone})">
        <i></i>${name} <b>${formatCount(count, view.language)}</b>
        <small>${total === 0 ? '' : formatShare(count / total)}</small>
      </li>`,
  );
  return html`<div class="stack">${parts}</div>
    <ul class="key">
      ${key}
    </ul>`;
}

/** Named counts as bars from zero. */
function bars(view: View, rows: readonly Row[]): Markup {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const items = rows.map(
    ({ name, count, tone }) =>
      html`<li>
        <span>${name}</span>
        <div class="track">
          <div class="fill" style="--tone:var(--${tone});width:${formatNumber((count / most) * 100, 1)}%"></div>
        </div>
        <span class="value">${formatCount(count, view.language)}</span>
      </li>`,
  );
  return html`<ul class="bars">
    ${items}
  </ul>`;
}

const ACTIVITY_TONES = { core: 'loyal', active: 'active', potential: 'potential', silent: 'silent' } as const;

/** Members in every scheme. */
export function members(view: View): Markup {
  const { messages, report } = view;
  const { members: now } = report;
  const { figures, report: words } = messages;
  const count = (value: number): string => formatCount(value, view.language);
  const grid = figureGrid(view, [
    {
      name: figures.members.name,
      path: 'members.total',
      value: now.total,
      form: count,
      note: view.say(words.ever, { ever: now.ever, left: now.left }),
    },
    { name: figures.joins28.name, path: 'members.joins28', value: now.joins28, form: count },
    { name: figures.leaves28.name, path: 'members.leaves28', value: now.leaves28, form: count },
    { name: figures.paying.name, path: 'members.value.paying', value: now.value.paying, form: count },
  ]);
  const engagement = stacked(
    view,
    TIERS.map((tier) => ({ name: messages.tiers[tier].name, count: now.tiers[tier], tone: tier })),
  );
  const scheme = stacked(
    view,
    ACTIVITY_TIERS.map((tier) => ({
      name: messages.activityTiers[tier].name,
      count: now.activity[tier],
      tone: ACTIVITY_TONES[tier],
    })),
  );
  const silent = bars(
    view,
    SILENT_KINDS.map((kind) => ({ name: messages.silentKinds[kind].name, count: now.silent[kind], tone: 'silent' })),
  );
  const value = bars(
    view,
    VALUE_CELLS.map((cell) => ({ name: messages.valueCells[cell].name, count: now.value.cells[cell], tone: 'accent' })),
  );
  const meanings = [
    ...TIERS.map((tier) => messages.tiers[tier]),
    ...SILENT_KINDS.map((kind) => messages.silentKinds[kind]),
  ].map(({ name, meaning }) => ({ name, definition: meaning }));
  return block(
    words.sections.members,
    grid,
    html`<h3>${words.sections.engagement}</h3>`,
    engagement,
    html`<h3>${words.sections.silent}</h3>`,
    silent,
    html`<h3>${words.sections.activityScheme}</h3>`,
    scheme,
    html`<h3>${words.sections.value}</h3>`,
    html`<p class="note">
      ${messages.valueBasis[now.value.basis]} · ${view.say(words.people, { people: now.value.people })}
    </p>`,
    value,
    how(view, meanings),
  );
}

/** The figures of the network of ties. */
export function network(view: View): Markup {
  const { messages, report } = view;
  const { network: now } = report;
  const { figures } = messages;
  const grid = figureGrid(view, [
    {
      name: figures.ties.name,
      path: 'network.ties',
      value: now.ties,
      form: (value) => formatCount(value, view.language),
    },
    {
      name: figures.density.name,
      path: 'network.density',
      value: now.density,
      form: (value) => `${formatNumber(value * 100, 3)}%`,
    },
    { name: figures.reciprocity.name, path: 'network.reciprocity', value: now.reciprocity, form: formatShare },
    {
      name: figures.clustering.name,
      path: 'network.clustering',
      value: now.clustering,
      form: (value) => formatNumber(value, 2),
    },
    { name: figures.isolated.name, path: 'network.isolatedShare', value: now.isolatedShare, form: formatShare },
    {
      name: figures.median_ties.name,
      path: 'network.medianTies',
      value: now.medianTies,
      form: (value) => formatNumber(value, 1),
    },
  ]);
  const shown = [
    figures.ties,
    figures.density,
    figures.reciprocity,
    figures.clustering,
    figures.isolated,
    figures.median_ties,
    figures.influence,
  ];
  return block(messages.report.sections.network, grid, how(view, shown));
}

const PEOPLE_SHOWN = 10;

/** The most influential members with why. */
export function leaders(view: View): Markup {
  const { messages, report } = view;
  const rows = report.network.leaders.slice(0, PEOPLE_SHOWN).map((leader) => {
    const reasons = leaderReasons(view, leader).map((reason) => html`<p>${reason}</p>`);
    return html`<li>
      <b>${leader.name}</b
      ><span class="tag" style="--tone:var(--${leader.tier})">${messages.tiers[leader.tier].name}</span>
      <small title="${messages.figures.influence.definition}"
        >${messages.figures.influence.name} ${formatNumber(leader.influence, 4)}</small
      >${reasons}
    </li>`;
  });
  return block(
    messages.report.sections.leaders,
    rows.length === 0
      ? html`<p class="note">${messages.report.none}</p>`
      : html`<ol class="people">
          ${rows}
        </ol>`,
  );
}

/** Silent members worth waking, with probable causes. */
export function wake(view: View): Markup {
  const { messages, report } = view;
  const rows = report.wake.slice(0, PEOPLE_SHOWN).map((member) => {
    const causes = causesOf(view, member).map((cause) => html`<p>${cause}</p>`);
    return html`<li>
      <b>${member.name}</b
      ><span class="tag" style="--tone:var(--silent)">${messages.silentKinds[member.silentKind].name}</span>
      <small>${messages.report.columns.lastActive} ${member.lastActive ?? messages.report.never}</small>${causes}
    </li>`;
  });
  const hidden = report.wake.length - rows.length;
  const more = hidden > 0 ? html`<p class="note">${view.say(messages.report.moreRows, { count: hidden })}</p>` : null;
  return block(
    messages.report.sections.wake,
    rows.length === 0
      ? html`<p class="note">${messages.report.none}</p>`
      : html`<ol class="people">
          ${rows}
        </ol>`,
    more,
  );
}

const GROUPS_SHOWN = 24;
const WORDS_SHOWN = 14;

/** Top words of each group; the more distinctive a word, the bigger. */
export function words(view: View): Markup | null {
  const { messages, report } = view;
  const groups = report.words.filter(({ words: own }) => own.length > 0);
  if (groups.length === 0) return null;
  const rows = groups.slice(0, GROUPS_SHOWN).map(({ group, words: own }) => {
    const most = Math.max(...own.map(({ score }) => score), Number.MIN_VALUE);
    const shown = own
      .slice(0, WORDS_SHOWN)
      .map(
        ({ word, count, score }) =>
          html`<span style="font-size:${Math.round(14 + 8 * Math.sqrt(Math.max(0, score) / most))}px"
            >${word}<small>${formatCount(count, view.language)}</small></span
          >`,
      );
    return html`<h3>${group}</h3>
      <div class="words">${shown}</div>`;
  });
  const hidden = groups.length - GROUPS_SHOWN;
  const more = hidden > 0 ? html`<p class="note">${view.say(messages.report.moreRows, { count: hidden })}</p>` : null;
  return block(messages.report.sections.words, html`${rows}`, more);
}

/** What to do next. */
export function plays(view: View): Markup | null {
  const { messages, report } = view;
  if (report.plays.length === 0) return null;
  const rows = report.plays.map((play) => {
    const { name, why, how: steps, metric, about } = playOf(view, play);
    const tag = about === '' ? null : html`<span class="tag">${about}</span>`;
    return html`<li>
      <strong>${name}</strong>${tag}
      <p>${why}</p>
      ${steps === '' ? null : html`<p class="note">${steps}</p>`}
      <p class="note">${view.say(messages.report.measure, { metric })}</p>
    </li>`;
  });
  return block(
    messages.report.sections.plays,
    html`<ol class="plays">
      ${rows}
    </ol>`,
  );
}
