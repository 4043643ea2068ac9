import { formatCount, formatNumber, formatShare } from '#kernel/number-format.ts';
import { causesOf, leaderReasons, playOf } from '../view.ts';
import { plain } from './layout.ts';
import type { Page } from './page.ts';

const LEADERS_SHOWN = 10;
const WAKE_SHOWN = 10;
const WORDS_SHOWN = 12;
const GROUPS_SHOWN = 12;

/** The figures of the network of ties. */
export function networkSection(page: Page): void {
  const { view } = page;
  const { network } = view.report;
  const { figures, report: words } = view.messages;
  page.heading(words.sections.network);
  page.figure(
    figures.ties.name,
    formatCount(network.ties, view.language),
    view.say(words.people, { people: network.people }),
  );
  page.figure(
    figures.density.name,
    view.figure('network.density', network.density, (value) => formatNumber(value * 100, 3) + '%'),
  );
  page.figure(figures.reciprocity.name, view.figure('network.reciprocity', network.reciprocity, formatShare));
  page.figure(
    figures.clustering.name,
    view.figure('network.clustering', network.clustering, (value) => formatNumber(value, 2)),
  );
  page.figure(figures.isolated.name, view.figure('network.isolatedShare', network.isolatedShare, formatShare));
  page.figure(
    figures.median_ties.name,
    view.figure('network.medianTies', network.medianTies, (value) => formatNumber(value, 1)),
  );
}

/** The most influential members with why. */
export function leadersSection(page: Page): void {
  const { view, colors } = page;
  const { leaders } = view.report.network;
  const { messages } = view;
  page.heading(messages.report.sections.leaders);
  if (leaders.length === 0) page.text(messages.report.none);
  for (const [index, leader] of leaders.slice(0, LEADERS_SHOWN).entries()) {
    const tier = messages.tiers[leader.tier].name;
    page.text(
      `${plain(leader.name)} · ${tier} · ${messages.figures.influence.name} ${formatNumber(leader.influence, 4)}`,
      `${String(index + 1).padStart(2)}. `,
    );
    for (const reason of leaderReasons(view, leader)) page.text(reason, `    ${colors.dim('–')} `);
  }
}

/** Silent members whose return would give most, with the probable causes of their silence. */
export function wakeSection(page: Page): void {
  const { view, colors } = page;
  const { messages } = view;
  page.heading(messages.report.sections.wake);
  if (view.report.wake.length === 0) page.text(messages.report.none);
  for (const [index, member] of view.report.wake.slice(0, WAKE_SHOWN).entries()) {
    const last = member.lastActive ?? messages.report.never;
    page.text(
      `${plain(member.name)} · ${messages.silentKinds[member.silentKind].name} · ${messages.report.columns.lastActive} ${last}`,
      `${String(index + 1).padStart(2)}. `,
    );
    for (const cause of causesOf(view, member)) page.text(cause, `    ${colors.dim('–')} `);
  }
  const hidden = view.report.wake.length - WAKE_SHOWN;
  if (hidden > 0) page.text(view.say(messages.report.moreRows, { count: hidden }));
}

/** What each group talks about more than the others do. */
export function wordsSection(page: Page): void {
  const { view } = page;
  const { messages, report } = view;
  const groups = report.words.filter(({ words }) => words.length > 0);
  if (groups.length === 0) return;
  page.heading(messages.report.sections.words);
  for (const { group, words } of groups.slice(0, GROUPS_SHOWN)) {
    page.figure(
      plain(group),
      words
        .slice(0, WORDS_SHOWN)
        .map(({ word, count }) => `${plain(word)} ${formatCount(count, view.language)}`)
        .join(messages.report.listSeparator),
    );
  }
  const hidden = groups.length - GROUPS_SHOWN;
  if (hidden > 0) page.text(view.say(messages.report.moreRows, { count: hidden }));
}

/** What to do next, with why and what to watch. */
export function playsSection(page: Page): void {
  const { view, colors } = page;
  const { messages, report } = view;
  if (report.plays.length === 0) return;
  page.heading(messages.report.sections.plays);
  for (const [index, play] of report.plays.entries()) {
    const { name, why, how, metric, about } = playOf(view, play);
    page.text(about === '' ? name : `${name} · ${about}`, `${String(index + 1).padStart(2)}. `);
    page.text(why, `    ${colors.dim('–')} `);
    if (how !== '') page.text(how, `    ${colors.dim('→')} `);
    page.text(view.say(messages.report.measure, { metric }), `    ${colors.dim('↗')} `);
  }
}
