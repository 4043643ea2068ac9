import { dayOf, formatDay } from '#kernel/calendar.ts';
import { listGroups } from '#modules/communities/index.ts';
import { operatorNames } from '#modules/identity/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { appealsOf, type KeptAppeal } from './appeal-store.ts';
import { lastAppealDay } from './appeal.ts';
import type { Appeal, Sanction, Violation } from './contract.ts';
import { creditAt, type CreditState } from './credit-at.ts';
import { type PersonFacts, readFactsOf } from './facts-store.ts';
import type { CreditPolicy } from './policy.contract.ts';
import { readPolicy } from './policy-store.ts';
import { holds, type KeptSanction, sanctionsOfViolations } from './sanction-store.ts';
import type { KeptViolation } from './violation-store.ts';

export type Frame = { communityId: string; zone: string; now: Date };

export const presentSanction = (one: KeptSanction, now: Date): Sanction => ({
  id: one.id,
  kind: one.kind,
  byHand: one.byHand,
  from: one.fromAt.toISOString(),
  until: one.untilAt?.toISOString() ?? null,
  holds: one.kind !== 'warn' && holds(one, now),
  liftedAt: one.liftedAt?.toISOString() ?? null,
  liftCause: one.liftCause,
  liftReason: one.liftReason,
});

const presentAppeal = (one: KeptAppeal, by: string | null): Appeal => ({
  id: one.id,
  text: one.text,
  filedAt: one.filedAt.toISOString(),
  decideBy: one.decideBy.toISOString(),
  outcome: one.outcome,
  reasons: one.reasons,
  decidedAt: one.decidedAt?.toISOString() ?? null,
  by,
});

/** The credit of a person now; a clock that went back does not undo what was recorded. */
export const stateNow = ({ facts, latest }: PersonFacts, policy: CreditPolicy, { now, zone }: Frame): CreditState =>
  creditAt(facts, policy, { now: Math.max(now.getTime(), latest), zone });

/** What is worked out of the people whose violations are shown. */
type Known = { policy: CreditPolicy; states: readonly CreditState[] };

async function workOut(tx: Tx, frame: Frame, memberIds: readonly string[]): Promise<Known> {
  const { policy } = await readPolicy(tx, frame.communityId);
  const people = await readFactsOf(tx, frame.communityId, memberIds);
  return { policy, states: [...people.values()].map((person) => stateNow(person, policy, frame)) };
}

/**
 * Violations as operators see them, in the given order: with what of each still counts, its sanctions and its appeal. `known`: what is
 * worked out of their people already.
 */
export async function presentViolations(
  tx: Tx,
  frame: Frame,
  violations: readonly KeptViolation[],
  known?: Known,
): Promise<Violation[]> {
  const { communityId, zone, now } = frame;
  const ids = violations.map(({ id }) => id);
  const sanctions = Map.groupBy(await sanctionsOfViolations(tx, ids), ({ violationId }) => violationId);
  const appeals = await appealsOf(tx, ids);
  const members = [...new Set(violations.map(({ memberId }) => memberId))];
  const names = await memberNames(tx, members);
  const operators = await operatorNames(
    tx,
    violations.flatMap(({ id, recordedBy, voidedBy }) => [recordedBy, voidedBy, appeals.get(id)?.decidedBy ?? null]),
  );
  const groups = new Map((await listGroups(tx, communityId)).map(({ id, name }) => [id, name]));
  const { policy, states } = known ?? (await workOut(tx, frame, members));
  const open = new Map(states.flatMap((state) => state.open).map((one) => [one.id, one]));
  const nameOf = (id: string | null) => operators.get(id ?? '') ?? null;
  return violations.map((one) => {
    const counts = open.get(one.id);
    const appeal = appeals.get(one.id);
    return {
      id: one.id,
      member: { id: one.memberId, name: names.get(one.memberId) ?? '' },
      rule: { id: one.ruleId, title: one.ruleTitle },
      cost: one.cost,
      left: counts?.left ?? 0,
      returnsOn: counts ? formatDay(counts.returnsOn) : null,
      note: one.note,
      evidence: {
        eventId: one.evidenceEvent,
        group: one.evidenceGroup === null ? null : (groups.get(one.evidenceGroup) ?? ''),
        text: one.evidenceText,
      },
      happenedAt: one.happenedAt.toISOString(),
      recordedAt: one.recordedAt.toISOString(),
      by: nameOf(one.recordedBy),
      voided: one.voidedAt && {
        at: one.voidedAt.toISOString(),
        cause: one.voidCause!,
        reason: one.voidReason,
        by: nameOf(one.voidedBy),
      },
      sanctions: (sanctions.get(one.id) ?? []).map((sanction) => presentSanction(sanction, now)),
      appeal: appeal ? presentAppeal(appeal, nameOf(appeal.decidedBy)) : null,
      appealUntil: formatDay(lastAppealDay(one.recordedAt, policy.appealDays, zone)),
    };
  });
}

/** Whether a violation can be appealed against today. */
export const mayAppeal = (one: Violation, { zone, now }: Frame): boolean =>
  one.voided === null && one.appeal === null && formatDay(dayOf(now.getTime(), zone)) <= one.appealUntil;
