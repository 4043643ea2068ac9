import type { SendOutcome } from '#modules/connections/index.ts';
import type { Fate } from '../contract.ts';

/** After so many tries that the platform put off, a delivery is given up; somebody may give it as many again. */
const MOST_TRIES = 8;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 15 * 60_000;
const FIRST_LOOK = 30_000;

/** What is written of an attempt that ended. Times in milliseconds. */
export type Settled = {
  fate: Extract<Fate, 'queued' | 'awaiting' | 'sent' | 'unknown' | 'failed'>;
  reason: string;
  detail: string;
  sendAt: number | null;
  task: string | null;
  messageId: string | null;
  /** False: it never reached the platform, and does not count as a try. */
  counts: boolean;
};

export type Tried = {
  /** Tries so far, this one included. */
  attempts: number;
  idempotent: boolean;
  /** The clock on the wall. */
  now: number;
  /** 0 ≤ x < 1: spreads tries that were put off together. */
  random: number;
};

/** Milliseconds until the next try after so many. */
export const backOff = (attempts: number, random: number): number =>
  Math.min(LAST_RETRY, FIRST_RETRY * 2 ** ((attempts - 1) % MOST_TRIES)) * (1 + random / 4);

const NOTHING = { reason: '', detail: '', sendAt: null, task: null, messageId: null, counts: true } as const;

function again(reason: string, seconds: number, { attempts, now, random }: Tried): Settled {
  if (attempts % MOST_TRIES === 0) return { ...NOTHING, fate: 'failed', reason: 'too_often', detail: reason };
  const sendAt = Math.round(now + Math.max(seconds * 1000, backOff(attempts, random)));
  return { ...NOTHING, fate: 'queued', reason: 'retry', detail: reason, sendAt };
}

/**
 * What becomes of a delivery after an attempt. Where nobody knows whether it arrived it is tried again only if the platform takes
 * a key, so that it cannot arrive twice.
 */
export function settle(outcome: SendOutcome, tried: Tried): Settled {
  const { now, idempotent } = tried;
  switch (outcome.fate) {
    case 'sent':
      return { ...NOTHING, fate: 'sent', messageId: outcome.id ?? null };
    case 'awaiting':
      return { ...NOTHING, fate: 'awaiting', task: outcome.task, sendAt: now + FIRST_LOOK };
    case 'later':
      if (outcome.code === 'not_open')
        return { ...NOTHING, fate: 'queued', sendAt: now + outcome.seconds * 1000, counts: false };
      return again(`${outcome.code}: ${outcome.reason}`, outcome.seconds, tried);
    case 'refused':
      return { ...NOTHING, fate: 'failed', reason: `platform:${outcome.code}`, detail: outcome.reason };
    case 'unknown':
      if (idempotent) return again(outcome.reason, 0, tried);
      return { ...NOTHING, fate: 'unknown', reason: 'no_answer', detail: outcome.reason };
    case 'revoked':
      return { ...NOTHING, fate: 'queued', reason: 'connection_paused', detail: outcome.reason, sendAt: now };
  }
}

/** When to ask again about a send that waits for a person: soon at first, then a quarter of how long it took so far. */
export const nextLook = (now: number, triedAt: number): number =>
  now + Math.min(LAST_RETRY, Math.max(FIRST_LOOK, (now - triedAt) / 4));
