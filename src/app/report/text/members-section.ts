import { formatCount, formatShare } from '#kernel/number-format.ts';
import { ACTIVITY_TIERS, SILENT_KINDS, TIERS, VALUE_CELLS } from '#modules/insights/contract.ts';
import { sum } from '../view.ts';
import { bar, pad, widthOf } from './layout.ts';
import type { Page } from './page.ts';

/** Members in every scheme: engagement, kinds of silence, activity, value. */
export function membersSection(page: Page): void {
  const { view } = page;
  const { members } = view.report;
  const { messages, language } = view;
  const words = messages.report;
  page.heading(words.sections.members);
  page.figure(
    messages.figures.members.name,
    formatCount(members.total, language),
    view.say(words.ever, { ever: members.ever, left: members.left }),
  );
  page.figure(messages.figures.joins28.name, formatCount(members.joins28, language));
  page.figure(messages.figures.leaves28.name, formatCount(members.leaves28, language));
  counts(
    page,
    words.sections.engagement,
    TIERS.map((tier) => [messages.tiers[tier].name, members.tiers[tier]]),
  );
  counts(
    page,
    words.sections.silent,
    SILENT_KINDS.map((kind) => [messages.silentKinds[kind].name, members.silent[kind]]),
  );
  counts(
    page,
    words.sections.activityScheme,
    ACTIVITY_TIERS.map((tier) => [messages.activityTiers[tier].name, members.activity[tier]]),
  );
  counts(
    page,
    words.sections.value,
    VALUE_CELLS.map((cell) => [messages.valueCells[cell].name, members.value.cells[cell]]),
  );
  page.text(
    `${messages.valueBasis[members.value.basis]} · ${view.say(words.people, { people: members.value.people })}`,
  );
  page.figure(messages.figures.paying.name, formatCount(members.value.paying, language));
}

/** Named counts as bars from zero, with the share of their total. */
export function counts(page: Page, title: string, rows: readonly (readonly [string, number])[]): void {
  page.gap();
  page.line(page.colors.underline(title));
  const total = sum(Object.fromEntries(rows));
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const names = Math.min(Math.max(...rows.map(([name]) => widthOf(name))), Math.floor(page.width / 3));
  for (const [name, count] of rows) {
    const share = total === 0 ? '' : formatShare(count / total);
    const lead = `  ${pad(name, names)} ${pad(formatCount(count, page.view.language), 7, 'right')} ${pad(share, 6, 'right')} `;
    page.line((lead + bar(count, most, Math.min(40, page.width - widthOf(lead)))).trimEnd());
  }
}
