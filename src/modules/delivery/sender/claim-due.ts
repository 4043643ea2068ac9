import { fillLinks, type LinkOf } from '../templates/fill-links.ts';
import { sql } from 'kysely';
import type { Outgoing } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { choiceForbids, readChoices } from '../choices.ts';
import { OPEN_FATES } from '../contract.ts';
import { readWindows } from '../heard.ts';
import type { Channel } from '../order.ts';
import { LaneLimits } from '../planner/lane-limits.ts';
import { capAllows } from '../planner/person-cap.ts';
import { cappedPerson, quietOf, readRules, type Rules, supports } from '../planner/plan-queue.ts';
import { readHistory } from '../planner/read-history.ts';
import { readPromotions } from '../planner/read-queue.ts';
import { readWorkspacePause } from '../settings-store.ts';
import { renderFor } from '../templates/render-for.ts';
import { type Due, lockDue, nextDue, readPending } from './due.query.ts';
import { countUsed, lockLane, restOf } from './lane-store.ts';

const DAY = 86_400_000;
/** How long what replaces a message waits for that one to be sent, each time. */
const TURN_MS = 2_000;
const isOpen = (fate: string): boolean => (OPEN_FATES as readonly string[]).includes(fate);

export type ClaimOrder = {
  channel: Channel;
  /** The clock on the wall, and the one that only goes forward; milliseconds. */
  now: number;
  steady: number;
  /** At most so many. */
  most: number;
  holder: string;
  leaseMs: number;
  /** Makes the links of messages as they leave. */
  linkOf?: LinkOf | undefined;
};

/** Something that is this sender's to send now, once. */
export type Claim = { deliveryId: string; attempt: number; message: Outgoing };
export type Claimed = {
  claims: Claim[];
  /** When to look again, in milliseconds; now where what is due has to wait for something else; null: when somebody rings. */
  wakeAt: number | null;
};

/** What the gate says of one that is due. */
type Verdict =
  | { go: true; message: Outgoing; kind: string }
  | { go: false; until: number; reason: string }
  | { go: false; fate: 'expired' | 'suppressed' | 'failed'; reason: string; detail: string };

/**
 * Takes what may be sent now: the last gate, whatever was planned. Under the lane's lock every limit is counted anew, with
 * what is under way; what may not go is put off or left out, with the reason. What is taken is written down as an attempt
 * before anything leaves, so that a killed process is found to have been at it.
 */
export async function claimDue(tx: Tx, order: ClaimOrder): Promise<Claimed> {
  const { channel, now, steady, most } = order;
  const next = await nextDue(tx, channel.id);
  if (next === null || next > now) return { claims: [], wakeAt: next };
  const { restsUntil, setbacks } = await lockLane(tx, channel.id);
  const rest = restOf(restsUntil, now);
  if (rest > now) return { claims: [], wakeAt: rest };
  if ((await readWorkspacePause(tx)) !== null) return { claims: [], wakeAt: null };
  // After setbacks one at a time tries whether the platform takes anything again.
  const locked = await lockDue(tx, { connectionId: channel.id, now, most: setbacks > 2 ? 1 : most });
  const due = await fillLinks(tx, locked, order.linkOf);
  if (due.length === 0) return { claims: [], wakeAt: now };
  const { id: connectionId, limits, zone } = channel;
  const recipients = due.map(({ toId }) => toId);
  const history = await readHistory(tx, { connectionId, limits, zone, now, steady, recipients });
  const gate = await openGate(tx, due, { channel, limits: new LaneLimits(limits, zone, history), now });
  const going: { due: Due; message: Outgoing; kind: string }[] = [];
  const verdicts: { due: Due; verdict: Exclude<Verdict, { go: true }> }[] = [];
  let full: number | undefined;
  for (const one of due) {
    if (full !== undefined && !one.ticket) continue;
    const verdict = gate(one);
    if (verdict.go) going.push({ due: one, ...verdict });
    else if ('until' in verdict && verdict.reason === 'full') full = verdict.until;
    else verdicts.push({ due: one, verdict });
  }
  await putOff(tx, verdicts, now);
  await take(tx, going, order);
  if (going.length > 0) {
    const kinds = going.filter((one) => !one.due.ticket).map(({ kind }) => kind);
    await countUsed(tx, connectionId, { limits, zone, now, used: history.used, kinds });
  }
  const claims = going.map(({ due: { id, attempts }, message }) => ({
    deliveryId: id,
    attempt: attempts + 1,
    message,
  }));
  return { claims, wakeAt: full ?? now };
}

