import { NIL_ID } from '#kernel/ids.ts';
import { idText, idWords, IdIndex } from '../gather/id-index.ts';
import { median } from './median.ts';

const MINUTE = 60_000;
const QUIET = 60 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** Writings in order of events, as columns; ids as words, 4 a row. */
export type Writings = {
  readonly rows: number;
  /** Number of the author, −1 = nobody that counts. */
  readonly person: Int32Array;
  readonly at: Float64Array;
  readonly event: Uint32Array;
  readonly group: Uint32Array;
  /** The thread's id, nil = none. */
  readonly thread: Uint32Array;
  /** The parent of a reply or an answer, nil for other writings. */
  readonly replyTo: Uint32Array;
  /** 1 = kind message. */
  readonly message: Uint8Array;
  /** 1 = its id is the thread of another writing in its group. */
  readonly root: Uint8Array;
  /** 1 = its author's first message ever, who had joined less than 14 days before. */
  readonly newcomersFirst: Uint8Array;
};

export type Answering = { starts: number; answered24h: number | null; medianMinutes: number | null };

/** Conversation starts lie in from ≤ at ≤ to (milliseconds). */
export type StartWindow = { readonly from: number; readonly to: number };

type Start = {
  event: string;
  person: number;
  at: number;
  opens: boolean;
  first: boolean;
  answeredAfter: number;
  answeredBy: number;
};

/** A conversation start: its event, author and instant, and after how many milliseconds who answered first; −1, Infinity: nobody. */
export type ConversationStart = Readonly<Pick<Start, 'person' | 'at' | 'answeredAfter' | 'answeredBy'>> & {
  readonly eventId: string;
};

const NIL = idWords([NIL_ID]);

/**
 * Follows conversations through a stream of writings in order and says how many starts were answered, and how fast
 * (definitions.md, "Responsiveness"). State is bounded: a start is forgotten when it is answered or 24 hours old.
 */
export class Conversations {
  readonly #window: StartWindow;
  readonly #seenThreads: IdIndex[] = [];
  readonly #groups = new IdIndex();
  readonly #nil: IdIndex;
  readonly #lastWriting = new Map<number, number>();
  readonly #byGroup = new Map<number, Start[]>();
  readonly #byThread = new Map<string, Start[]>();
  readonly #byEvent = new Map<string, Start>();
  readonly #starts: Start[] = [];
  #sweepAt = 0;

  constructor(window: StartWindow) {
    this.#window = window;
    this.#nil = new IdIndex();
    this.#nil.add(NIL, 0);
  }

  /** Marks a thread of a group as begun before the stream. Rows of ids as words. */
  begun(groups: Uint32Array, threads: Uint32Array, row: number): void {
    this.#threads(this.#groups.add(groups, row)).add(threads, row);
  }

  /** Takes the next writings, in order. */
  take(writings: Writings): void {
    for (let row = 0; row < writings.rows; row++) if (writings.person[row]! >= 0) this.#takeOne(writings, row);
  }

