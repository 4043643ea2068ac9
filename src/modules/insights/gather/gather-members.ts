import { setImmediate as nextTurn } from 'node:timers/promises';
import { mondayOf, type Day } from '#kernel/calendar.ts';
import { NEVER, type MemberFacts } from '#modules/tiers/index.ts';
import { whatThereIs } from './community-days.query.ts';
import { personaActivity } from './member-activity.query.ts';
import { indexPeople, mergePersonas, type MemberColumns, type People } from './people.ts';
import { readPersonaResolver, type PersonaResolver } from './persona-resolver.ts';
import { nobodyLeft, whoLeft, type LeftAt } from './presence.query.ts';
import type { Frame } from './standing.ts';
import { placeReceived, readReceived } from './tie-gains.query.ts';

/** Everything that the schemes and the figures need to know of everyone at T. */
export type GatheredMembers = {
  readonly people: People;
  readonly columns: MemberColumns;
  readonly facts: MemberFacts;
  readonly left: LeftAt;
  readonly resolver: PersonaResolver;
};

/**
 * Gathers the facts of all members in a few scans of the roll-ups. `firstMonday` asks for the bits of all active days,
 * and weeks since then, which series and cohorts need and tiers do not.
 */
export async function gatherMembers(
  frame: Frame,
  options: { experts?: readonly string[]; firstMonday: Day | null },
): Promise<GatheredMembers> {
  const there = await whatThereIs(frame);
  // Beside each other, so that one is decoded here while the engine works on the other.
  const [activity, gains] = await Promise.all([
    personaActivity(frame, {
      ...there,
      firstMonday: options.firstMonday,
      bits: options.firstMonday !== null || frame.mapped.personas.length > 0,
    }),
    readReceived(frame),
  ]);
  // Of a million people each step takes a tenth of a second: the event loop gets its turn between them.
  await nextTurn();
  const people = indexPeople(activity, frame.mapped);
  await nextTurn();
  const columns = mergePersonas(activity, people, {
    today: frame.today,
    firstMonday: options.firstMonday ?? mondayOf(frame.today),
  });
  const resolver = await readPersonaResolver(frame);
  const left = there.leaves ? await whoLeft(frame, people) : nobodyLeft(people.ids.size);
  await nextTurn();
  const { received, fans } = placeReceived(gains, people);
  const facts: MemberFacts = {
    ...columns.facts,
    isMember: membership(columns.facts.joinedDay, left.today),
    received91: received,
    fans91: fans,
    expert: flags(people, options.experts ?? []),
  };
  return { people, columns, facts, left, resolver };
}

/** 1 for people who joined and have not left. */
export function membership(joinedDay: Int32Array, left: Uint8Array): Uint8Array {
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
