import type { Buffer } from 'node:buffer';
import { ByteSink } from './byte-sink.ts';
import { columnWriter, writeBlock, type BlockColumn, type ColumnInput, type ColumnWriter } from './native-writer.ts';
import type { ColumnType } from './column-type.ts';
import type { Scope } from './scope.ts';

/** A table's columns by name, in order. */
export type TableShape = ReadonlyMap<string, ColumnType>;

/** Rows by columns: each a list of equal length, or 16 bytes a row for a UUID column. */
export type ColumnBatch = Readonly<Record<string, ColumnInput>>;

type Many<T> = Iterable<T> | AsyncIterable<T>;

/** So many rows make a block; fewer when their texts are long, so that memory stays bounded. */
const BLOCK_ROWS = 8192;
const BLOCK_CHARACTERS = 4 << 20;

const OWN = ['workspace_id', 'community_id'] as const;

/** Which columns an insert fills, and how. */
export type InsertPlan = {
  names: readonly string[];
  columns: readonly string[];
  writers: readonly ColumnWriter[];
  own: ColumnWriter;
};

/** Plans an insert into the named columns; undefined where a type has no encoding here; throws for unknown columns. */
export function planInsert(table: string, shape: TableShape, names: readonly string[]): InsertPlan | undefined {
  const writers: ColumnWriter[] = [];
  for (const name of names) {
    const type = shape.get(name);
    if (!type) throw new TypeError(`table ${table} has no column ${name}`);
    const writer = columnWriter(type);
    if (!writer) return undefined;
    writers.push(writer);
  }
  for (const own of OWN) if (!shape.has(own)) throw new TypeError(`table ${table} has no column ${own}`);
  return { names, columns: [...OWN, ...names], writers, own: columnWriter(shape.get(OWN[0])!)! };
}

function encode(sink: ByteSink, scope: Scope, plan: InsertPlan, lists: readonly ColumnInput[], rows: number): Buffer {
  const columns: BlockColumn[] = [
    { name: OWN[0], writer: plan.own, constant: scope.workspaceId },
    { name: OWN[1], writer: plan.own, constant: scope.communityId },
    ...plan.names.map((name, index) => ({ name, writer: plan.writers[index]!, values: lists[index]! })),
  ];
  writeBlock(sink, columns, rows);
  return sink.flush();
}

/** Checks that a row belongs to the scope, and to the plan made from the first row. */
function checkKeys(row: Record<string, unknown>, scope: Scope, planned: ReadonlySet<string>): void {
  for (const key in row) {
    if (planned.has(key) || row[key] === undefined) continue;
    const own = key === OWN[0] ? scope.workspaceId : key === OWN[1] ? scope.communityId : undefined;
    if (own === undefined) throw new TypeError(`a row has column ${key}, which the first row of its insert has not`);
    if (row[key] !== own) throw new TypeError(`a row belongs to another scope than its insert: ${key}`);
  }
}

/** Gathers rows into columns; a block is ready when it is full. */
class RowBlock {
  readonly #scope: Scope;
  readonly #plan: InsertPlan;
  readonly #planned: ReadonlySet<string>;
  readonly #sink = new ByteSink();
  #lists: unknown[][] = [];
  #rows = 0;
  #characters = 0;

  constructor(scope: Scope, plan: InsertPlan) {
    this.#scope = scope;
    this.#plan = plan;
    this.#planned = new Set(plan.names);
    this.#lists = plan.names.map(() => []);
  }

  add(given: object): Buffer | undefined {
    const row = given as Record<string, unknown>;
    checkKeys(row, this.#scope, this.#planned);
    const { names } = this.#plan;
    for (let index = 0; index < names.length; index++) {
      const value = row[names[index]!];
      if (typeof value === 'string') this.#characters += value.length;
      this.#lists[index]!.push(value);
    }
    this.#rows++;
    return this.#rows >= BLOCK_ROWS || this.#characters >= BLOCK_CHARACTERS ? this.take() : undefined;
  }

  take(): Buffer | undefined {
    if (this.#rows === 0) return undefined;
    const block = encode(this.#sink, this.#scope, this.#plan, this.#lists, this.#rows);
    for (const list of this.#lists) list.length = 0;
    this.#rows = 0;
    this.#characters = 0;
    return block;
  }
}

/** The blocks of an insert of rows. Rows that come at once are not waited for one by one. */
export async function* rowBlocks(scope: Scope, plan: InsertPlan, rows: Many<object>): AsyncGenerator<Buffer> {
  const block = new RowBlock(scope, plan);
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      const full = block.add(row);
      if (full) yield full;
    }
  } else {
    for await (const row of rows) {
      const full = block.add(row);
      if (full) yield full;
    }
  }
  const last = block.take();
  if (last) yield last;
}

/** The blocks of an insert of columns; each batch is one block. */
export async function* columnBlocks(
  scope: Scope,
  plan: InsertPlan,
  batches: Many<ColumnBatch>,
): AsyncGenerator<Buffer> {
  const sink = new ByteSink();
  for await (const batch of batches) {
    const lists = plan.names.map((name) => {
      const list = batch[name];
      if (!list) throw new TypeError(`a batch has no column ${name}, which the first one has`);
      return list;
    });
    const rows = lists.map((list, index) =>
      plan.writers[index]!.sent === 'UUID' && list instanceof Uint8Array ? list.length / 16 : list.length,
    );
    if (rows.some((count) => count !== rows[0])) {
      throw new TypeError(
        `the columns of a batch differ in length: ${plan.names.map((name, index) => `${name} ${rows[index]}`).join(', ')}`,
      );
    }
    if (rows[0]) yield encode(sink, scope, plan, lists, rows[0]);
  }
}

function* after<T>(first: T, rest: Iterator<T>): Generator<T> {
  try {
    yield first;
    for (let step = rest.next(); !step.done; step = rest.next()) yield step.value;
  } finally {
    rest.return?.();
  }
}

async function* afterAsync<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield first;
    for (let step = await rest.next(); !step.done; step = await rest.next()) yield step.value;
  } finally {
    await rest.return?.();
  }
}

/** Looks at the first of many without losing it; undefined where there is none. */
export async function peek<T>(many: Many<T>): Promise<{ first: T; all: Many<T> } | undefined> {
  if (Symbol.iterator in many) {
    const iterator = many[Symbol.iterator]();
    const head = iterator.next();
    return head.done ? undefined : { first: head.value, all: after(head.value, iterator) };
  }
  const iterator = many[Symbol.asyncIterator]();
  const head = await iterator.next();
  return head.done ? undefined : { first: head.value, all: afterAsync(head.value, iterator) };
}
