import type { Action, ActionOutcome } from '#modules/connections/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { claimAct, type ClaimedAct, type Settled, settleAct } from './act-store.ts';

/** What does something on a connection that this process holds. */
export type DoAct = (connectionId: string, action: Action) => Promise<ActionOutcome>;

/** Longer than a platform may take, so that what a killed process began is over when it is tried again. */
const LEASE_MS = 90_000;
/** Times that a platform is asked before a moderator is. */
const MOST_ATTEMPTS = 8;
const FIRST_WAIT_S = 10;
const LONGEST_WAIT_S = 3_600;
/** Platforms that mute for a month at most are asked again before it ends. */
const RENEW_MS = 26 * 86_400_000;

/**
 * Does the next thing that is due on a connection. It is written down before the platform is asked and after: what is known
 * to be done is never done again; what nobody knows of is, since muting or removing somebody twice is as good as once.
 * @returns false where nothing was due
 */
export async function doNextAct(
  database: Database,
  act: DoAct,
  { workspaceId, connectionId, now }: { workspaceId: string; connectionId: string; now(): number },
): Promise<boolean> {
  const claimed = await database.inWorkspace(workspaceId, (tx) =>
    claimAct(tx, { connectionId, now: new Date(now()), leaseMs: LEASE_MS }),
  );
  if (!claimed) return false;
  const settled: Settled = claimed.wanted
    ? outcomeOf(claimed, await ask(act, connectionId, { claimed, now: now() }), now())
    : { state: 'dropped', code: claimed.kind === 'unmute' ? 'other_sanction' : 'over', detail: '' };
  const { id, attempts: attempt } = claimed;
  await database.inWorkspace(workspaceId, (tx) => settleAct(tx, id, settled, { now: new Date(now()), attempt }));
  return true;
}

async function ask(
  act: DoAct,
  connectionId: string,
  { claimed: { kind, chatId, account, untilAt }, now }: { claimed: ClaimedAct; now: number },
): Promise<ActionOutcome> {
  const action = { kind: kind as Exclude<typeof kind, 'readmit'>, chat: chatId, account };
  if (kind !== 'mute' || untilAt === null) return act(connectionId, action);
  const seconds = Math.max(1, Math.ceil((untilAt.getTime() - now) / 1000));
  const timed = await act(connectionId, { ...action, seconds });
  // A platform that mutes only until told otherwise is told when the time is over.
  return timed.fate === 'refused' && timed.code === 'unsupported' ? act(connectionId, action) : timed;
}

/** What an answer of a platform makes of an act. */
export function outcomeOf({ attempts, untilAt, kind }: ClaimedAct, outcome: ActionOutcome, now: number): Settled {
  if (outcome.fate === 'done') {
    const lasts = untilAt === null || untilAt.getTime() > now + RENEW_MS;
    return { state: 'done', code: '', detail: '', againAt: kind === 'mute' && lasts ? new Date(now + RENEW_MS) : null };
  }
  const { reason } = outcome;
  if (outcome.fate === 'refused') return { state: 'task', code: outcome.code.slice(0, 80), detail: reason };
  const maybeDone = outcome.fate === 'unknown';
  if (attempts >= MOST_ATTEMPTS) return { state: 'task', code: 'too_often', detail: reason, maybeDone };
  const wait = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (attempts - 1));
  const seconds = outcome.fate === 'later' ? Math.max(outcome.seconds, wait) : wait;
  const code = outcome.fate === 'later' ? outcome.code : outcome.fate;
  return { state: 'queued', code, detail: reason, maybeDone, dueAt: new Date(now + seconds * 1000) };
}
