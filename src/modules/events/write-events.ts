import { createHash } from 'node:crypto';
import type { Day } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';
import type { NeutralEvent } from './contract.ts';
import { EventBlock } from './event-block.ts';
import { insertBlock, insertBots, insertNames, insertPlaced, type Placed } from './event-log-inserts.ts';
import { botAccounts, isUntouched, knownVersions, markDays, nextRevision, standingRows } from './event-log-store.ts';
import { isKnownKind, rowWriter, type EventRow, type RowWriter, type SourceName } from './event-row.ts';
import { mergeVersions } from './merge-versions.ts';
import { SeenIds } from './seen-ids.ts';
import { recordNames, recordSightings } from './undo-sightings.ts';
import { staleDays, type Change } from './stale-days.ts';

/** Days whose roll-ups are stale. */
export type ChangedDays = ReadonlySet<Day>;

/** What writing events did. Every event read was written (new), edited one that was there, or was there already. */
export type WriteSummary = {
  read: number;
  written: number;
  edited: number;
  merged: number;
  /** Of the new ones, by kind. */
  byKind: Record<string, number>;
  /** New ones of kinds that the product does not know; they count for nothing but are kept. */
  unknownKinds: number;
  /** Earliest and latest instant read, in milliseconds; null when nothing was. */
  first: number | null;
  last: number | null;
  changed: ChangedDays;
};

export type WriteOptions = {
  /** The community's IANA zone; days are fixed with it. */
  zone: string;
  importId?: string;
  /** Names this write for the engine, so that a batch sent twice is taken once; a fresh one unless told. */
  token?: string;
  /** Keeps other writers and roll-ups of the community away while it runs what it is given. */
  turn?: Turn;
};

/** Runs something while nobody else writes to or rolls up the same community, and gives what it gave. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

const nobodyElse: Turn = (work) => work();

/** One part of the table, sorted and written at once. */
const ROWS_AT_ONCE = 65_536;
/** Texts in bytes and properties in UTF-16 units; so much is held twice, being filled and being sent. */
const TEXT_AT_ONCE = 16 << 20;
const DOUBTFUL_AT_ONCE = 50_000;

/**
 * Writes events to a community's log: streamed, in bounded memory. Ids that are there with the same or a higher version
 * are dropped; edits and removals are events of a known id with a higher version and never move an event's time or
 * member. Every day whose roll-ups change is marked first, so whatever is killed, writing again and `rollUp` converge
 * to what a fresh load gives. One writer or roll-up of a community at a time: `turn` sees to it where there are several,
 * piece by piece; a first load, which remembers its ids instead of looking them up, takes one turn for all of it.
 */
export async function writeEvents(
  engine: EventEngine,
  scope: Scope,
  options: WriteOptions,
  events: AsyncIterable<NeutralEvent> | Iterable<NeutralEvent>,
  onProgress: (progress: { read: number; written: number }) => void = () => {},
): Promise<WriteSummary> {
  const { turn = nobodyElse } = options;
  const write = async (writer: LogWriter): Promise<WriteSummary> => {
    for await (const event of events) {
      if (writer.take(event)) {
        // A source that is in memory never lets go by itself, and what is being sent would stand still.
        if (writer.summary.read % EVENTS_A_BREATH === 0) await breath();
        continue;
      }
      await writer.send();
      onProgress(writer.summary);
    }
    await writer.finish();
    onProgress(writer.summary);
    return writer.summary;
  };
  const first = await turn(async () =>
    (await isUntouched(engine, scope))
      ? write(new LogWriter(engine, scope, { ...options, turn: nobodyElse }, true))
      : null,
  );
  return first ?? write(new LogWriter(engine, scope, options, false));
}