  /** Figures over the conversation starts, and over newcomers' first messages. */
  figures(): { all: Answering; newcomers: Answering } {
    return {
      all: answering(this.#starts.filter((start) => start.opens)),
      newcomers: answering(this.#starts.filter((start) => start.first)),
    };
  }

  /** The conversation starts one by one, in order. */
  *starts(): Generator<ConversationStart> {
    for (const { event, person, at, opens, answeredAfter, answeredBy } of this.#starts) {
      if (opens) yield { eventId: idOfKey(event), person, at, answeredAfter, answeredBy };
    }
  }

  #takeOne(writings: Writings, row: number): void {
    const at = writings.at[row]!;
    const group = this.#groups.add(writings.group, row);
    const hasThread = this.#nil.indexOf(writings.thread, row) < 0;
    const thread = hasThread ? `${group} ${wordKey(writings.thread, row)}` : '';
    this.#answer(writings, row, group, thread, at);
    const opensThread = hasThread && this.#opensThread(group, writings.thread, row);
    const before = this.#lastWriting.get(group);
    this.#lastWriting.set(group, at);
    this.#sweep(at);
    if (writings.message[row] === 0 || at < this.#window.from || at > this.#window.to) return;
    const quiet = before === undefined || before < at - QUIET;
    const opens = opensThread || quiet || writings.root[row] === 1;
    const first = writings.newcomersFirst[row] === 1;
    if (opens || first) this.#open(writings, row, { group, thread, opens, first });
  }

  #threads(group: number): IdIndex {
    return (this.#seenThreads[group] ??= new IdIndex(16));
  }

  #opensThread(group: number, threads: Uint32Array, row: number): boolean {
    const seen = this.#threads(group);
    const before = seen.size;
    seen.add(threads, row);
    return seen.size > before;
  }

  #open(
    writings: Writings,
    row: number,
    { group, thread, opens, first }: { group: number; thread: string; opens: boolean; first: boolean },
  ): void {
    const own = wordKey(writings.event, row);
    const start: Start = {
      event: own,
      person: writings.person[row]!,
      at: writings.at[row]!,
      opens,
      first,
      answeredAfter: Infinity,
      answeredBy: -1,
    };
    this.#starts.push(start);
    this.#byEvent.set(own, start);
    push(this.#byGroup, group, start);
    push(this.#byThread, `${group} ${own}`, start);
    if (thread !== '' && thread !== `${group} ${own}`) push(this.#byThread, thread, start);
  }

  #answer(writings: Writings, row: number, group: number, thread: string, at: number): void {
    const person = writings.person[row]!;
    if (this.#nil.indexOf(writings.replyTo, row) < 0) {
      const parent = this.#byEvent.get(wordKey(writings.replyTo, row));
      if (parent) resolve(parent, person, at, DAY);
    }
    resolveAll(this.#byGroup, group, person, at, QUIET);
    if (thread !== '') resolveAll(this.#byThread, thread, person, at, DAY);
  }

  /** Once an hour of the stream, lets go of starts that can no longer be answered within 24 hours. */
  #sweep(at: number): void {
    if (at < this.#sweepAt) return;
    this.#sweepAt = at + QUIET;
    const open = (start: Start): boolean => start.answeredAfter === Infinity && at - start.at <= DAY;
    for (const lists of [this.#byGroup, this.#byThread] as Map<unknown, Start[]>[]) {
      for (const [key, list] of lists) {
        const left = list.filter(open);
        if (left.length === 0) lists.delete(key);
        else lists.set(key, left);
      }
    }
    for (const [key, start] of this.#byEvent) if (!open(start)) this.#byEvent.delete(key);
  }
}

const wordKey = (words: Uint32Array, row: number): string =>
  String.fromCharCode(
    words[row * 4]! & 0xffff,
    words[row * 4]! >>> 16,
    words[row * 4 + 1]! & 0xffff,
    words[row * 4 + 1]! >>> 16,
    words[row * 4 + 2]! & 0xffff,
    words[row * 4 + 2]! >>> 16,
    words[row * 4 + 3]! & 0xffff,
    words[row * 4 + 3]! >>> 16,
  );

/** The id that `wordKey` made a key of. */
function idOfKey(key: string): string {
  const words = Uint32Array.from({ length: 4 }, (_, k) => key.charCodeAt(2 * k) + key.charCodeAt(2 * k + 1) * 0x10000);
  return idText(words, 0);
}

function push<Key>(lists: Map<Key, Start[]>, key: Key, start: Start): void {
  const list = lists.get(key);
  if (list) list.push(start);
  else lists.set(key, [start]);
}

function resolve(start: Start, person: number, at: number, within: number): void {
  if (start.answeredAfter === Infinity && start.person !== person && at - start.at <= within) {
    start.answeredAfter = at - start.at;
    start.answeredBy = person;
  }
}

function resolveAll<Key>(lists: Map<Key, Start[]>, key: Key, person: number, at: number, within: number): void {
  const list = lists.get(key);
  if (!list) return;
  for (const start of list) resolve(start, person, at, within);
  const left = list.filter((start) => start.answeredAfter === Infinity && at - start.at <= within);
  if (left.length === 0) lists.delete(key);
  else if (left.length < list.length) lists.set(key, left);
}

function answering(starts: readonly Start[]): Answering {
  const delays = starts.map((start) => start.answeredAfter).filter((delay) => delay <= DAY);
  return {
    starts: starts.length,
    answered24h: starts.length === 0 ? null : delays.length / starts.length,
    medianMinutes: delays.length === 0 ? null : median(delays) / MINUTE,
  };
}
