import type { PeopleSet } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { readAllFacts } from './facts-store.ts';
import { readPolicy } from './policy-store.ts';
import { type Frame, stateNow } from './present-violations.ts';

/** Who has as many points of the credit licence as lie within a range, both ends included; who broke no rule has all of them. */
export async function peopleWithCredit(
  tx: Tx,
  frame: Frame,
  { from, to }: { from: number; to: number },
): Promise<PeopleSet> {
  const { policy } = await readPolicy(tx, frame.communityId);
  const within = (credit: number): boolean => credit >= from && credit <= to;
  const except = within(policy.points);
  const people = await readAllFacts(tx, frame.communityId);
  const ids = people
    .filter((person) => within(stateNow(person, policy, frame).credit) !== except)
    .map(({ personId }) => personId);
  return { ids, except };
}
