import { formatDay } from '#kernel/calendar.ts';
import { objectivesAt } from '#modules/goals/index.ts';
import type { Facts } from '#modules/insights/contract.ts';
import { insightMessages, sayCode } from '#modules/insights/messages/index.ts';
import type { ReportLine, Said } from '#modules/reports/contract.ts';
import { objectiveLine, type ReportSources } from '#modules/reports/index.ts';
import { causesOfFall } from './report-causes.ts';
import type { Services } from './services.ts';

/** What the other modules tell in the reports of weeks and months. */
export const reportSources = (services: Pick<Services, 'database' | 'engine' | 'clock'>): ReportSources => ({
  objectives: [
    async ({ workspaceId, communityId, period }) => {
      const days = { day: formatDay(period.last), since: formatDay(period.first) };
      return (await objectivesAt(services, { workspaceId, communityId }, days)).map(objectiveLine);
    },
  ],
  causes: [(question) => causesOfFall(services, question)],
  worked: [],
  next: [async ({ report }) => report.plays.map(proposed)],
});

const inBoth = (write: (language: keyof Said) => string): Said => ({ 'zh-CN': write('zh-CN'), en: write('en') });

function proposed({
  play,
  why,
  members,
}: {
  play: string;
  why: { code: string; facts: Facts };
  members: number | null;
}): ReportLine {
  const name = (language: keyof Said): string =>
    (insightMessages(language).plays as Record<string, { name: string }>)[play]?.name ?? play;
  return {
    source: 'playbooks',
    title: inBoth(name),
    detail: inBoth((language) =>
      sayCode(language, insightMessages(language).playReasons, why.code, { ...why.facts, members }),
    ),
    verdict: 'open',
    href: 'plays',
  };
}