const EVENTS_A_BREATH = 2_048;
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class LogWriter {
  readonly #engine: EventEngine;
  readonly #scope: Scope;
  readonly #importId: string | undefined;
  readonly #token: string;
  readonly #turn: Turn;
  /** Ids of this write, while the log held nothing before it; else every id is looked up. */
  readonly #seen: SeenIds | undefined;
  readonly #writeRow: RowWriter;
  readonly #changed = new Set<Day>();
  readonly summary: WriteSummary;
  /** Days marked with the present revision. */
  readonly #marked = new Set<Day>();
  #revision = 1;
  #knownBots = new Set<string>();
  #names = new Map<string, SourceName>();
  #bots = new Set<string>();
  /** Events whose ids came for the first time; two blocks take turns, being filled and being sent. */
  #sure = new EventBlock();
  #spare = new EventBlock();
  #doubtful: EventRow[] = [];
  #properties = 0;
  #doubtfulText = 0;
  #sent = 0;
  #sending: Promise<void> = Promise.resolve();

  constructor(engine: EventEngine, scope: Scope, options: WriteOptions, untouched: boolean) {
    this.#engine = engine;
    this.#scope = scope;
    this.#importId = options.importId;
    this.#token = options.token ?? newId();
    this.#turn = options.turn ?? nobodyElse;
    this.#seen = untouched ? new SeenIds() : undefined;
    this.#writeRow = rowWriter({ communityId: scope.communityId, zone: options.zone }, (name) =>
      this.#names.set(name.id, name),
    );
    this.summary = {
      read: 0,
      written: 0,
      edited: 0,
      merged: 0,
      byKind: {},
      unknownKinds: 0,
      first: null,
      last: null,
      changed: this.#changed,
    };
  }

  /** Takes one event; false when it is time to send. */
  take(event: NeutralEvent): boolean {
    const block = this.#sure;
    this.#writeRow(block, event, this.summary.read++);
    const row = block.length - 1;
    const { summary } = this;
    const at = block.at[row]!;
    if (summary.first === null || at < summary.first) summary.first = at;
    if (summary.last === null || at > summary.last) summary.last = at;
    if (block.bot[row] === 1) this.#bots.add(block.accountId.textAt(row));
    this.#properties += block.properties[row]!.length;
    if (this.#seen === undefined || this.#seen.mayHaveSeen(block.eventId.words, row * 4)) {
      const doubtful = block.takeLast();
      this.#doubtfulText += doubtful.text.length + doubtful.properties.length;
      this.#doubtful.push(doubtful);
    }
    const isRoom = this.#properties + block.text.size < TEXT_AT_ONCE && this.#doubtfulText < TEXT_AT_ONCE / 2;
    return isRoom && block.length < ROWS_AT_ONCE && this.#doubtful.length < DOUBTFUL_AT_ONCE;
  }

  /** Sends what was taken while the next rows are made; rows that may be known wait until they are many. */
  async send(): Promise<void> {
    const enough = this.#doubtful.length >= DOUBTFUL_AT_ONCE || this.#doubtfulText >= TEXT_AT_ONCE / 2;
    await this.#sending;
    const sure = this.#sure;
    const doubtful = enough ? this.#doubtful : [];
    // What was sent before is done with: its block is filled next.
    this.#sure = this.#spare;
    this.#sure.clear();
    this.#spare = sure;
    if (enough) {
      this.#doubtful = [];
      this.#doubtfulText = 0;
    }
    this.#properties = 0;
    this.#sending = this.#turn(() => this.#write(sure, doubtful));
    // Heard by the next send or by finish; a failure in between must not end the process.
    this.#sending.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.#sending;
    if (this.#sure.length + this.#doubtful.length > 0) await this.#turn(() => this.#write(this.#sure, this.#doubtful));
  }

  async #write(sure: EventBlock, doubtful: readonly EventRow[]): Promise<void> {
    const names = this.#names;
    const bots = this.#bots;
    this.#names = new Map();
    this.#bots = new Set();
    // Others may have had their turn since: what was marked may be rolled up, and bots may be known by now.
    if (!this.#seen) {
      this.#marked.clear();
      this.#revision = await nextRevision(this.#engine, this.#scope);
      if (bots.size > 0) this.#knownBots = await botAccounts(this.#engine, this.#scope);
    }
    const newBots = [...bots].filter((bot) => !this.#knownBots.has(bot));
    if (sure.length > 0) await this.#writeSure(sure, newBots);
    if (doubtful.length > 0) await this.#writeDoubtful(doubtful, newBots);
    for (const bot of newBots) this.#knownBots.add(bot);
    await recordNames(this.#engine, this.#scope, names.values(), this.#importId);
    await insertNames(this.#engine, this.#scope, names.values());
  }

  async #mark(days: Iterable<Day>): Promise<void> {
    const fresh = [...days].filter((day) => !this.#marked.has(day));
    await markDays(this.#engine, this.#scope, fresh, this.#revision);
    for (const day of fresh) {
      this.#marked.add(day);
      this.#changed.add(day);
    }
  }

  /** Rows of a log that held nothing before this write and whose ids came for the first time. */
  async #writeSure(block: EventBlock, newBots: readonly string[]): Promise<void> {
    await this.#mark(new Set(block.day.subarray(0, block.length)));
    await insertBots(this.#engine, this.#scope, newBots);
    const token = `${this.#token}:${this.#sent++}`;
    await insertBlock(this.#engine, this.#scope, block, { importId: this.#importId, token });
    const kinds = new Map<string, number>();
    for (let row = 0; row < block.length; row++) kinds.set(block.kind[row]!, (kinds.get(block.kind[row]!) ?? 0) + 1);
    for (const [kind, count] of kinds) this.#count(kind, count);
  }

  async #writeDoubtful(rows: readonly EventRow[], newBots: readonly string[]): Promise<void> {
    const byId = new Map<string, EventRow[]>();
    for (const row of rows) {
      const group = byId.get(row.eventId);
      if (group) group.push(row);
      else byId.set(row.eventId, [row]);
    }
    const known = await knownVersions(this.#engine, this.#scope, [...byId.keys()]);
    const news = [...byId].filter(([id, group]) => {
      const there = known.get(id);
      if (!there) return true;
      const adds = group.some((row) => row.version > there.version || row.version < there.originVersion);
      if (!adds) this.summary.merged += group.length;
      return adds;
    });
    await recordSightings(this.#engine, this.#scope, { known, byId }, this.#importId);
    const ids = news.map(([id]) => id).filter((id) => known.has(id));
    const standing = await standingRows(this.#engine, this.#scope, ids);
    const changes: Change[] = [];
    const placed: Placed[] = [];
    for (const [id, group] of news) {
      const before = standing.get(id);
      const { row, leaves, added, edited, repeated } = mergeVersions(before, group);
      this.summary.edited += edited;
      this.summary.merged += repeated;
      if (!row) continue;
      if (added > 0) this.#count(row.kind);
      changes.push({ before, after: row });
      placed.push({ row, leaves });
    }
    await this.#mark(await staleDays(this.#engine, this.#scope, changes, newBots));
    await insertBots(this.#engine, this.#scope, newBots);
    await this.#insert(placed, digestOf(placed));
  }

  async #insert(placed: readonly Placed[], name: string): Promise<void> {
    const token = `${this.#token}:${name}`;
    await insertPlaced(this.#engine, this.#scope, placed, { importId: this.#importId, token });
  }

  #count(kind: string, count = 1): void {
    const { summary } = this;
    summary.written += count;
    summary.byKind[kind] = (summary.byKind[kind] ?? 0) + count;
    if (!isKnownKind(kind)) summary.unknownKinds += count;
  }
}

/** Names an insert by what it says, because a second try after a kill may find less to write than the first did. */
function digestOf(placed: readonly Placed[]): string {
  const hash = createHash('sha256');
  for (const { row } of placed)
    hash.update(`${row.eventId} ${row.version} ${row.originVersion} ${row.accountId} ${row.day}\n`);
  return hash.digest('hex');
}
