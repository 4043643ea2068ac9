import type { Limit } from '#modules/connections/index.ts';
import { calendarWindow, type Counted, spanFinder, type Window, windowOf } from './windows.ts';

/** What goes out: to whom, and as which kind of content. */
export type Send = { toKind: string; toId: string; kind: string };

/** Until when something waits, and the key of what it waits for. */
export type Wait = { until: number; key: string };

/** How many counted in each day or month, by the limit's key and the first instant of the day or month. */
export type Used = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type LaneHistory = {
  /** Of each rolling limit of the connection as a whole, by key: what counted. */
  whole: ReadonlyMap<string, readonly Counted[]>;
  /** Of the limits of days and months of the connection as a whole. */
  used: Used;
  /** Of each recipient: what counted, as far back as the limits of chats and persons look. */
  recipients: ReadonlyMap<string, readonly Counted[]>;
};

/**
 * The limits of one connection and what of them is used. The same rules plan and gate: who plans adds sends of the future,
 * who sends those that happened.
 */
export class LaneLimits {
  readonly #spans = new Map<string, ReturnType<typeof spanFinder>>();
  readonly #zone: string;
  readonly #history: LaneHistory;
  /** Of the whole connection, whatever the content. */
  readonly #whole: Window[] = [];
  /** Of the whole connection, for some kinds of content. */
  readonly #byKind: { limit: Limit; window: Window }[] = [];
  readonly #ofRecipient: Limit[];
  readonly #recipients = new Map<string, { limit: Limit; window: Window }[]>();

  constructor(limits: readonly Limit[], zone: string, history: LaneHistory) {
    this.#zone = zone;
    this.#history = history;
    for (const limit of limits.filter(({ of }) => of === 'connection')) {
      const window = this.#wholeWindow(limit);
      if (limit.kinds === undefined) this.#whole.push(window);
      else this.#byKind.push({ limit, window });
    }
    this.#ofRecipient = limits.filter(({ of }) => of !== 'connection');
  }

  #wholeWindow(limit: Limit): Window {
    const { key, count, window } = limit;
    if (typeof window !== 'string') return windowOf(limit, this.#span, this.#history.whole.get(key) ?? []);
    const used = Object.entries(this.#history.used[key] ?? {}).map(([start, n]) => [Number(start), n] as const);
    return calendarWindow(key, count, this.#span(window), new Map(used));
  }

  /** When the connection as a whole takes one more. */
  wholeFreeAt(at: number): Wait {
    return latest(this.#whole, at);
  }

  /** When this send is taken, but for the limits of the whole connection. */
  freeAt(send: Send, at: number): Wait {
    if (this.#byKind.length === 0 && this.#ofRecipient.length === 0) return { until: at, key: '' };
    return latest(this.#windowsOf(send), at);
  }

  /** How much of each limit of the whole connection is used at a time. */
  usedAt(at: number): Map<string, { used: number; freeAt: number }> {
    const windows = [...this.#whole, ...this.#byKind.map(({ window }) => window)];
    return new Map(windows.map((window) => [window.key, { used: window.usedAt(at), freeAt: window.freeAt(at) }]));
  }

  add(send: Send, at: number): void {
    for (const window of this.#whole) window.add(at);
    for (const window of this.#windowsOf(send)) window.add(at);
  }

  #windowsOf(send: Send): Window[] {
    return [...this.#byKind, ...this.#recipient(send)]
      .filter(({ limit: { kinds } }) => kinds === undefined || (kinds as string[]).includes(send.kind))
      .map(({ window }) => window);
  }

  #recipient({ toKind, toId }: Send): { limit: Limit; window: Window }[] {
    if (this.#ofRecipient.length === 0) return [];
    let known = this.#recipients.get(toId);
    if (!known) {
      const counted = this.#history.recipients.get(toId) ?? [];
      known = this.#ofRecipient
        .filter(({ of }) => of === (toKind === 'person' ? 'person' : 'chat'))
        .map((limit) => ({ limit, window: windowOf(limit, this.#span, counted) }));
      this.#recipients.set(toId, known);
    }
    return known;
  }

  readonly #span = (unit: 'day' | 'month'): ReturnType<typeof spanFinder> => {
    let finder = this.#spans.get(unit);
    if (!finder) this.#spans.set(unit, (finder = spanFinder(unit, this.#zone)));
    return finder;
  };
}

/** The earliest time that all windows take, asked again until none moves it on. */
function latest(windows: readonly Window[], at: number): Wait {
  let until = at;
  let key = '';
  for (let moved = true; moved;) {
    moved = false;
    for (const window of windows) {
      const free = window.freeAt(until);
      if (free <= until) continue;
      until = free;
      key = `limit:${window.key}`;
      moved = true;
    }
  }
  return { until, key };
}
