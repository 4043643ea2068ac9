import { formatNumber } from '#kernel/number-format.ts';
import { STAGES } from '#modules/insights/contract.ts';
import { diagnosisOf, evidenceOf, healthPartOf, signedPeople, unknownOf, type View } from '../view.ts';
import { html, type Markup } from '#kernel/markup.ts';

/** A section with its title. */
export const block = (title: string, ...content: readonly (Markup | null)[]): Markup =>
  html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;

/** "How is this computed?" for figures of the catalogue. */
export function how(view: View, entries: readonly { name: string; definition: string }[]): Markup {
  const rows = entries.map(
    ({ name, definition }) =>
      html`<dt>${name}</dt>
        <dd>${definition}</dd>`,
  );
  return html`<details>
    <summary>${view.messages.report.computed}</summary>
    <dl>${rows}</dl>
  </details>`;
}

/** The stage on its ribbon and the evidence of every rule. */
export function stage(view: View): Markup {
  const { messages, report } = view;
  const ribbon = STAGES.filter((one) => one !== 'unknown').map((one) => {
    const here = one === report.stage.value;
    return html`<li
      class="${here ? 'here' : ''}"
      style="--tone:var(--${one})"
      ${here ? html` aria-current="true"` : null}
    >
      ${messages.stages[one].name}
    </li>`;
  });
  const evidence = report.stage.evidence.map(
    (one) =>
      html`<li class="${one.holds ? 'holds' : ''}">
        <span title="${one.holds ? messages.report.holds : messages.report.fails}">${one.holds ? '✓' : '·'}</span
        ><span>${messages.stages[one.rule].name}</span><span>${evidenceOf(view, one)}</span>
      </li>`,
  );
  const { name, meaning } = messages.stages[report.stage.value];
  return block(
    messages.report.sections.stage,
    html`<ol class="ribbon">
        ${ribbon}
      </ol>
      <p><b>${name}</b>${messages.report.because}${meaning}</p>
      <ul class="evidence">
        ${evidence}
      </ul>`,
  );
}

const TONES: Record<string, string> = {
  thriving: 'active',
  healthy: 'maturity',
  strained: 'potential',
  at_risk: 'decline',
};

/** Health with its parts as bars. */
export function health(view: View): Markup {
  const { messages, report } = view;
  const { score, band, parts } = report.health;
  const shown =
    score === null || band === null
      ? html`<p>${view.figure('health.score', null, String)}</p>`
      : html`<p>
          <span class="score">${score}</span> / 100
          <span class="tag" style="--tone:var(--${TONES[band]!})"
            >${messages.healthBands[band].name} · ${messages.healthBands[band].range}</span
          >
        </p>`;
  const rows = parts.map((part) => {
    const value = part.score === null ? '—' : formatNumber(part.score, 0);
    const fill =
      part.score === null ? null : html`<div class="fill" style="width:${formatNumber(part.score, 1)}%"></div>`;
    return html`<li>
      <span>${messages.healthParts[part.key].name}</span>
      <div class="track${part.score === null ? ' hatched' : ''}">${fill}</div>
      <span class="value"><b>${value}</b> <small>×${part.weight}</small></span
      ><span class="note">${healthPartOf(view, part)}</span>
    </li>`;
  });
  const definitions = [messages.figures.health, ...parts.map(({ key }) => messages.healthParts[key])];
  return block(
    messages.report.sections.health,
    shown,
    html`<ul class="bars">
      ${rows}
    </ul>`,
    how(view, definitions),
  );
}

/** Why MAU changed: each part as a bar of its size, the groups, and who took others along. */
export function diagnosis(view: View): Markup | null {
  const found = diagnosisOf(view);
  if (!found) return null;
  const { diagnosis: words, report } = view.messages;
  const most = Math.max(1, ...found.parts.map(({ people }) => Math.abs(people)));
  const parts = found.parts.map(
    ({ people, name, because }) =>
      html`<li>
        <span>${name}</span>
        <div class="track">
          <div
            class="fill"
            style="--tone:var(--${people < 0 ? 'decline' : 'active'});width:${formatNumber((Math.abs(people) / most) * 100, 1)}%"
          ></div>
        </div>
        <span class="value"><b>${signedPeople(people)}</b></span
        ><span class="note">${because}</span>
      </li>`,
  );
  const list = (title: string, items: readonly string[]): Markup | null =>
    items.length === 0
      ? null
      : html`<h3>${title}</h3>
          <ul>
            ${items.map((item) => html`<li>${item}</li>`)}
          </ul>`;
  return block(
    report.sections.diagnosis,
    html`<p>${found.change}</p>
      <ul class="bars">
        ${parts}
      </ul>
      <p class="meta">${signedPeople(found.people)} · ${words.adds}</p>`,
    list(
      words.groups,
      found.groups.map(({ people, text }) => `${signedPeople(people)} ${text}`),
    ),
    list(words.leaders, found.leaders),
    how(view, [{ name: report.sections.diagnosis, definition: words.definition }]),
  );
}

/** What is not known, and why. */
export function unknown(view: View): Markup | null {
  if (view.report.unknown.length === 0) return null;
  const rows = unknownOf(view).map(
    ({ name, why }) =>
      html`<tr>
        <td>${name}</td>
        <td>${why}</td>
      </tr>`,
  );
  return block(
    view.messages.report.sections.unknown,
    html`<div class="scroll">
      <table>
        ${rows}
      </table>
    </div>`,
  );
}