type GateParts = { channel: Channel; limits: LaneLimits; now: number };

/** Looks up what the rules need to know of those who are written to; what it lets through counts for the next. */
async function openGate(
  tx: Tx,
  due: readonly Due[],
  { channel, limits, now }: GateParts,
): Promise<(one: Due) => Verdict> {
  const ruled = due.filter(({ purpose, ticket }) => purpose !== 'answer' && !ticket);
  const persons = [...new Set(ruled.flatMap(({ person }) => person ?? []))];
  const rules = await readRules(tx, [...new Set(ruled.map(({ communityId }) => communityId))], persons);
  const quiets = quietOf(rules);
  const choices = await readChoices(
    tx,
    ruled.flatMap(({ memberId }) => memberId ?? []),
  );
  const capped = new Set(ruled.flatMap((one) => cappedPerson(one, rules) ?? []));
  const caps = await readCaps(tx, [...capped], rules, now);
  const windows = await readWindows(
    tx,
    due.map((one) => ({ one, channel })),
  );
  return (one) => {
    if (one.expiresAt <= now) return { go: false, fate: 'expired', reason: 'late', detail: '' };
    const unsupported = supports(one, channel);
    if (unsupported) return { go: false, fate: 'suppressed', reason: unsupported, detail: '' };
    if ((windows.get(one.id) ?? Infinity) <= now)
      return { go: false, fate: 'suppressed', reason: 'window_closed', detail: '' };
    const { consentNeeded = false } = rules.settings.get(one.communityId) ?? {};
    const choice = one.memberId === null ? undefined : choices.get(one.memberId);
    const forbidden =
      one.memberId === null ? undefined : choiceForbids(choice, { purpose: one.purpose, consentNeeded });
    if (forbidden && !one.ticket) return { go: false, fate: 'suppressed', reason: forbidden, detail: '' };
    if (one.replaced && isOpen(one.replaced.fate)) return { go: false, until: now + TURN_MS, reason: 'turn' };
    const made = messageOf(one, channel);
    if ('fate' in made) return { go: false, ...made };
    const { message, kind } = made;
    if (one.ticket) return { go: true, message, kind };
    const awake = quiets(one)?.(now) ?? now;
    if (awake > now) return { go: false, until: awake, reason: 'quiet_hours' };
    const person = cappedPerson(one, rules);
    const free = person === undefined ? now : caps.mayGo(person, one);
    if (free > now) return { go: false, until: free, reason: 'cap' };
    const send = { toKind: one.toKind, toId: one.toId, kind };
    const own = limits.freeAt(send, now);
    if (own.until > now) return { go: false, until: own.until, reason: own.key };
    const whole = limits.wholeFreeAt(now);
    if (whole.until > now) return { go: false, until: whole.until, reason: 'full' };
    limits.add(send, now);
    if (person !== undefined) caps.add(person);
    return { go: true, message, kind };
  };
}

async function readCaps(tx: Tx, persons: readonly string[], { settings }: Rules, now: number) {
  const longest = Math.max(0, ...[...settings.values()].map(({ cap }) => cap?.days ?? 0)) * DAY;
  const sent = await readPromotions(tx, persons, now - longest);
  const pending = await readPending(tx, persons);
  return {
    mayGo(person: string, { id, communityId, priority, seq }: Due): number {
      const { count, days } = settings.get(communityId)!.cap!;
      const others = (pending.get(person) ?? []).filter((one) => one.id !== id);
      const times = (sent.get(person) ?? []).map((at) => Math.min(at, now));
      return capAllows({ priority, seq, next: now }, now, { count, ms: days * DAY, sent: times, pending: others });
    },
    add(person: string): void {
      sent.set(person, [...(sent.get(person) ?? []), now]);
    },
  };
}

