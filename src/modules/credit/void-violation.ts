import { getCommunity } from '#modules/communities/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ringSanctions } from './act-bell.ts';
import { type CreditFacts, creditAt } from './credit-at.ts';
import { type PersonFacts, readFacts } from './facts-store.ts';
import type { CreditPolicy } from './policy.contract.ts';
import { readPolicy } from './policy-store.ts';
import { addSanction, holds, type KeptSanction, liftSanctions, sanctionsOfMembers } from './sanction-store.ts';
import { daysLater, isHarder, sanctionDue } from './sanction-due.ts';
import { type KeptViolation, setVoid } from './violation-store.ts';

export type VoidOrder = {
  workspaceId: string;
  violation: KeptViolation;
  cause: 'appeal' | 'operator';
  by: string | undefined;
  reason: string;
  now: Date;
};

/**
 * Takes a violation back with everything that it caused: its cost, its sanctions, and what of later sanctions would not have
 * come without it (lifted, or made the milder one that was due). Call it with the person's lock held. Void already: nothing.
 * @returns the credit afterwards
 */
export async function voidViolation(tx: Tx, order: VoidOrder): Promise<{ credit: number; policy: CreditPolicy }> {
  const { workspaceId, violation, cause, by, reason, now } = order;
  const { communityId } = violation;
  const { zone } = await getCommunity(tx, communityId);
  const { policy } = await readPolicy(tx, communityId);
  const before = await readFacts(tx, communityId, violation.memberId);
  const fresh = await setVoid(tx, violation.id, { cause, by, reason, now });
  const after = await readFacts(tx, communityId, violation.memberId);
  const at = Math.max(now.getTime(), before.latest);
  if (fresh) {
    const lift = { cause: cause === 'appeal' ? ('appeal' as const) : ('withdrawn' as const), by, reason, now };
    const all = await sanctionsOfMembers(tx, after.members);
    const own = all.filter((one) => one.violationId === violation.id);
    await liftSanctions(
      tx,
      own.filter((one) => one.liftedAt === null && !isOver(one, now)).map(({ id }) => id),
      lift,
    );
    const others = all.filter((one) => one.violationId !== violation.id && !one.byHand && holds(one, now));
    for (const sanction of others) {
      const due = milderDue(sanction, { before, after }, { policy, zone });
      if (due === undefined) continue;
      await liftSanctions(tx, [sanction.id], lift);
      await imposeInstead(tx, sanction, due, { policy, zone, now });
    }
    await ringSanctions(tx, workspaceId);
  }
  return { credit: creditAt(after.facts, policy, { now: at, zone }).credit, policy };
}

const isOver = ({ untilAt }: Pick<KeptSanction, 'untilAt'>, now: Date): boolean => untilAt !== null && untilAt <= now;

/** What was known when a sanction was imposed. */
function knownAt({ facts, recordedAt }: PersonFacts, at: number): CreditFacts {
  return {
    violations: facts.violations.filter(({ id }) => recordedAt.get(id)! <= at),
    restorations: facts.restorations.filter((one) => one.at <= at),
  };
}

type Rules = { policy: CreditPolicy; zone: string };

/** The sanction that would have come without the violation, where it is a milder one; undefined: the same. */
function milderDue(
  { fromAt, kind }: KeptSanction,
  { before, after }: { before: PersonFacts; after: PersonFacts },
  { policy, zone }: Rules,
): ReturnType<typeof sanctionDue> | undefined {
  const at = fromAt.getTime();
  const due = (person: PersonFacts) => {
    const facts = knownAt(person, at);
    const now = Math.max(at, ...facts.violations.map((one) => one.at));
    return sanctionDue(creditAt(facts, policy, { now, zone }), policy);
  };
  const [was, is] = [due(before), due(after)];
  // Both under the figures of today: only what the violation made of it counts, not that figures changed meanwhile.
  return was !== null && isHarder(was, is) && isHarder(kind, is) ? is : undefined;
}

async function imposeInstead(
  tx: Tx,
  { communityId, violationId, memberId, fromAt }: KeptSanction,
  kind: ReturnType<typeof sanctionDue>,
  { policy, zone, now }: Rules & { now: Date },
): Promise<void> {
  if (kind === null) return;
  const untilAt = kind === 'mute' ? new Date(daysLater(fromAt.getTime(), policy.muteDays, zone)) : null;
  if (untilAt && untilAt <= now) return;
  await addSanction(tx, { communityId, violationId, memberId, kind, byHand: false, fromAt, untilAt });
}
