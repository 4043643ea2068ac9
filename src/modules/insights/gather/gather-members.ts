import { mondayOf, type Day } from '#kernel/calendar.ts';
import { NEVER, type MemberFacts } from '#modules/segments/index.ts';
import { communityDays, type CommunityDays } from './community-days.query.ts';
import { personaActivity } from './member-activity.query.ts';
import { indexPeople, mergePersonas, type MemberColumns, type People } from './people.ts';
import { readPersonaResolver, type PersonaResolver } from './persona-resolver.ts';
import { nobodyLeft, whoLeft, type LeftAt } from './presence.query.ts';
import type { Frame } from './standing.ts';
import { receivedIn91Days } from './tie-gains.query.ts';

/** Everything that the schemes and the figures need to know of everyone at T. */
export type GatheredMembers = {
  readonly days: CommunityDays;
  readonly people: People;
  readonly columns: MemberColumns;
  readonly facts: MemberFacts;
  readonly left: LeftAt;
  readonly resolver: PersonaResolver;
};

/**
 * Gathers the facts of all members in a few scans of the roll-ups. `weeks` asks for the bits of all active weeks, which
 * cohorts need and tiers do not.
 */
export async function gatherMembers(
  frame: Frame,
  options: { experts?: readonly string[]; weeks: boolean },
): Promise<GatheredMembers> {
  const days = await communityDays(frame);
  const firstMonday: Day = mondayOf(days.firstContribution ?? frame.today);
  const activity = await personaActivity(frame, {
    firstMonday: options.weeks ? firstMonday : null,
    purchases: days.purchases > 0,
    leaves: days.leaves > 0,
  });
  const people = indexPeople(activity, frame.mapped);
  const columns = mergePersonas(activity, people, { today: frame.today, firstMonday });
  const resolver = await readPersonaResolver(frame);
  const left = days.leaves > 0 ? await whoLeft(frame, people) : nobodyLeft(people.ids.size);
  const { received, fans } = await receivedIn91Days(frame, people);
  const facts: MemberFacts = {
    ...columns.facts,
    isMember: membership(columns.facts.joinedDay, left.today),
    received91: received,
    fans91: fans,
    expert: flags(people, options.experts ?? []),
  };
  return { days, people, columns, facts, left, resolver };
}

function membership(joinedDay: Int32Array, left: Uint8Array): Uint8Array {
  const isMember = new Uint8Array(joinedDay.length);
  for (let i = 0; i < isMember.length; i++) isMember[i] = joinedDay[i] !== NEVER && left[i] === 0 ? 1 : 0;
  return isMember;
}

/** 1 for the members named by id. */
export function flags(people: People, memberIds: readonly string[]): Uint8Array {
  const out = new Uint8Array(people.ids.size);
  for (const id of memberIds) {
    const member = people.ids.indexOfText(id);
    if (member >= 0) out[member] = 1;
  }
  return out;
}

