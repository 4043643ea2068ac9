import { dayOf } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { BadInput, Conflict } from '#kernel/errors.ts';
import { getCommunity, listGroups } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { type EventEngine, grantScope } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import { ringSanctions } from './act-bell.ts';
import type { recordBody, SanctionKind } from './contract.ts';
import { creditAt } from './credit-at.ts';
import { type Evidence, readEvidence } from './evidence.query.ts';
import { lockPerson, readFacts } from './facts-store.ts';
import type { CreditPolicy } from './policy.contract.ts';
import { readPolicy } from './policy-store.ts';
import { getRule } from './rule-store.ts';
import { addSanction } from './sanction-store.ts';
import { daysLater, sanctionDue } from './sanction-due.ts';
import { tellMember, type TellParts } from './tell-member.ts';
import { addViolation, findByKey } from './violation-store.ts';

export type CreditParts = TellParts & { database: Database; engine: EventEngine; clock: Clock };
type RecordOrder = {
  actor: Actor & { operatorId?: string | undefined };
  communityId: string;
  body: z.output<typeof recordBody>;
};

/** A clock of a platform may be ahead of ours by so much. */
const AHEAD_MS = 300_000;

/**
 * Records a violation: its cost, the sanction that the thresholds ask for, and what the member is told, all of it or
 * nothing; what platforms have to do follows from what is written down. The same request again is the same violation.
 * NotFound, BadInput (a time to come, or so long ago that nothing of it would count), Conflict (recorded already).
 * @returns its id
 */
export async function recordViolation(parts: CreditParts, order: RecordOrder): Promise<string> {
  const { workspaceId } = order.actor;
  const evidence = await evidenceOf(parts, order);
  return parts.database.inWorkspace(workspaceId, (tx) => record(tx, parts, order, evidence));
}

async function evidenceOf(parts: CreditParts, { actor, communityId, body }: RecordOrder): Promise<Evidence> {
  const given = body.evidence;
  if (!('eventId' in given))
    return { eventId: null, groupId: null, accountId: null, text: given.text, at: new Date(given.happenedAt) };
  const { members } = await parts.database.inWorkspace(actor.workspaceId, (tx) =>
    readFacts(tx, communityId, body.memberId),
  );
  return readEvidence(parts.engine, grantScope(actor.workspaceId, communityId), {
    eventId: given.eventId,
    accountIds: members,
  });
}

async function record(tx: Tx, parts: CreditParts, order: RecordOrder, evidence: Evidence): Promise<string> {
  const { actor, communityId, body } = order;
  const { workspaceId } = actor;
  const { zone } = await getCommunity(tx, communityId);
  const rule = await getRule(tx, communityId, body.ruleId);
  const personId = await lockPerson(tx, communityId, body.memberId);
  const known = await findByKey(tx, communityId, body.key);
  if (known) {
    const { members } = await readFacts(tx, communityId, personId);
    if (known.ruleId === rule.id && members.includes(known.memberId)) return known.id;
    throw new Conflict('this key was used for another violation', 'key_used');
  }
  if (rule.archivedAt) throw new Conflict('this rule holds no more', 'rule_archived');
  const { policy } = await readPolicy(tx, communityId);
  const now = new Date(parts.clock.now());
  checkTime(evidence.at, now, { policy, zone });
  const cost = body.cost ?? rule.cost;
  const violationId = await addViolation(tx, {
    communityId,
    // Of the account that did it, so that it goes with them where people are parted again.
    memberId: evidence.accountId ?? body.memberId,
    ruleId: rule.id,
    ruleTitle: rule.title,
    cost,
    note: body.note,
    evidenceEvent: evidence.eventId,
    evidenceGroup: evidence.groupId,
    evidenceText: evidence.text,
    happenedAt: evidence.at > now ? now : evidence.at,
    recordedAt: now,
    recordedBy: actor.operatorId,
    key: body.key,
  });
  const { facts, latest } = await readFacts(tx, communityId, personId);
  const state = creditAt(facts, policy, { now: Math.max(now.getTime(), latest), zone });
  const due = sanctionDue(state, policy);
  const sanctions: { kind: SanctionKind; until: number | null }[] = [];
  for (const kind of [due, body.remove ? ('remove' as const) : null]) {
    if (kind === null) continue;
    const until = kind === 'mute' ? daysLater(now.getTime(), policy.muteDays, zone) : null;
    sanctions.push({ kind, until });
    await addSanction(tx, {
      communityId,
      violationId,
      memberId: evidence.accountId ?? body.memberId,
      kind,
      byHand: kind === 'remove',
      fromAt: now,
      untilAt: until === null ? null : new Date(until),
    });
  }
  await recordChange(tx, actor, {
    action: 'credit.record',
    subject: { kind: 'member', id: personId },
    communityId,
    after: { rule: rule.title, cost, credit: state.credit, sanctions: sanctions.map(({ kind }) => kind) },
  });
  const group = (await listGroups(tx, communityId)).find(({ id }) => id === evidence.groupId)?.name ?? '';
  await tellMember(tx, parts, {
    workspaceId,
    communityId,
    memberId: personId,
    key: `violation:${violationId}`,
    message: {
      kind: 'violation',
      rule: rule.title,
      cost,
      note: body.note,
      evidence: { text: evidence.text, group, at: evidence.at.getTime() },
      credit: state.credit,
      sanctions,
      returnsOn: dayOf(evidence.at.getTime(), zone) + policy.returnDays,
      appealUntil: dayOf(now.getTime(), zone) + policy.appealDays,
    },
    policy,
    now: now.getTime(),
  });
  await ringSanctions(tx, workspaceId);
  return violationId;
}

function checkTime(at: Date, now: Date, { policy, zone }: { policy: CreditPolicy; zone: string }): void {
  const fault = (what: string) =>
    new BadInput(`the time of the violation ${what}`, [{ where: '/body/evidence/happenedAt', what }]);
  if (at.getTime() > now.getTime() + AHEAD_MS) throw fault('lies ahead');
  if (dayOf(at.getTime(), zone) + policy.returnDays <= dayOf(now.getTime(), zone))
    throw fault(`lies so far back that nothing of its cost would count: ${policy.returnDays} days`);
}
