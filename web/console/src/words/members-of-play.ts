import { TIERS } from '../../../../src/modules/insights/contract.ts';
import type { MemberSearch } from '../pages/members/member-search.ts';

/**
 * The member list a play is about. `exact`: the filter finds the very members the play counts; else it is the nearest
 * list, and the button claims no number.
 */
export type PlayMembers = { search: MemberSearch; exact: boolean };

const LISTS: Record<string, PlayMembers> = {
  welcome_newcomers: { search: { tier: 'newcomer' }, exact: false },
  keep_newcomers: { search: { tier: 'newcomer' }, exact: false },
  first_contribution: { search: { tier: 'newcomer' }, exact: false },
  spread_the_load: { search: { sort: 'contributions28', order: 'desc' }, exact: false },
  wake_lapsed: { search: { tier: 'silent', silentKind: 'lapsed', sort: 'weight365', order: 'desc' }, exact: false },
  save_buyers: { search: { value: 'at_risk' }, exact: false },
  introduce_members: { search: { sort: 'influence', order: 'asc' }, exact: false },
  make_a_habit: { search: { tier: 'potential' }, exact: true },
  break_the_ice: { search: { tier: 'silent', silentKind: 'never_spoke' }, exact: true },
  recognise_leaders: { search: { tier: 'leader' }, exact: true },
  thank_loyal: { search: { tier: 'loyal' }, exact: true },
  gather_first_core: { search: { sort: 'activeDays28', order: 'desc' }, exact: false },
};

/** Where the members of a play are listed, by its own list or its one tier; undefined for a play that is about everybody. */
export function membersOfPlay(play: string, tiers: readonly string[] = []): PlayMembers | undefined {
  const tier = TIERS.find((one) => tiers.length === 1 && tiers[0] === one);
  return LISTS[play] ?? (tier && { search: { tier }, exact: false });
}
