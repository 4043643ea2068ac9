import { setTimeout as sleep } from 'node:timers/promises';
import { epochMs, filled, type Json, objectsOf } from '../shared/json-entries.ts';
import { placeOf, type SlackClient, type SlackContext, slackFault, type SlackPlace } from './connector-client.ts';
import type { SlackHearing } from './connector-hearing.ts';

const PAGE = 200;
/** So many messages of one channel are fetched after a gap; a longer one is what an export is for. */
const MOST_MESSAGES = 1_000;
const MOST_CHANNELS = 1_000;
/** Events are told late, and times written a little before them. */
const OVERLAP_MS = 5 * 60_000;

const MOST_TRIES = 5;

type Turn = { context: SlackContext; client: SlackClient; signal: AbortSignal };

/** The channels that the bot is in, all pages. */
export async function channelsOf({ client, ...turn }: Turn): Promise<Map<string, SlackPlace>> {
  const found = new Map<string, SlackPlace>();
  let cursor: string | undefined;
  do {
    const page = await patient(turn, () =>
      client.users.conversations({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: PAGE,
        cursor,
      }),
    );
    for (const channel of objectsOf(page?.channels)) found.set(String(channel.id), placeOf(channel));
    cursor = filled(page?.response_metadata?.next_cursor);
  } while (cursor !== undefined && found.size < MOST_CHANNELS);
  return found;
}

/**
 * Hears what was said while nobody listened: messages and answers since the time noted last, of every channel the bot is in. Slack
 * itself repeats a callback for some minutes only, and keeps nothing for Socket Mode. Removals, and reactions to older
 * messages, are not told again by any means.
 */
export async function hearMissed(
  turn: Turn,
  hearing: SlackHearing,
  { channels, since, self }: { channels: Iterable<string>; since: number; self: { userId: string } },
): Promise<void> {
  const oldest = ((since - OVERLAP_MS) / 1000).toFixed(6);
  for (const channel of channels) {
    const roots = await pages(turn, (cursor) =>
      turn.client.conversations.history({ channel, oldest, limit: PAGE, cursor }),
    );
    for (const root of roots) {
      await hearing.hear({ ...root, type: 'message', channel }, self);
      const answered = epochMs(root.latest_reply);
      const ts = filled(root.ts);
      if (ts === undefined || !(answered >= since - OVERLAP_MS)) continue;
      const answers = await pages(turn, (cursor) =>
        turn.client.conversations.replies({ channel, ts, oldest, limit: PAGE, cursor }),
      );
      for (const answer of answers)
        if (answer.ts !== ts) await hearing.hear({ ...answer, type: 'message', channel }, self);
    }
    if (turn.signal.aborted) return;
  }
}

type Page = { messages?: unknown; response_metadata?: { next_cursor?: string } };

/** Messages of all pages, oldest first. */
async function pages(turn: Turn, fetchPage: (cursor: string | undefined) => Promise<unknown>): Promise<Json[]> {
  const found: Json[] = [];
  let cursor: string | undefined;
  do {
    const page = (await patient(turn, () => fetchPage(cursor))) as Page | undefined;
    found.push(...objectsOf(page?.messages));
    cursor = filled(page?.response_metadata?.next_cursor);
  } while (cursor !== undefined && found.length < MOST_MESSAGES && !turn.signal.aborted);
  return found.toSorted((a, b) => epochMs(a.ts) - epochMs(b.ts));
}

/** Asks, waits as long as Slack says when it is too much, and gives up on what it refuses: a channel that is closed to us is skipped. */
async function patient<Answer>(
  { context, signal }: Pick<Turn, 'context' | 'signal'>,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      return await ask();
    } catch (error) {
      const fault = slackFault(error);
      if (fault.fate === 'revoked' || tries === MOST_TRIES) throw error;
      if (fault.fate === 'refused') {
        context.log.warn({ code: fault.code }, 'Slack does not show what was missed');
        return undefined;
      }
      const seconds = fault.fate === 'later' ? fault.seconds : 5;
      await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}
