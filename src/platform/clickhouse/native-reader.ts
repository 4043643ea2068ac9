import { Buffer } from 'node:buffer';
import { ByteSource, type Step } from './byte-source.ts';
import { parseColumnType, type ColumnType } from './column-type.ts';

export type NumericTypedArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

export type ColumnValues = NumericTypedArray | string[] | unknown[];

/** A result by columns. Columns of an empty result are empty, whatever their name. */
export type Columns = {
  readonly rows: number;
  readonly names: readonly string[];
  /**
   * Numbers as a typed array of their width, except: 64-bit integers as Float64Array (an error where one is not exact),
   * DateTime and DateTime64 as Float64Array of milliseconds UTC, Nullable numbers as Float64Array with NaN. Date is a
   * Uint16Array of days. Texts, UUIDs and enums are string[], arrays are arrays of these.
   */
  column(name: string): ColumnValues;
  /** `column` for numbers; an error where the column is not one. */
  numbers(name: string): NumericTypedArray;
  /** `column` for texts, ids and enums; an error where the column is not one. */
  texts(name: string): string[];
  /** A UUID column as 16 bytes a row, in the order in which a UUID is written. */
  rawUuids(name: string): Uint8Array;
};

/** One block's part of a column, as read. */
type Part =
  | { kind: 'numbers'; values: NumericTypedArray }
  | { kind: 'wide'; values: BigUint64Array | BigInt64Array }
  | { kind: 'uuids'; values: Uint8Array }
  | { kind: 'values'; values: unknown[] };

const FIXED: Record<string, [bytes: number, make: (buffer: ArrayBuffer) => NumericTypedArray]> = {
  UInt8: [1, (b) => new Uint8Array(b)],
  Bool: [1, (b) => new Uint8Array(b)],
  UInt16: [2, (b) => new Uint16Array(b)],
  Date: [2, (b) => new Uint16Array(b)],
  UInt32: [4, (b) => new Uint32Array(b)],
  Int8: [1, (b) => new Int8Array(b)],
  Int16: [2, (b) => new Int16Array(b)],
  Int32: [4, (b) => new Int32Array(b)],
  Date32: [4, (b) => new Int32Array(b)],
  Float32: [4, (b) => new Float32Array(b)],
  Float64: [8, (b) => new Float64Array(b)],
};

const numbers = (values: NumericTypedArray): Part => ({ kind: 'numbers', values });
const values = (list: unknown[]): Part => ({ kind: 'values', values: list });

/** The engine holds a UUID as two little-endian halves; turned round, in place, to the order in which it is written. */
function writtenOrder(bytes: Uint8Array): Uint8Array {
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).swap64();
  return bytes;
}

function formatUuids(bytes: Uint8Array): string[] {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return Array.from({ length: bytes.length / 16 }, (_, row) => {
    const at = row * 32;
    return `${hex.slice(at, at + 8)}-${hex.slice(at + 8, at + 12)}-${hex.slice(at + 12, at + 16)}-${hex.slice(at + 16, at + 20)}-${hex.slice(at + 20, at + 32)}`;
  });
}

/** 64-bit integers as doubles; an error where one would lose its last digits. */
function toExact(wide: BigUint64Array | BigInt64Array, scale = 1): Float64Array {
  const found = new Float64Array(wide.length);
  const words = new Uint32Array(wide.buffer, wide.byteOffset, wide.length * 2);
  const signed = wide instanceof BigInt64Array;
  for (let row = 0; row < wide.length; row++) {
    const high = words[row * 2 + 1]!;
    const value = (signed ? high | 0 : high) * 4294967296 + words[row * 2]!;
    if (!Number.isSafeInteger(value))
      throw new RangeError(`the 64-bit number ${wide[row]} is not exact as a JavaScript number`);
    found[row] = value * scale;
  }
  return found;
}

