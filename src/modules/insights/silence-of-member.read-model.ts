import { NEVER } from '#modules/tiers/index.ts';
import { IdIndex, idWords } from './gather/id-index.ts';
import { indexPeople } from './gather/people.ts';
import type { MemberDay } from './gather/days-of-member.query.ts';
import { NOBODY_RENAMED, readPersonaResolver } from './gather/persona-resolver.ts';
import { closestAt, placeGains, readGains, silenceEvidence, type GainRows } from './gather/silence-evidence.query.ts';
import type { Frame } from './gather/standing.ts';
import { silenceCauses } from './figures/silence-causes.ts';
import type { MemberIdentity } from './member-identity.read-model.ts';
import { factsOf, readStates, type MemberState } from './member-state.query.ts';
import type { Portrait } from './members.contract.ts';

/** Why a silent member probably fell silent, most likely cause first; null for who is not silent. */
export async function silenceOfMember(
  frame: Frame,
  evaluationId: string,
  { memberId, personas, renamed }: MemberIdentity,
  { own, groups, days }: { own: MemberState; groups: Portrait['groups']; days: readonly MemberDay[] },
): Promise<Portrait['silent']> {
  if (own.is_member === 0 || own.silent_kind === '') return null;
  const [rows, resolver] = await Promise.all([
    readGains(frame, [memberId], personas),
    renamed ? readPersonaResolver(frame) : NOBODY_RENAMED,
  ]);
  const people = indexPeople(everybodyIn(memberId, rows), frame.mapped);
  const self = people.ids.indexOfText(memberId);
  const gains = placeGains(rows, people, new Set([self]));
  const { lastActiveDay } = factsOf(own);
  const closest = lastActiveDay[0] === NEVER ? null : closestAt(gains.get(self) ?? [], lastActiveDay[0]!);
  const friend = closest && people.ids.text(closest.member);
  const state =
    friend === null ? undefined : (await readStates(frame.engine, frame.scope, evaluationId, [friend])).get(friend);
  // Of all others only where the closest stands is asked.
  const standing = {
    joinedDay: new Int32Array(people.ids.size),
    lastActiveDay: new Int32Array(people.ids.size),
    isMember: new Uint8Array(people.ids.size),
  };
  for (const [number, one] of [[self, own] as const, ...(closest && state ? [[closest.member, state] as const] : [])]) {
    const facts = factsOf(one);
    standing.joinedDay[number] = facts.joinedDay[0]!;
    standing.lastActiveDay[number] = facts.lastActiveDay[0]!;
    standing.isMember[number] = facts.isMember[0]!;
  }
  const found = await silenceEvidence({
    frame,
    people,
    members: [self],
    resolver,
    gains,
    days: new Map([[self, days]]),
    standing,
    groupName: (id) => groups.find(({ groupId }) => groupId === id)?.name ?? '',
  });
  const { evidence } = found.get(self)!;
  const named = evidence.closest && { ...evidence.closest, name: state?.name ?? '' };
  return { kind: own.silent_kind, causes: silenceCauses({ ...evidence, closest: named }) };
}

/** A member and everybody they gave to or received from. */
function everybodyIn(memberId: string, { rows, givers, receivers }: GainRows): { rows: number; ids: Uint32Array } {
  const ids = new IdIndex();
  ids.add(idWords([memberId]), 0);
  for (let row = 0; row < rows; row++) {
    ids.add(givers, row);
    ids.add(receivers, row);
  }
  return { rows: ids.size, ids: ids.words() };
}
