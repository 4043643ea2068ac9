import type { CommunityReport } from './contract.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import type { Growth } from './figures/growth.ts';
import type { HealthInput, HealthPartKey } from './figures/health.ts';

/** The raw figure of each part of health, or why it is not known. Satisfaction is a share, 0 … 1. */
export function healthInputs(
  report: Pick<CommunityReport, 'activity' | 'retention' | 'responsiveness' | 'concentration'>,
  growth28: Growth,
  options: Pick<EvaluationOptions, 'nps' | 'casesInTime'>,
): Record<HealthPartKey, HealthInput> {
  const { activity, retention, responsiveness, concentration } = report;
  const { stickiness, stickinessMedian } = activity;
  const ratio = stickiness === null || stickinessMedian === null ? null : stickiness / stickinessMedian;
  const { gini } = concentration;
  const input = (raw: number | null, reason: string, facts: HealthInput['facts']): HealthInput => ({
    raw,
    reason: raw === null ? reason : null,
    facts,
  });
  return {
    stickiness: input(ratio, stickiness === null ? 'nobody_active' : 'few_weeks', {
      stickiness,
      own_median: stickinessMedian,
      weeks: activity.stickinessWeeks,
      needed: 8,
      days: 28,
    }),
    retention: input(retention.week4.rate, 'no_complete_cohort', {
      retained: retention.week4.retained,
      size: retention.week4.size,
      cohorts: retention.week4.cohorts,
    }),
    responsiveness: input(responsiveness.answered24h, 'no_conversation_starts', {
      starts: responsiveness.starts,
      days: 28,
    }),
    distribution: input(gini === null ? null : 1 - gini, 'few_active_members', {
      gini,
      active: concentration.activeMembers,
      needed: 5,
    }),
    net_growth: input(growth28.rate, 'no_members_at_start', {
      joins: growth28.joins,
      leaves: growth28.leaves,
      members_at_start: growth28.start,
      days: 28,
    }),
    satisfaction: satisfaction(options),
  };
}

function satisfaction({ nps, casesInTime }: Pick<EvaluationOptions, 'nps' | 'casesInTime'>): HealthInput {
  const parts = [
    ...(nps === undefined ? [] : [(nps + 100) / 200]),
    ...(casesInTime === undefined ? [] : [casesInTime]),
  ];
  const raw = parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return {
    raw,
    reason: raw === null ? 'never_asked' : null,
    facts: { nps: nps ?? null, cases_in_time: casesInTime ?? null },
  };
}
