import { formatNumber } from '#kernel/number-format.ts';
import { diagnosisOf, evidenceOf, healthPartOf, signedPeople, unknownOf } from '../view.ts';
import { bar, pad, plain, widthOf } from './layout.ts';
import type { Page } from './page.ts';

/** Health: the score and each part with its bar, its raw figure and its weight. */
export function healthSection(page: Page): void {
  const { view } = page;
  const { health } = view.report;
  const { messages } = view;
  page.heading(messages.report.sections.health);
  const score =
    health.score === null || health.band === null
      ? view.figure('health.score', null, String)
      : `${health.score} / 100 · ${messages.healthBands[health.band].name} · ${messages.healthBands[health.band].range}`;
  page.figure(messages.figures.health.name, score);
  const names = Math.min(
    page.width - 10,
    Math.max(...health.parts.map(({ key }) => widthOf(messages.healthParts[key].name))),
  );
  const meterWidth = Math.max(0, Math.min(12, page.width - names - 24));
  for (const part of health.parts) {
    const value = part.score === null ? '—' : formatNumber(part.score, 0);
    const meter = pad(part.score === null ? '' : bar(part.score, 100, meterWidth), meterWidth);
    const lead = `  ${pad(messages.healthParts[part.key].name, names)} ${pad(value, 4, 'right')} ${meter} `;
    const note = `${healthPartOf(view, part)} · ${messages.report.columns.weight} ${part.weight}`;
    page.text(plain(note), lead);
  }
}

/** The stage and the evidence of every rule that was asked. */
export function stageSection(page: Page): void {
  const { view, colors } = page;
  const { stage } = view.report;
  const { messages } = view;
  page.heading(messages.report.sections.stage);
  page.text(`${messages.stages[stage.value].name}${messages.report.because}${messages.stages[stage.value].meaning}`);
  const names = Math.max(...stage.evidence.map(({ rule }) => widthOf(messages.stages[rule].name)));
  for (const evidence of stage.evidence) {
    const mark = evidence.holds ? colors.green('✓') : colors.dim('·');
    page.text(evidenceOf(view, evidence), `  ${mark} ${pad(messages.stages[evidence.rule].name, names)}  `);
  }
}

const GROUPS_SHOWN = 5;
const LEADERS_SHOWN = 5;

/** Why MAU changed: parts that add up to the change, the groups that changed most, and who took others along. */
export function diagnosisSection(page: Page): void {
  const { view, colors } = page;
  const found = diagnosisOf(view);
  if (!found) return;
  const { diagnosis: words, report } = view.messages;
  page.heading(report.sections.diagnosis);
  page.text(found.change);
  const counts = [...found.parts, ...found.groups].map(({ people }) => widthOf(signedPeople(people)));
  const width = Math.max(6, widthOf(signedPeople(found.people)), ...counts);
  const lead = (people: number): string => `  ${pad(signedPeople(people), width, 'right')}  `;
  for (const { people, name, because } of found.parts) {
    page.text(`${name}${report.because}${because}`, lead(people));
  }
  page.text(
    words.adds,
    `  ${pad('=', width - widthOf(signedPeople(found.people)), 'right')}${signedPeople(found.people)}  `,
  );
  if (found.groups.length > 0) page.text(colors.dim(words.groups));
  for (const { people, text } of found.groups.slice(0, GROUPS_SHOWN)) page.text(plain(text), lead(people));
  if (found.leaders.length > 0) page.text(colors.dim(words.leaders));
  for (const text of found.leaders.slice(0, LEADERS_SHOWN)) page.text(plain(text), '  – ');
}

/** What is not known, and why. */
export function unknownSection(page: Page): void {
  const { view } = page;
  const unknown = unknownOf(view);
  if (unknown.length === 0) return;
  page.heading(view.messages.report.sections.unknown);
  const names = Math.min(Math.floor(page.width / 2), Math.max(...unknown.map(({ name }) => widthOf(name))));
  for (const { name, why } of unknown) page.text(why, `  ${pad(name, names)}  `);
}
