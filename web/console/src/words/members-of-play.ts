import type { MemberSearch } from '../pages/members/member-search.ts';

/** The member list that a play is about, where a filter of the list says the same; else undefined. */
export function membersOfPlay(play: string): MemberSearch | undefined {
  void play;
  return undefined;
}
