import { sql } from 'kysely';
import type { SendOutcome } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Claim } from './claim-due.ts';
import { noteSetbacks } from './lane-store.ts';
import { nextLook, settle } from './outcome.ts';

/** An attempt that ended, and when: by the clock on the wall and by the one that only goes forward. */
export type Ended = { claim: Claim; outcome: SendOutcome; at: number; steady: number; random: number };

/**
 * Writes down how attempts of one connection ended, all in one go. Where the attempt was given up meanwhile, because its
 * process was thought dead, only what is known better is written: unknown becomes what it was.
 */
export async function settleAttempts(
  tx: Tx,
  ended: readonly Ended[],
  { connectionId, idempotent }: { connectionId: string; idempotent: boolean },
): Promise<void> {
  if (ended.length === 0) return;
  const settled = ended.map(({ claim, outcome, at, random }) =>
    settle(outcome, { attempts: claim.attempt, idempotent, now: at, random }),
  );
  const of = <T>(read: (at: number) => T) => ended.map((_, at) => read(at));
  await sql`
    UPDATE deliveries SET fate = done.fate, reason = done.reason, detail = done.detail, holder = NULL, lease_until = NULL,
      send_at = to_timestamp(done.send_at / 1000), task = coalesce(done.task, deliveries.task),
      not_before = CASE WHEN done.fate = 'queued' THEN to_timestamp(done.send_at / 1000) ELSE not_before END,
      message_id = coalesce(done.message_id, deliveries.message_id),
      attempts = CASE WHEN done.counts THEN attempts ELSE attempts - 1 END,
      sent_at = CASE WHEN done.fate = 'sent' THEN to_timestamp(done.at / 1000) END,
      settled_at = CASE WHEN done.fate IN ('sent', 'unknown', 'failed') THEN to_timestamp(done.at / 1000) END
    FROM unnest(
      ${of((at) => ended[at]!.claim.deliveryId)}::uuid[], ${of((at) => ended[at]!.claim.attempt)}::smallint[],
      ${of((at) => settled[at]!.fate)}::text[], ${of((at) => settled[at]!.reason.slice(0, 200))}::text[],
      ${of((at) => settled[at]!.detail.slice(0, 1000))}::text[], ${of((at) => settled[at]!.sendAt)}::float8[],
      ${of((at) => settled[at]!.task)}::text[],
      ${of((at) => settled[at]!.messageId ?? replacedBy(ended[at]!))}::text[],
      ${of((at) => settled[at]!.counts)}::boolean[], ${of((at) => ended[at]!.at)}::float8[]
    ) AS done (id, attempt, fate, reason, detail, send_at, task, message_id, counts, at)
    WHERE deliveries.id = done.id AND deliveries.attempts = done.attempt
      AND (deliveries.fate = 'sending' OR (deliveries.fate = 'unknown' AND done.fate IN ('sent', 'awaiting', 'failed')))
  `.execute(tx);
  await sql`
    DELETE FROM delivery_attempts USING unnest(
      ${ended.flatMap(({ claim }, at) => (settled[at]!.counts ? [] : claim.deliveryId))}::uuid[],
      ${ended.flatMap(({ claim }, at) => (settled[at]!.counts ? [] : claim.attempt))}::smallint[]
    ) AS never (id, attempt) WHERE delivery_id = never.id AND number = never.attempt
  `.execute(tx);
  await sql`
    UPDATE delivery_attempts SET ended_at = to_timestamp(done.at / 1000), counted_at = to_timestamp(done.steady / 1000),
      outcome = done.outcome, code = done.code, reason = done.reason
    FROM unnest(
      ${of((at) => ended[at]!.claim.deliveryId)}::uuid[], ${of((at) => ended[at]!.claim.attempt)}::smallint[],
      ${of((at) => ended[at]!.at)}::float8[], ${of((at) => ended[at]!.steady)}::float8[],
      ${of((at) => ended[at]!.outcome.fate)}::text[], ${of((at) => codeOf(ended[at]!.outcome))}::text[],
      ${of((at) => reasonOf(ended[at]!.outcome))}::text[]
    ) AS done (id, attempt, at, steady, outcome, code, reason)
    WHERE delivery_id = done.id AND number = done.attempt
  `.execute(tx);
  const later = ended.flatMap(({ outcome }) =>
    outcome.fate === 'later' && outcome.code !== 'not_open' ? outcome : [],
  );
  await noteSetbacks(tx, connectionId, {
    putOff: later.length,
    took: ended.some(({ outcome: { fate } }) => fate === 'sent' || fate === 'awaiting' || fate === 'refused'),
    seconds: Math.max(0, ...later.map(({ seconds }) => seconds)),
    now: ended[0]!.at,
  });
}

/** A message that was put in another's place has its id, where the platform says none. */
const replacedBy = ({ claim, outcome }: Ended): string | null =>
  outcome.fate === 'sent' ? (claim.message.replaces ?? null) : null;

const codeOf = (outcome: SendOutcome): string => ('code' in outcome ? outcome.code.slice(0, 100) : '');
const reasonOf = (outcome: SendOutcome): string => ('reason' in outcome ? outcome.reason.slice(0, 1000) : '');

