import type { Language } from '#kernel/number-format.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { reportSentence } from '#modules/insights/messages/index.ts';
import { viewOf, type View } from '../view.ts';
import { activity, heatmap, retention, trend, weekly } from './activity-blocks.ts';
import { html, raw, type Markup } from '#kernel/markup.ts';
import { leaders, members, network, plays, wake, words } from './people-blocks.ts';
import { diagnosis, health, stage, unknown } from './state-blocks.ts';
import { STYLE } from './style.ts';

/**
 * The report as one page that needs nothing else: inline style and charts, no script, no request (a content security
 * policy in the page holds it to that). Everything that came from outside is escaped.
 */
export function renderHtml(report: CommunityReport, options: { language: Language }): string {
  const view = viewOf(report, options.language);
  const title = `${report.community.name} · ${view.messages.report.title} · ${report.asOf}`;
  return html`<!doctype html>
    <html lang="${options.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          ${head(view)}
          ${report.events.counted === 0 ? html`<section>${view.messages.report.empty}</section>` : blocks(view)}
          <footer>${view.messages.report.generatedBy}</footer>
        </main>
      </body>
    </html> `.text;
}

function head(view: View): Markup {
  const { report, messages } = view;
  const words = messages.report;
  const facts = [view.say(words.asOf, { day: report.asOf }), view.say(words.timezone, { zone: report.timezone })];
  if (report.events.first !== null) facts.push(view.say(words.span, report.events));
  const counted = [view.say(words.events, report.events)];
  if (report.events.unknownKinds > 0) counted.push(view.say(words.unknownKinds, report.events));
  return html`<header>
    <h1>${report.community.name} · ${words.title}</h1>
    <p class="sentence">${reportSentence(report, view.language)}</p>
    <p class="meta">${facts.join(' · ')}</p>
    <p class="meta">${counted.join(' · ')}</p>
  </header>`;
}

const blocks = (view: View): Markup => html`
  ${stage(view)} ${diagnosis(view)} ${plays(view)} ${health(view)} ${members(view)} ${activity(view)} ${trend(view)}
  ${weekly(view)} ${retention(view)} ${heatmap(view)} ${network(view)}
  <div class="pair">${leaders(view)}${wake(view)}</div>
  ${words(view)} ${unknown(view)}
`;
