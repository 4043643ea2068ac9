import { type ColumnBatch, TextColumn } from '#platform/clickhouse/index.ts';
import type { EventRow } from './event-row.ts';
import { IdColumn } from './id-column.ts';

const FIRST_CAPACITY = 256;
/** Rows of one batch of an insert: columns of a few hundred KB. */
const BATCH_ROWS = 8192;

const NO_MENTIONS: readonly string[] = [];

type Numbers = Float64Array | Int32Array | Uint8Array;

function grown<List extends Numbers>(list: List, capacity: number): List {
  const bigger = new (list.constructor as new (length: number) => List)(capacity);
  bigger.set(list);
  return bigger;
}

/**
 * Events of the log by columns, as the writer gathers them for an insert: no object and no text of an id a row. Filled
 * by `rowWriter`, row after row; `uses` says which of the columns that most events leave empty hold anything.
 */
export class EventBlock {
  length = 0;
  #capacity = 0;
  readonly accountId = new IdColumn();
  readonly eventId = new IdColumn();
  readonly groupId = new IdColumn();
  readonly threadId = new IdColumn();
  readonly replyTo = new IdColumn();
  readonly target = new IdColumn();
  day = new Int32Array(0);
  at = new Float64Array(0);
  position = new Float64Array(0);
  version = new Float64Array(0);
  value = new Float64Array(0);
  hasValue = new Uint8Array(0);
  weight = new Uint8Array(0);
  bot = new Uint8Array(0);
  hasMentions = new Uint8Array(0);
  readonly kind: string[] = [];
  readonly thread: string[] = [];
  readonly mentions: (readonly string[])[] = [];
  readonly platform: string[] = [];
  readonly removed: string[] = [];
  readonly properties: string[] = [];
  /** Of rows that have one, and of edits, which may have taken it away. */
  readonly text = new TextColumn();
  uses = nothing();

  /** Makes room for one more row and gives its number; every column of it has to be written. */
  open(): number {
    if (this.length === this.#capacity) this.#grow(Math.max(FIRST_CAPACITY, this.#capacity * 2));
    return this.length++;
  }

  #grow(capacity: number): void {
    for (const ids of [this.accountId, this.eventId, this.groupId, this.threadId, this.replyTo, this.target])
      ids.grow(capacity);
    this.day = grown(this.day, capacity);
    this.at = grown(this.at, capacity);
    this.position = grown(this.position, capacity);
    this.version = grown(this.version, capacity);
    this.value = grown(this.value, capacity);
    this.hasValue = grown(this.hasValue, capacity);
    this.weight = grown(this.weight, capacity);
    this.bot = grown(this.bot, capacity);
    this.hasMentions = grown(this.hasMentions, capacity);
    this.#capacity = capacity;
  }

  /** Takes the last row out again. */
  takeLast(): EventRow {
    const row = this.rowAt(this.length - 1);
    this.text.cut(--this.length);
    return row;
  }

  /** Starts over in the same room. */
  clear(): void {
    this.length = 0;
    this.text.cut(0);
    this.uses = nothing();
  }

  rowAt(row: number): EventRow {
    const version = this.version[row]!;
    return {
      day: this.day[row]!,
      accountId: this.accountId.textAt(row),
      eventId: this.eventId.textAt(row),
      version,
      originVersion: version,
      at: this.at[row]!,
      position: this.position[row]!,
      kind: this.kind[row]!,
      groupId: this.groupId.textAt(row),
      thread: this.thread[row]!,
      threadId: this.threadId.textAt(row),
      replyTo: this.replyTo.textAt(row),
      target: this.target.textAt(row),
      mentions: this.mentions[row] ?? NO_MENTIONS,
      hasMentions: this.hasMentions[row] === 1,
      platform: this.platform[row]!,
      bot: this.bot[row] === 1,
      removed: this.removed[row]!,
      value: this.value[row]!,
      hasValue: this.hasValue[row] === 1,
      weight: this.weight[row]!,
      properties: this.properties[row]!,
      text: this.text.textAt(row),
    };
  }

  /** The rows as batches for table `events`, all of the same columns; those that hold nothing are left to the engine. */
  *eventBatches(importId: Uint8Array | undefined): Generator<ColumnBatch> {
    const { uses } = this;
    const imported = importId && repeated(importId, Math.min(BATCH_ROWS, this.length));
    for (let from = 0; from < this.length; from += BATCH_ROWS) {
      const to = Math.min(from + BATCH_ROWS, this.length);
      const version = this.version.subarray(from, to);
      yield {
        day: this.day.subarray(from, to),
        account_id: this.accountId.range(from, to),
        event_id: this.eventId.range(from, to),
        ...(uses.version && { version, origin_version: version }),
        at: this.at.subarray(from, to),
        position: this.position.subarray(from, to),
        kind: this.kind.slice(from, to),
        group_id: this.groupId.range(from, to),
        ...(uses.thread && { thread: this.thread.slice(from, to), thread_id: this.threadId.range(from, to) }),
        ...(uses.replyTo && { reply_to: this.replyTo.range(from, to) }),
        ...(uses.target && { target: this.target.range(from, to) }),
        ...(uses.mentions && {
          mentions: this.mentions.slice(from, to),
          has_mentions: this.hasMentions.subarray(from, to),
        }),
        platform: this.platform.slice(from, to),
        ...(uses.bot && { bot: this.bot.subarray(from, to) }),
        ...(uses.removed && { removed: this.removed.slice(from, to) }),
        ...(uses.value && { value: this.value.subarray(from, to), has_value: this.hasValue.subarray(from, to) }),
        weight: this.weight.subarray(from, to),
        ...(uses.properties && { properties: this.properties.slice(from, to) }),
        ...(imported && { import_id: imported.subarray(0, (to - from) * 16) }),
      };
    }
  }

  /** The rows that have a text, or whose edit took it away, as batches for table `event_texts`. */
  *textBatches(): Generator<ColumnBatch> {
    const { uses } = this;
    for (let from = 0; from < this.length; from += BATCH_ROWS) {
      const to = Math.min(from + BATCH_ROWS, this.length);
      const rows = this.#rowsWithText(from, to);
      if (rows.length === 0) continue;
      yield {
        day: Int32Array.from(rows, (row) => this.day[row]!),
        account_id: this.accountId.pick(rows),
        event_id: this.eventId.pick(rows),
        ...(uses.version && { version: Float64Array.from(rows, (row) => this.version[row]!) }),
        group_id: this.groupId.pick(rows),
        text: this.text.range(from, to, rows.length),
      };
    }
  }

  /** The rows that are renames, or edits: an edit says that its event is no rename (any more). */
  *renames(): Generator<EventRow> {
    for (let row = 0; row < this.length; row++)
      if (this.kind[row] === 'rename' || this.version[row]! > 0) yield this.rowAt(row);
  }

  #rowsWithText(from: number, to: number): Uint32Array {
    const rows = new Uint32Array(to - from);
    let count = 0;
    for (let row = from; row < to; row++) if (this.text.has(row)) rows[count++] = row;
    return rows.subarray(0, count);
  }
}

const nothing = () => ({
  version: false,
  thread: false,
  replyTo: false,
  target: false,
  mentions: false,
  bot: false,
  removed: false,
  value: false,
  properties: false,
});

function repeated(id: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(id.length * count);
  for (let at = 0; at < all.length; at += id.length) all.set(id, at);
  return all;
}
