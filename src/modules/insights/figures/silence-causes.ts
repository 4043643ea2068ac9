import { formatDay, type Day } from '#kernel/calendar.ts';
import type { CommunityReport, Facts, SILENCE_CAUSES } from '../contract.ts';

export type SilenceCause = CommunityReport['wake'][number]['causes'][number];

/** What is known about one silent member when it is asked why they fell silent. Null: not known or never happened. */
export type SilenceEvidence = {
  readonly joinedDay: Day;
  readonly lastActiveDay: Day | null;
  /** Distinct people who replied to, reacted to or mentioned them in their first 14 days. */
  readonly heardFromAtFirst: number;
  readonly firstMessage: { readonly day: Day; readonly answered: boolean } | null;
  /** The person with the strongest tie to and from them when they were last active. */
  readonly closest: {
    readonly name: string;
    readonly tie: number;
    readonly left: boolean;
    readonly lastActiveDay: Day | null;
  } | null;
  /** Removed messages of theirs in the 28 days before they fell silent and after. */
  readonly removed: { readonly count: number; readonly last: Day } | null;
  /** Messages that the team sent them in the 28 days before they fell silent. */
  readonly sent28: number | null;
  /** Others' contributions in the group where they were most active, 28 days before and after they fell silent. */
  readonly group: { readonly name: string; readonly before: number; readonly after: number } | null;
  /** Their active days in the last 28 days before they fell silent, and in the 84 days before those. */
  readonly fading: { readonly last28: number; readonly before84: number } | null;
};

/** When a sign is strong enough to be named. */
export const SILENCE_RULES = {
  welcomeDays: 14,
  closestTie: 1,
  followedDays: 28,
  overMessaged: 8,
  quietShare: 0.5,
  quietFrom: 10,
  fadedShare: 0.5,
} as const;

type Cause = (typeof SILENCE_CAUSES)[number];

/**
 * Probable causes of a member's silence, most likely first, each with its evidence (formulas.md, tier 6). Drifting away
 * is named when activity faded before it ended, or when nothing else explains the silence.
 */
export function silenceCauses(evidence: SilenceEvidence): SilenceCause[] {
  const found: SilenceCause[] = [];
  const add = (cause: Cause, holds: boolean, facts: Facts): void => {
    if (holds) found.push({ cause, facts });
  };
  const { closest, firstMessage, group, removed, sent28, fading, lastActiveDay } = evidence;
  add('never_welcomed', evidence.heardFromAtFirst === 0, {
    joined: formatDay(evidence.joinedDay),
    days: SILENCE_RULES.welcomeDays,
    heard_from: 0,
  });
  if (firstMessage)
    add('first_message_unanswered', !firstMessage.answered, { day: formatDay(firstMessage.day), hours: 24 });
  if (closest && lastActiveDay !== null) {
    add('closest_tie_left', closest.tie >= SILENCE_RULES.closestTie && hasGone(closest, lastActiveDay), {
      name: closest.name,
      tie: closest.tie,
      left: closest.left,
      last_active: closest.lastActiveDay === null ? null : formatDay(closest.lastActiveDay),
    });
  }
  if (removed) add('sanctioned', removed.count > 0, { removed: removed.count, last: formatDay(removed.last) });
  if (sent28 !== null)
    add('over_messaged', sent28 >= SILENCE_RULES.overMessaged, {
      sent: sent28,
      days: 28,
      limit: SILENCE_RULES.overMessaged,
    });
  if (group) {
    const quiet = group.before >= SILENCE_RULES.quietFrom && group.after <= SILENCE_RULES.quietShare * group.before;
    add('group_went_quiet', quiet, { group: group.name, before: group.before, after: group.after });
  }
  const faded = fading !== null && fading.last28 <= (SILENCE_RULES.fadedShare * fading.before84) / 3;
  add('drifted', faded || found.length === 0, {
    last_active: lastActiveDay === null ? null : formatDay(lastActiveDay),
    active_days_last_28: fading?.last28 ?? null,
    active_days_before_84: fading?.before84 ?? null,
  });
  return found;
}

/** Whether the closest person left, or fell silent no later than 28 days after the member's last activity. */
function hasGone(closest: NonNullable<SilenceEvidence['closest']>, lastActiveDay: Day): boolean {
  if (closest.left) return true;
  return closest.lastActiveDay !== null && closest.lastActiveDay <= lastActiveDay + SILENCE_RULES.followedDays;
}