/** The message as its platform gets it; why it cannot be made. A poison content harms nobody else. */
function messageOf(
  { id, toKind, toId, content, replyTo, ticketText, replaced }: Due,
  { capabilities }: Channel,
): { message: Outgoing; kind: string } | { fate: 'suppressed' | 'failed'; reason: string; detail: string } {
  if (replaced && !capabilities.edits)
    return { fate: 'suppressed', reason: 'not_supported', detail: 'messages cannot be changed there' };
  try {
    const rendered = renderFor(content, capabilities)!.content;
    const message: Outgoing = {
      id,
      to: { kind: toKind, id: toId },
      content: rendered,
      ...(replyTo !== null && { replyTo }),
      // Of what never arrived nothing can be replaced: it is said anew.
      ...(replaced?.messageId != null && { replaces: replaced.messageId }),
      ...(ticketText !== null && { ticket: ticketText }),
    };
    return { message, kind: rendered.kind };
  } catch (error) {
    return { fate: 'failed', reason: 'failed', detail: `the content cannot be shown: ${(error as Error).message}` };
  }
}

async function putOff(
  tx: Tx,
  verdicts: readonly { due: Due; verdict: Exclude<Verdict, { go: true }> }[],
  now: number,
): Promise<void> {
  if (verdicts.length === 0) return;
  const of = <T>(read: (one: (typeof verdicts)[number]) => T) => verdicts.map(read);
  await sql`
    UPDATE deliveries SET fate = put.fate, reason = put.reason, detail = put.detail,
      send_at = to_timestamp(put.send_at / 1000),
      settled_at = CASE WHEN put.fate <> 'queued' THEN to_timestamp(${now}::float8 / 1000) END
    FROM unnest(
      ${of(({ due }) => due.id)}::uuid[],
      ${of(({ verdict }) => ('fate' in verdict ? verdict.fate : 'queued'))}::text[],
      ${of(({ verdict }) => verdict.reason)}::text[],
      ${of(({ verdict }) => ('detail' in verdict ? verdict.detail.slice(0, 1000) : ''))}::text[],
      ${of(({ verdict }) => ('until' in verdict ? Math.ceil(verdict.until) : null))}::float8[]
    ) AS put (id, fate, reason, detail, send_at)
    WHERE deliveries.id = put.id
  `.execute(tx);
}

/** Writes down that these are on their way. */
async function take(tx: Tx, going: readonly { due: Due; kind: string }[], order: ClaimOrder): Promise<void> {
  if (going.length === 0) return;
  const { channel, now, steady, holder, leaseMs } = order;
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  await sql`
    WITH taken AS (
      UPDATE deliveries SET fate = 'sending', reason = '', detail = '', holder = ${holder}, attempts = attempts + 1,
        tried_at = ${at}, lease_until = to_timestamp((${now}::float8 + ${leaseMs}::float8) / 1000)
      WHERE id = ANY(${going.map(({ due }) => due.id)}::uuid[])
      RETURNING id, attempts, to_id
    )
    INSERT INTO delivery_attempts (delivery_id, number, workspace_id, connection_id, to_id, kind, started_at, counted_at)
    SELECT taken.id, taken.attempts, qunluo_workspace(), ${channel.id}, taken.to_id, of.kind, ${at},
      to_timestamp(${steady}::float8 / 1000)
    FROM taken JOIN unnest(${going.map(({ due }) => due.id)}::uuid[], ${going.map(({ kind }) => kind)}::text[]) AS of (id, kind)
      ON of.id = taken.id
  `.execute(tx);
}