/** Ticks of 10^-digits seconds as milliseconds. */
function toMilliseconds(ticks: BigInt64Array, digits: number): Float64Array {
  if (digits <= 3) return toExact(ticks, 10 ** (3 - digits));
  const divisor = 10n ** BigInt(digits - 3);
  return Float64Array.from(ticks, (tick) => Number(tick / divisor) + Number(tick % divisor) / Number(divisor));
}

/** What a part shows to a caller: wide numbers as doubles, ids as texts. */
function shown(part: Part): ArrayLike<unknown> {
  if (part.kind === 'wide') return toExact(part.values);
  if (part.kind === 'uuids') return formatUuids(part.values);
  return part.values;
}

function* readPart(source: ByteSource, type: ColumnType, rows: number): Step<Part> {
  const fixed = FIXED[type.name];
  if (fixed) return numbers(fixed[1](yield* source.take(rows * fixed[0])));
  switch (type.name) {
    case 'UInt64':
      return { kind: 'wide', values: new BigUint64Array(yield* source.take(rows * 8)) };
    case 'Int64':
      return { kind: 'wide', values: new BigInt64Array(yield* source.take(rows * 8)) };
    case 'DateTime':
      return numbers(Float64Array.from(new Uint32Array(yield* source.take(rows * 4)), (at) => at * 1000));
    case 'DateTime64':
      return numbers(toMilliseconds(new BigInt64Array(yield* source.take(rows * 8)), type.size));
    case 'UUID':
      return { kind: 'uuids', values: writtenOrder(new Uint8Array(yield* source.take(rows * 16))) };
    case 'String':
      return values(yield* source.texts(rows));
    case 'FixedString': {
      const bytes = Buffer.from(yield* source.take(rows * type.size));
      return values(
        Array.from({ length: rows }, (_, row) => bytes.toString('utf8', row * type.size, (row + 1) * type.size)),
      );
    }
    case 'Enum8':
      return values(Array.from(new Int8Array(yield* source.take(rows)), (code) => type.labels.get(code)));
    case 'Enum16':
      return values(Array.from(new Int16Array(yield* source.take(rows * 2)), (code) => type.labels.get(code)));
    case 'Array':
      return yield* readArrays(source, type.of[0]!, rows);
    case 'Nullable':
      return yield* readNullable(source, type.of[0]!, rows);
    case 'LowCardinality':
      return yield* readDictionary(source, type.of[0]!, rows);
    case 'Nothing':
      yield* source.take(rows);
      return values(Array.from({ length: rows }, () => null));
    default:
      throw new TypeError(`columns() does not read the type ${type.text}`);
  }
}

/** What stands before a column's values: the version of each dictionary's format inside it, the same in every block. */
function* skipPrefix(source: ByteSource, type: ColumnType): Step<void> {
  if (type.name === 'LowCardinality') yield* source.take(8);
  else for (const inner of type.of) yield* skipPrefix(source, inner);
}

function* readArrays(source: ByteSource, element: ColumnType, rows: number): Step<Part> {
  const ends = toExact(new BigUint64Array(yield* source.take(rows * 8)));
  const all = shown(yield* readPart(source, element, rows === 0 ? 0 : ends[rows - 1]!)) as
    | NumericTypedArray
    | unknown[];
  return values(Array.from({ length: rows }, (_, row) => all.slice(row === 0 ? 0 : ends[row - 1]!, ends[row]!)));
}

function* readNullable(source: ByteSource, inner: ColumnType, rows: number): Step<Part> {
  const missing = new Uint8Array(yield* source.take(rows));
  const part = yield* readPart(source, inner, rows);
  const list = shown(part);
  if (part.kind === 'numbers' || part.kind === 'wide') {
    return numbers(Float64Array.from(list as ArrayLike<number>, (value, row) => (missing[row] ? Number.NaN : value)));
  }
  return values(Array.from(list, (value, row) => (missing[row] ? null : value)));
}

const KEYS = [
  (b: ArrayBuffer) => new Uint8Array(b),
  (b: ArrayBuffer) => new Uint16Array(b),
  (b: ArrayBuffer) => new Uint32Array(b),
  (b: ArrayBuffer) => toExact(new BigUint64Array(b)),
] as const;

