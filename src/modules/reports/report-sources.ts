import type { CommunityReport } from '#modules/insights/contract.ts';
import type { ReportLine } from './contract.ts';
import type { Period } from './period.ts';

/** What a source is asked about: a period of a community that was evaluated as of its last day. */
export type SourceQuestion = {
  workspaceId: string;
  communityId: string;
  period: Period;
  previous: Period;
  /** As of the last day, and as of the last day of the period before. */
  report: CommunityReport;
  before: CommunityReport;
};

type Source = (question: SourceQuestion) => Promise<ReportLine[]>;

/**
 * What other modules tell in a report, a section each. Modules that come later (activities, journeys, content) add to
 * `worked`. A source that fails fails the report: half a report would be kept as if it were whole.
 */
export type ReportSources = {
  objectives: readonly Source[];
  causes: readonly Source[];
  worked: readonly Source[];
  next: readonly Source[];
};

/** Asks every source of a section, in order. */
export async function askSources(sources: readonly Source[], question: SourceQuestion): Promise<ReportLine[]> {
  const lines: ReportLine[] = [];
  for (const source of sources) lines.push(...(await source(question)));
  return lines;
}
