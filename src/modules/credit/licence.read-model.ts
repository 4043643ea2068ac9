import { dayOf, formatDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Licence, SanctionKind, Violation } from './contract.ts';
import type { CreditState } from './credit-at.ts';
import { readFacts } from './facts-store.ts';
import type { CreditPolicy } from './policy.contract.ts';
import { readPolicy } from './policy-store.ts';
import { type Frame, presentViolations, stateNow } from './present-violations.ts';
import { holds, type KeptSanction, sanctionsOfMembers } from './sanction-store.ts';
import { isHarder } from './sanction-due.ts';
import { listViolations } from './violation-store.ts';

const MOST_STEPS = 100;
const MOST_VIOLATIONS = 200;
const STANDINGS = { warn: 'warned', mute: 'muted', suspend: 'suspended', remove: 'removed' } as const;

/** The hardest sanction that holds; a warning holds while the credit is where one is given. */
export function standingOf(
  sanctions: readonly KeptSanction[],
  { credit }: Pick<CreditState, 'credit'>,
  { policy, now }: { policy: CreditPolicy; now: Date },
): Licence['standing'] {
  const held = sanctions.filter((one) => one.kind !== 'warn' && holds(one, now));
  const hardest = held.reduce<SanctionKind | null>((so, { kind }) => (isHarder(kind, so) ? kind : so), null);
  if (hardest !== null) return STANDINGS[hardest];
  return credit <= policy.warnAt ? 'warned' : 'good';
}

/** What of a state comes back by itself next, on one day. */
export function nextReturnOf({ open }: Pick<CreditState, 'open'>): Licence['nextReturn'] {
  const [first] = open;
  if (!first) return null;
  const points = open.filter(({ returnsOn }) => returnsOn === first.returnsOn).reduce((sum, { left }) => sum + left, 0);
  return { day: formatDay(first.returnsOn), points };
}

/** A member's licence with why it is so, and their violations, the latest first. NotFound. */
export async function readLicence(
  tx: Tx,
  frame: Frame,
  memberId: string,
): Promise<{ licence: Licence; violations: Violation[]; policy: CreditPolicy; sanctions: KeptSanction[] }> {
  const { communityId, zone, now } = frame;
  const person = await readFacts(tx, communityId, memberId);
  const { policy } = await readPolicy(tx, communityId);
  const state = stateNow(person, policy, frame);
  const sanctions = await sanctionsOfMembers(tx, person.members);
  const kept = await listViolations(tx, communityId, { memberIds: person.members, limit: MOST_VIOLATIONS });
  const rules = new Map(kept.map(({ id, ruleTitle }) => [id, ruleTitle]));
  const muted = sanctions.filter((one) => one.kind === 'mute' && holds(one, now)).map(({ untilAt }) => untilAt!);
  const suspended = sanctions.find((one) => one.kind === 'suspend' && holds(one, now));
  const last = Math.max(...person.facts.violations.map(({ at }) => at));
  const licence: Licence = {
    credit: state.credit,
    points: policy.points,
    zone,
    standing: standingOf(sanctions, state, { policy, now }),
    mutedUntil: muted.length === 0 ? null : new Date(Math.max(...muted.map(Number))).toISOString(),
    suspendedSince: suspended?.fromAt.toISOString() ?? null,
    cleanDays: Number.isFinite(last) ? Math.max(0, dayOf(now.getTime(), zone) - dayOf(last, zone)) : null,
    nextGood: state.nextGood && { day: formatDay(state.nextGood.day), points: state.nextGood.points },
    nextReturn: nextReturnOf(state),
    steps: state.steps
      .toReversed()
      .slice(0, MOST_STEPS)
      .map(({ kind, id, day, change, credit }) => ({
        kind,
        violationId: kind === 'restored' ? null : id,
        rule: rules.get(id ?? '') ?? null,
        day: formatDay(day),
        change,
        credit,
      })),
  };
  const violations = await presentViolations(tx, frame, kept, { policy, states: [state] });
  return { licence, violations, policy, sanctions };
}
