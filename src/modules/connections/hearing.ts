import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { AppError, Unavailable } from '#kernel/errors.ts';
import type { Clock } from '#kernel/clock.ts';
import { type AcceptEvents, type AcceptTarget, checkEvent } from '#modules/events/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { listAttachments, noteChats } from './chat-store.ts';
import type { ConnectionNotes } from './connection-notes.ts';
import type { Heard, SeenChat } from './connector.ts';

export type HearingParts = { database: Database; clock: Clock; acceptEvents: AcceptEvents; notes: ConnectionNotes };

/** Which connection hears. */
export type Hearer = { id: string; workspaceId: string; zone: string; connector: string; platform: string };

/** Where what is heard belongs, as operators have it now. */
type Home = {
  communityId: string | null;
  paused: boolean;
  chats: ReadonlyMap<string, { communityId: string; name: string }>;
  readAt: number;
};

/** Milliseconds for which it is not asked again; changes are told besides. */
const FRESH_MS = 1_000;
/** A chat that was seen is written down again after so long, or when something about it changed. */
const SEEN_MS = 600_000;
/** Events that one connection may hold in memory while the database is away. */
const MOST_WAITING = 50_000;
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

/** The database is away or overloaded: it passes. */
const passes = (error: unknown): boolean =>
  error instanceof Unavailable || (error instanceof AppError && error.status >= 503 && error.status !== 507);

/** What is heard on one connection: put where it belongs, checked, and durable when told so. */
export class Hearing {
  readonly #parts: HearingParts;
  readonly #hearer: Hearer;
  readonly #log: Log;
  readonly #seen = new Map<string, { at: number; as: string }>();
  #home: Promise<Home> | undefined;
  #waiting = 0;

  constructor(parts: HearingParts, hearer: Hearer, log: Log) {
    this.#parts = parts;
    this.#hearer = hearer;
    this.#log = log;
  }

  /** Operators changed something: ask again. */
  forget(): void {
    this.#home = undefined;
  }

  /**
   * Durable when it resolves. While the database is away it waits, up to `patience` milliseconds; events of chats that
   * nobody attached, and of a paused connection, are let go. @returns the chats whose events were
   */
  async hear(heard: readonly Heard[], patience: number): Promise<{ left: readonly string[] }> {
    if (heard.length === 0) return { left: [] };
    if (this.#waiting + heard.length > MOST_WAITING) throw new Unavailable('too much waits for the database', 10);
    this.#waiting += heard.length;
    try {
      return await this.#retried(() => this.#hearOnce(heard), patience);
    } finally {
      this.#waiting -= heard.length;
    }
  }

  async #retried<T>(work: () => Promise<T>, patience: number): Promise<T> {
    const end = performance.now() + patience;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      try {
        return await work();
      } catch (error) {
        if (!passes(error) || performance.now() + pause > end) throw error;
        await sleep(pause);
      }
    }
  }

  async #hearOnce(heard: readonly Heard[]): Promise<{ left: readonly string[] }> {
    const { clock, notes } = this.#parts;
    const { id, workspaceId, platform } = this.#hearer;
    const home = await this.#homeNow(heard);
    if (home.paused) return { left: [...new Set(heard.flatMap(({ chat }) => chat ?? []))] };
    const unseen = new Map<string, SeenChat>();
    const byCommunity = new Map<string, NeutralEvent[]>();
    for (const { chat, event } of heard) {
      const place = chat === undefined ? home : home.chats.get(chat);
      if (!place) unseen.set(chat!, { id: chat!, kind: 'group' });
      if (!place?.communityId) continue;
      const groupName = chat === undefined ? undefined : home.chats.get(chat)!.name;
      const full = { ...event, platform, group: chat ?? '', ...(groupName && { groupName }) };
      const checked = checkEvent(full, 'event', clock.now());
      if (Array.isArray(checked)) {
        this.#log.warn({ in: event, faults: checked }, 'something that was heard is no event and was left out');
        continue;
      }
      const events = byCommunity.get(place.communityId);
      if (events) events.push(checked);
      else byCommunity.set(place.communityId, [checked]);
    }
    await this.#discover(
      [...unseen.values()].filter((chat) => !this.#seen.has(chat.id)),
      true,
    );
    let kept = 0;
    for (const [communityId, events] of byCommunity) {
      kept += await this.#accept({ workspaceId, communityId, source: `connection:${id}` }, events);
    }
    if (kept > 0) notes.heard(this.#hearer, kept);
    return { left: [...unseen.keys()] };
  }

  /** Finds the event that the inbox does not take, by halves, so that the others are kept. @returns how many were */
  async #accept(target: AcceptTarget, events: readonly NeutralEvent[]): Promise<number> {
    try {
      await this.#parts.acceptEvents(target, events);
      return events.length;
    } catch (error) {
      if (passes(error)) throw error;
      if (events.length === 1) {
        this.#log.error({ err: error, in: events[0] }, 'an event cannot be kept and was left out');
        return 0;
      }
      const half = events.length >> 1;
      return (await this.#accept(target, events.slice(0, half))) + (await this.#accept(target, events.slice(half)));
    }
  }

  /** What is kept, read anew when it is old, or older than a moment and a chat is not in it. */
  async #homeNow(heard: readonly Heard[]): Promise<Home> {
    const known = await this.#home?.catch(() => undefined);
    const age = known ? performance.now() - known.readAt : Infinity;
    const isNews = known && heard.some(({ chat }) => chat !== undefined && !known.chats.has(chat)) && age > 250;
    if (known && age < FRESH_MS && !isNews && this.#home) return known;
    const reading = this.#readHome();
    this.#home = reading;
    return reading;
  }

  async #readHome(): Promise<Home> {
    const { id, workspaceId } = this.#hearer;
    return this.#parts.database.inWorkspace(workspaceId, async (tx) => {
      const { rows } = await sql<{ communityId: string | null; paused: boolean }>`
        SELECT community_id AS "communityId", paused_at IS NOT NULL AS paused FROM connections WHERE id = ${id}
      `.execute(tx);
      const chats = await listAttachments(tx, id);
      return {
        // One that is gone keeps nothing.
        communityId: rows[0]?.communityId ?? null,
        paused: rows[0]?.paused ?? true,
        chats: new Map(chats.map(({ externalId, ...chat }) => [externalId, chat])),
        readAt: performance.now(),
      };
    });
  }

  /** Keeps what the connection can see; what is known already and unchanged costs nothing. */
  async discover(chats: readonly SeenChat[]): Promise<void> {
    await this.#discover(chats, false);
  }

  async #discover(chats: readonly SeenChat[], guessed: boolean): Promise<void> {
    const now = this.#parts.clock.now();
    const news = new Map<string, SeenChat>();
    for (const chat of chats) {
      if (chat.id === '' || chat.id.length > 400) continue;
      const known = this.#seen.get(chat.id);
      if (!known || known.as !== JSON.stringify(chat) || now - known.at > SEEN_MS) news.set(chat.id, chat);
    }
    if (news.size === 0) return;
    const { id, workspaceId } = this.#hearer;
    const seen = [...news.values()];
    await this.#parts.database.inWorkspace(workspaceId, (tx) =>
      noteChats(tx, id, seen, { now: new Date(now), guessed }),
    );
    for (const chat of news.values()) this.#seen.set(chat.id, { at: now, as: JSON.stringify(chat) });
  }
}