/**
 * Finds what a sender that is gone was at: its lease is over. Where the platform takes a key it is sent again with the same
 * id; elsewhere nobody can know, and it says so. A lease far ahead comes of a clock that was set back.
 * @returns how many were found
 */
export async function recoverLost(
  tx: Tx,
  {
    connectionId,
    idempotent,
    holder,
    now,
    steady,
    leaseMs,
  }: { connectionId: string; idempotent: boolean; holder: string; now: number; steady: number; leaseMs: number },
): Promise<number> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const { numAffectedRows } = await sql`
    WITH lost AS (
      UPDATE deliveries SET fate = ${idempotent ? 'queued' : 'unknown'}, reason = 'killed', detail = '', holder = NULL,
        lease_until = NULL, send_at = ${idempotent ? at : sql`NULL`}, settled_at = ${idempotent ? sql`NULL` : at}
      WHERE connection_id = ${connectionId} AND fate = 'sending' AND holder <> ${holder}
        AND (lease_until < ${at} OR lease_until > to_timestamp((${now}::float8 + ${leaseMs * 10}::float8) / 1000))
      RETURNING id, attempts
    )
    UPDATE delivery_attempts SET ended_at = ${at}, counted_at = to_timestamp(${steady}::float8 / 1000), outcome = 'unknown',
      code = 'killed', reason = 'the process ended while it was on its way'
    FROM lost WHERE delivery_id = lost.id AND number = lost.attempts
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Puts back what this sender claimed without ever knowing: the claim was written down, and the answer of the database lost. It
 * was never handed over. `going` are those that it does know of.
 */
export async function putBackUnknowing(
  tx: Tx,
  { connectionId, holder, going, now }: { connectionId: string; holder: string; going: readonly string[]; now: number },
): Promise<void> {
  await sql`
    WITH back AS (
      UPDATE deliveries SET fate = 'queued', holder = NULL, lease_until = NULL, attempts = attempts - 1,
        send_at = to_timestamp(${now}::float8 / 1000)
      WHERE connection_id = ${connectionId} AND fate = 'sending' AND holder = ${holder} AND NOT id = ANY(${going}::uuid[])
      RETURNING id, attempts + 1 AS attempt
    )
    DELETE FROM delivery_attempts USING back WHERE delivery_id = back.id AND number = back.attempt
  `.execute(tx);
}

/** Says that what is on its way is still looked after. */
export async function renewLeases(
  tx: Tx,
  { ids, holder, until }: { ids: readonly string[]; holder: string; until: number },
): Promise<void> {
  await sql`
    UPDATE deliveries SET lease_until = to_timestamp(${until}::float8 / 1000)
    WHERE id = ANY(${ids}::uuid[]) AND holder = ${holder} AND fate = 'sending'
  `.execute(tx);
}

/** A send that waits for a person at the platform, about to be asked about. */
export type Waiting = { deliveryId: string; task: string; triedAt: number };

/** Takes those to be asked about now; the next look is put ahead first, so that nobody else asks at the same time. */
export async function takeWaiting(
  tx: Tx,
  { connectionId, now, most }: { connectionId: string; now: number; most: number },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    UPDATE deliveries SET send_at = to_timestamp(${nextLook(now, now)}::float8 / 1000)
    WHERE id IN (
      SELECT id FROM deliveries WHERE connection_id = ${connectionId} AND fate = 'awaiting'
        AND send_at <= to_timestamp(${now}::float8 / 1000)
      ORDER BY send_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    RETURNING id AS "deliveryId", task, round(date_part('epoch', tried_at) * 1000) AS "triedAt"
  `.execute(tx);
  return rows;
}

/** Writes down what became of a send that a person was to confirm. */
export async function settleWaiting(
  tx: Tx,
  { deliveryId, triedAt }: Waiting,
  outcome: { fate: 'waiting' } | Exclude<SendOutcome, { fate: 'awaiting' }>,
  now: number,
): Promise<void> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const known = outcome.fate === 'sent' || outcome.fate === 'refused' || outcome.fate === 'unknown';
  if (!known) {
    const next = outcome.fate === 'later' ? now + outcome.seconds * 1000 : nextLook(now, triedAt);
    await sql`
      UPDATE deliveries SET send_at = to_timestamp(${next}::float8 / 1000) WHERE id = ${deliveryId} AND fate = 'awaiting'
    `.execute(tx);
    return;
  }
  const { fate, reason, detail, messageId } = settle(outcome, { attempts: 1, idempotent: false, now, random: 0 });
  await sql`
    UPDATE deliveries SET fate = ${fate}, reason = ${reason.slice(0, 200)}, detail = ${detail.slice(0, 1000)}, send_at = NULL,
      message_id = coalesce(${messageId}, message_id), sent_at = ${fate === 'sent' ? at : sql`NULL`}, settled_at = ${at}
    WHERE id = ${deliveryId} AND fate = 'awaiting'
  `.execute(tx);
}
