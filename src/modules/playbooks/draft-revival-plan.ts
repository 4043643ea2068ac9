import type { Facts } from '#modules/insights/contract.ts';
import { REVIVAL_CAUSES, type RevivalCause } from './play.contract.ts';

/** One cause with how many people of the fall it explains (positive), and facts for its reason. */
export type CauseFound = { readonly cause: RevivalCause; readonly people: number; readonly facts?: Facts };

export type RevivalStep = {
  /** Id in the playbook. */
  play: string;
  cause: RevivalCause;
  people: number;
  /** Words under `playReasons` of the insights' messages: `revival_<cause>`. */
  reason: { code: string; facts: Facts };
};

const ANSWERS: Readonly<Record<RevivalCause, readonly [string, ...string[]]>> = {
  joiners: ['reposition', 'invite_friends'],
  recent_joiners: ['grow_influence', 'invite_friends'],
  earlier_joiners: ['keep_newcomers', 'comeback_invitation'],
  older_joiners: ['comeback_invitation', 'large_event'],
  leavers: ['stop_leaving', 'listening_round'],
  activation: ['first_contribution', 'welcome_newcomers'],
  retention_new: ['keep_newcomers', 'newcomer_buddy'],
  retention_year: ['make_a_habit', 'listening_round'],
  retention_old: ['thank_loyal', 'listening_round'],
  returns: ['wake_lapsed', 'limited_offer'],
  one_group: ['restart_one_group', 'merge_quiet_groups'],
  one_tier: ['listening_round', 'large_event'],
  leader_gone: ['find_successors', 'recognise_leaders'],
};

/** Plays at most in a plan: more than a team can begin at once is no plan. */
const MOST = 6;

/**
 * Drafts a revival plan: first to look and to listen, then the first answer of each cause, largest first, then the
 * second answers; a play once only, six at most. Causes that explain nobody are left out. Equal causes give equal plans.
 */
export function draftRevivalPlan(causes: readonly CauseFound[]): RevivalStep[] {
  const falls = causes
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.people - a.people || REVIVAL_CAUSES.indexOf(a.cause) - REVIVAL_CAUSES.indexOf(b.cause));
  if (falls.length === 0) return [];
  const plan: RevivalStep[] = [];
  const add = (play: string | undefined, { cause, people, facts }: CauseFound): void => {
    if (play === undefined || plan.length >= MOST || plan.some((step) => step.play === play)) return;
    plan.push({ play, cause, people, reason: { code: `revival_${cause}`, facts: { ...facts, people } } });
  };
  add('listening_round', falls[0]!);
  for (const place of [0, 1]) for (const fall of falls) add(ANSWERS[fall.cause][place], fall);
  return plan;
}
