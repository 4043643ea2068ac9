import type { CommunityReport } from './contract.ts';

type Unknown = CommunityReport['unknown'][number];

/** What is null in a report, each with why. `docs/definitions.md` says what a figure needs. */
export function unknownFigures(report: Omit<CommunityReport, 'unknown' | 'plays' | 'words' | 'wake'>): Unknown[] {
  const { activity, retention, activation, responsiveness, concentration, health, stage, network, members } = report;
  const found: Unknown[] = [];
  const missing = (path: string, value: number | null, reason: string, facts: Unknown['facts'] = {}): void => {
    if (value === null) found.push({ path, reason, facts });
  };
  missing('activity.stickiness', activity.stickiness, 'nobody_active', { days: 28 });
  missing('activity.stickinessMedian', activity.stickinessMedian, 'few_weeks', {
    weeks: activity.stickinessWeeks,
    needed: 8,
  });
  missing('activity.participation', activity.participation, 'no_members');
  missing('retention.week4.rate', retention.week4.rate, 'no_complete_cohort');
  missing('activation.rate', activation.rate, 'no_joiners', { days: 91 });
  missing('responsiveness.answered24h', responsiveness.answered24h, 'no_conversation_starts', { days: 28 });
  missing('responsiveness.medianMinutes', responsiveness.medianMinutes, 'nothing_answered', {
    starts: responsiveness.starts,
  });
  const { newcomers } = responsiveness;
  missing('responsiveness.newcomers.answered24h', newcomers.answered24h, 'no_first_messages', { days: 28 });
  missing('responsiveness.newcomers.medianMinutes', newcomers.medianMinutes, 'nothing_answered', {
    starts: newcomers.starts,
  });
  missing('concentration.gini', concentration.gini, 'few_active_members', {
    active: concentration.activeMembers,
    needed: 5,
  });
  missing('concentration.busFactor', concentration.busFactor, 'nobody_active', { days: 28 });
  for (const part of health.parts) missing(`health.parts.${part.key}`, part.raw, part.reason ?? 'no_data', part.facts);
  missing('health.score', health.score, 'too_few_parts', { weight: health.weight, needed: 50 });
  if (stage.value === 'unknown') found.push({ path: 'stage.value', reason: 'too_early', facts: {} });
  missing('network.density', network.density, 'few_members', { members: members.total });
  missing('network.reciprocity', network.reciprocity, 'no_strong_ties', { ties: network.ties });
  missing('network.clustering', network.clustering, 'no_shared_acquaintances', { ties: network.ties });
  missing('network.isolatedShare', network.isolatedShare, 'no_members');
  missing('network.medianTies', network.medianTies, 'no_members');
  return found;
}
