import { dayOf, formatDay, startOfDay } from '#kernel/calendar.ts';
import { objectivesAt } from '#modules/goals/index.ts';
import { listRunsBetween, playsNow, type Proposal } from '#modules/playbooks/index.ts';
import type { ReportLine } from '#modules/reports/contract.ts';
import { objectiveLine, playLine, type ReportSources, type SourceQuestion } from '#modules/reports/index.ts';
import { situationIn } from './playbook-services.ts';
import { causesOfFall } from './report-causes.ts';
import type { Services } from './services.ts';

type Parts = Pick<Services, 'database' | 'engine' | 'clock'>;

/** What the other modules tell in the reports of weeks and months. */
export const reportSources = (services: Parts): ReportSources => ({
  objectives: [
    async ({ workspaceId, communityId, period }) => {
      const days = { day: formatDay(period.last), since: formatDay(period.first) };
      return (await objectivesAt(services, { workspaceId, communityId }, days)).map(objectiveLine);
    },
  ],
  causes: [(question) => causesOfFall(services, question)],
  worked: [(question) => effectsOfPeriod(services, question)],
  next: [(question) => proposedAfter(services, question)],
});

/** What became of the plays of a period, and how far those are that are under way. */
async function effectsOfPeriod(
  { database }: Parts,
  { workspaceId, communityId, period, report }: SourceQuestion,
): Promise<ReportLine[]> {
  const zone = report.timezone;
  const span = {
    from: new Date(startOfDay(period.first, zone)),
    until: new Date(startOfDay(period.last + 1, zone)),
  };
  return (await database.inWorkspace(workspaceId, (tx) => listRunsBetween(tx, communityId, span))).map(playLine);
}

/** The plays that the figures of a period propose, without what is not wanted now or under way. */
async function proposedAfter(
  { database, clock }: Parts,
  { workspaceId, communityId, report }: SourceQuestion,
): Promise<ReportLine[]> {
  const today = formatDay(dayOf(clock.now(), report.timezone));
  const { proposals } = await database.inWorkspace(workspaceId, async (tx) =>
    playsNow(tx, communityId, { situation: await situationIn(tx, communityId, report), today }),
  );
  return proposals.map(proposedLine);
}

const proposedLine = ({ name, why }: Proposal): ReportLine => ({
  source: 'playbooks',
  title: name,
  detail: why,
  verdict: 'open',
  href: 'plays',
});
