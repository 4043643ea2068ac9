import type { Language } from '#kernel/number-format.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { reportSentence } from '#modules/insights/messages/index.ts';
import { viewOf } from '../view.ts';
import { activitySection, hoursSection, retentionSection, weeklySection } from './activity-sections.ts';
import { plain } from './layout.ts';
import { membersSection } from './members-section.ts';
import { createPage, type Page } from './page.ts';
import { leadersSection, networkSection, playsSection, wakeSection, wordsSection } from './people-sections.ts';
import { diagnosisSection, healthSection, stageSection, unknownSection } from './state-sections.ts';

/** Narrower than this the page is laid out as if it were this wide. */
const NARROWEST = 40;

/**
 * The report for a terminal of `width` columns. With `color` ANSI colours are used; they never carry what the words do
 * not say. Ends with a line break.
 */
export function renderText(
  report: CommunityReport,
  options: { language: Language; width: number; color: boolean },
): string {
  const view = viewOf(report, options.language);
  const page = createPage(view, Math.max(NARROWEST, options.width), options.color);
  head(page);
  if (report.events.counted === 0) {
    page.gap();
    page.text(view.messages.report.empty);
  } else {
    for (const section of SECTIONS) section(page);
  }
  return `${page.lines.join('\n')}\n`;
}

const SECTIONS: readonly ((page: Page) => void)[] = [
  playsSection,
  healthSection,
  stageSection,
  diagnosisSection,
  membersSection,
  activitySection,
  weeklySection,
  retentionSection,
  hoursSection,
  networkSection,
  leadersSection,
  wakeSection,
  wordsSection,
  unknownSection,
];

function head(page: Page): void {
  const { view } = page;
  const { report, messages } = view;
  const words = messages.report;
  page.line(page.colors.bold(plain(`${report.community.name} · ${words.title}`)));
  page.text(
    [view.say(words.asOf, { day: report.asOf }), view.say(words.timezone, { zone: report.timezone })].join(' · '),
  );
  page.text(view.say(words.events, report.events));
  if (report.events.first !== null) page.text(view.say(words.span, report.events));
  if (report.events.unknownKinds > 0) page.text(view.say(words.unknownKinds, report.events));
  page.gap();
  for (const line of [reportSentence(report, view.language)]) page.text(line);
}
