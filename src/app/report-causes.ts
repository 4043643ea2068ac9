import { mondayOf } from '#kernel/calendar.ts';
import {
  classifyMembers,
  communityDays,
  diagnoseMau,
  openEvaluated,
  type InsightServices,
} from '#modules/insights/index.ts';
import { insightMessages, say } from '#modules/insights/messages/index.ts';
import type { ReportLine, Said } from '#modules/reports/contract.ts';
import type { SourceQuestion } from '#modules/reports/index.ts';

/** A fall of fewer people, or of a smaller share, needs no explanation: it may well be chance. */
const WORTH_EXPLAINING = { people: 3, share: 0.05 };
const CAUSES_SHOWN = 3;
/** Windows of MAU that are compared may not overlap. */
const WINDOW = 28;

/** Why the active people of 28 days became fewer, largest part first; nothing where they did not. */
export async function causesOfFall(services: InsightServices, question: SourceQuestion): Promise<ReportLine[]> {
  const { workspaceId, communityId, period, previous, report, before } = question;
  const fall = before.activity.mau - report.activity.mau;
  if (fall < WORTH_EXPLAINING.people || fall < WORTH_EXPLAINING.share * before.activity.mau) return [];
  const asOf = report.asOf;
  const { frame, evaluation, today } = await openEvaluated(services, { workspaceId, communityKey: communityId, asOf });
  const { rules, inputs } = evaluation;
  const { firstContribution } = await communityDays(frame);
  const now = await classifyMembers(frame, rules, {
    experts: inputs.experts,
    firstMonday: mondayOf(firstContribution ?? today),
  });
  const { result } = await diagnoseMau({
    frame,
    now,
    rules,
    experts: inputs.experts,
    against: Math.max(WINDOW, period.last - previous.last),
    // Nobody is named in these lines.
    namesOf: async () => new Map(),
  });
  return result.parts
    .filter(({ people }) => people <= -1)
    .slice(0, CAUSES_SHOWN)
    .map(({ part, people, facts }) => ({
      source: 'analyses',
      title: inBoth((language) => `${insightMessages(language).mauParts[part].name} (${Math.round(people)})`),
      detail: inBoth((language) => say(language, insightMessages(language).mauParts[part].because, facts)),
      verdict: 'bad' as const,
      href: `analyses/decline`,
    }));
}

const inBoth = (write: (language: keyof Said) => string): Said => ({ 'zh-CN': write('zh-CN'), en: write('en') });
