import { formatNumber } from '#kernel/number-format.ts';
import { evidenceOf, healthPartOf, unknownOf } from '../view.ts';
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

/** What is not known, and why. */
export function unknownSection(page: Page): void {
  const { view } = page;
  const unknown = unknownOf(view);
  if (unknown.length === 0) return;
  page.heading(view.messages.report.sections.unknown);
  const names = Math.min(Math.floor(page.width / 2), Math.max(...unknown.map(({ name }) => widthOf(name))));
  for (const { name, why } of unknown) page.text(why, `  ${pad(name, names)}  `);
}