function* readDictionary(source: ByteSource, inner: ColumnType, rows: number): Step<Part> {
  if (rows === 0) return values([]);
  const flags = new BigUint64Array(yield* source.take(8))[0]!;
  const nullable = inner.name === 'Nullable';
  const size = toExact(new BigUint64Array(yield* source.take(8)))[0]!;
  const dictionary = Array.from(shown(yield* readPart(source, nullable ? inner.of[0]! : inner, size)));
  if (nullable && size > 0) dictionary[0] = null;
  const count = toExact(new BigUint64Array(yield* source.take(8)))[0]!;
  const width = Number(flags & 0xffn);
  const keys = KEYS[width]!(yield* source.take(count * 2 ** width));
  return values(Array.from(keys, (key) => dictionary[key]));
}

type Found = { type: string; parts: Part[] };

function* readBlocks(source: ByteSource, columns: Map<string, Found>, count: (rows: number) => void): Step<void> {
  while (yield* source.need(1)) {
    const width = yield* source.varint();
    const rows = yield* source.varint();
    for (let index = 0; index < width; index++) {
      const name = yield* source.text();
      const type = yield* source.text();
      const parsed = parseColumnType(type);
      if (rows > 0) yield* skipPrefix(source, parsed);
      const part = yield* readPart(source, parsed, rows);
      const found = columns.get(name) ?? { type, parts: [] };
      found.parts.push(part);
      columns.set(name, found);
    }
    count(rows);
  }
}

function concatenate(parts: readonly ArrayLike<unknown>[], rows: number): ColumnValues {
  const [first] = parts;
  if (!first) return [];
  if (parts.length === 1) return first as ColumnValues;
  if (Array.isArray(first)) return (parts as unknown[][]).flat(1);
  const whole = new (first.constructor as new (length: number) => NumericTypedArray)(rows);
  let at = 0;
  for (const part of parts as NumericTypedArray[]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Decodes a result in Native format as it comes. A column is put together when it is first asked for. */
export async function readNative(pieces: AsyncIterable<Uint8Array>): Promise<Columns> {
  const columns = new Map<string, Found>();
  let rows = 0;
  const steps = readBlocks(new ByteSource(), columns, (more) => (rows += more));
  steps.next();
  for await (const piece of pieces) if (piece.length > 0) steps.next(piece);
  steps.next(undefined);
  return columnsOf(columns, rows);
}

function columnsOf(found: Map<string, Found>, rows: number): Columns {
  const whole = new Map<string, ColumnValues>();
  const get = (name: string): Found | undefined => {
    const column = found.get(name);
    if (!column && rows > 0)
      throw new TypeError(`the result has no column ${name}, only ${[...found.keys()].join(', ')}`);
    return column;
  };
  const column = (name: string): ColumnValues => {
    const ready = whole.get(name);
    if (ready) return ready;
    const parts = get(name)?.parts ?? [];
    const made = concatenate(parts.map(shown), rows);
    whole.set(name, made);
    return made;
  };
  return {
    rows,
    names: [...found.keys()],
    column,
    numbers(name) {
      const list = column(name);
      if (!Array.isArray(list)) return list;
      if (list.length === 0) return new Float64Array(0);
      throw new TypeError(`column ${name} (${found.get(name)?.type}) is not numeric`);
    },
    texts(name) {
      const list = column(name);
      if (!Array.isArray(list) || (list.length > 0 && Array.isArray(list[0]))) {
        throw new TypeError(`column ${name} (${found.get(name)?.type}) does not hold texts`);
      }
      return list as string[];
    },
    rawUuids(name) {
      const parts = (get(name)?.parts ?? []).map((part) => {
        if (part.kind !== 'uuids') throw new TypeError(`column ${name} does not hold UUIDs`);
        return part.values;
      });
      return parts.length === 0 ? new Uint8Array(0) : (concatenate(parts, rows * 16) as Uint8Array);
    },
  };
}
