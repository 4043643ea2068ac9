import { parseDay } from '#kernel/calendar.ts';
import { ByteSink } from './byte-sink.ts';
import type { ColumnType } from './column-type.ts';
import { EncodedTexts } from './text-column.ts';

/** The values of one column of a batch, in row order. */
export type ColumnInput = ArrayLike<unknown>;

/** Writes one column's values to the sink; throws a TypeError that names the row's place in the batch. */
type Encode = (sink: ByteSink, values: ColumnInput, rows: number) => void;

export type ColumnWriter = {
  /** The type that is sent; the engine converts it to the column's own where they differ. */
  sent: string;
  encode: Encode;
};

const wrong = (value: unknown, what: string): TypeError => {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
  return new TypeError(`${shown} is not ${what}`);
};

type Typed = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Numbers that a typed array holds: copied as they are where the caller has such an array. */
function fixed(make: (length: number) => Typed, check: (value: number) => boolean, what: string): Encode {
  return (sink, values, rows) => {
    const same = make(0).constructor === (values as object).constructor;
    const list = same ? (values as Typed) : make(rows);
    if (!same) {
      for (let row = 0; row < rows; row++) {
        const given = values[row] ?? 0;
        const value = typeof given === 'boolean' ? Number(given) : (given as number);
        if (typeof value !== 'number' || !check(value)) throw wrong(given, what);
        list[row] = value;
      }
    }
    sink.raw(new Uint8Array(list.buffer, list.byteOffset, list.byteLength));
  };
}

const between = (low: number, high: number) => (value: number) =>
  Number.isInteger(value) && value >= low && value <= high;

/** Whole numbers as 64 bits, two's complement, low word first. */
function words64(rows: number, at: (row: number) => number | bigint): Uint8Array {
  const words = new Uint32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (typeof value === 'bigint') {
      words[row * 2] = Number(BigInt.asUintN(32, value));
      words[row * 2 + 1] = Number(BigInt.asUintN(32, value >> 32n));
    } else {
      words[row * 2] = value >>> 0;
      words[row * 2 + 1] = Math.floor(value / 4_294_967_296) >>> 0;
    }
  }
  return new Uint8Array(words.buffer);
}

const integers64 = (signed: boolean): Encode => {
  const low = signed ? -(2n ** 63n) : 0n;
  const high = signed ? 2n ** 63n : 2n ** 64n;
  return (sink, values, rows) => {
    sink.raw(
      words64(rows, (row) => {
        const given = values[row] ?? 0;
        const fits =
          typeof given === 'bigint'
            ? given >= low && given < high
            : Number.isSafeInteger(given) && (signed || (given as number) >= 0);
        if (!fits) throw wrong(given, signed ? 'an exact whole number' : 'an exact whole number of 0 or more');
        return given as number | bigint;
      }),
    );
  };
};

/** Days as numbers or as `YYYY-MM-DD`; the same texts come again and again. */
const dayReader = (): ((given: unknown) => number) => {
  const known = new Map<unknown, number>();
  return (given) => {
    if (typeof given === 'number') return given;
    let day = known.get(given);
    if (day !== undefined) return day;
    day = typeof given === 'string' ? parseDay(given) : undefined;
    if (day === undefined) throw wrong(given, 'a day');
    if (known.size > 10_000) known.clear();
    known.set(given, day);
    return day;
  };
};

const days: Encode = (sink, values, rows) => {
  if (values instanceof Uint16Array)
    return sink.raw(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const read = dayReader();
  const inRange = between(0, 65_535);
  const list = new Uint16Array(rows);
  for (let row = 0; row < rows; row++) {
    const given = values[row] ?? 0;
    const day = read(given);
    if (!inRange(day)) throw wrong(given, 'a day between 1970-01-01 and 2149-06-06');
    list[row] = day;
  }
  sink.raw(new Uint8Array(list.buffer));
};

const INSTANT = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?Z?$/;

function millisecondsOf(given: unknown, read: (given: unknown) => number): number {
  if (typeof given === 'number') return given;
  const match = typeof given === 'string' ? INSTANT.exec(given) : null;
  if (!match) throw wrong(given, 'an instant');
  const seconds = (Number(match[2]) * 60 + Number(match[3])) * 60 + Number(match[4]);
  return read(match[1]) * 86_400_000 + seconds * 1000 + Number((match[5] ?? '').padEnd(3, '0'));
}

/** Instants as milliseconds UTC or as `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
const instants = (digits: number): Encode => {
  const scale = 10 ** (digits - 3);
  return (sink, values, rows) => {
    const read = dayReader();
    sink.raw(
      words64(rows, (row) => {
        const given = values[row] ?? 0;
        const ms = millisecondsOf(given, read);
        if (!Number.isSafeInteger(ms)) throw wrong(given, 'an instant in whole milliseconds');
        return Math.floor(ms * scale);
      }),
    );
  };
};

const seconds: Encode = (sink, values, rows) => {
  const read = dayReader();
  const list = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) list[row] = Math.floor(millisecondsOf(values[row] ?? 0, read) / 1000);
  sink.raw(new Uint8Array(list.buffer));
};

const NIL = new Uint8Array(16);
const NIL_TEXT = '00000000-0000-0000-0000-000000000000';

const uuids: Encode = (sink, values, rows) => {
  if (values instanceof Uint8Array) {
    sink.uuidBytes(values.subarray(0, rows * 16));
    return;
  }
  for (let row = 0; row < rows; row++) {
    const given = values[row] ?? NIL_TEXT;
    if (given === NIL_TEXT) sink.raw(NIL);
    else if (typeof given !== 'string' || !sink.uuid(given)) throw wrong(given, 'a UUID');
  }
};

const texts: Encode = (sink, values, rows) => {
  for (let row = 0; row < rows; row++) {
    const given = values[row] ?? '';
    if (typeof given !== 'string') throw wrong(given, 'a text');
    sink.text(given);
  }
};

/** Labels of an enum: a missing one is the enum's first, as in the engine. */
const labels = (type: ColumnType): Encode => {
  const codes = new Map([...type.labels].map(([code, label]) => [label, code]));
  const smallest = Math.min(...type.labels.keys());
  const wide = type.name === 'Enum16';
  return (sink, values, rows) => {
    const list = wide ? new Int16Array(rows) : new Int8Array(rows);
    for (let row = 0; row < rows; row++) {
      const given = values[row];
      const code = given === undefined ? smallest : codes.get(given as string);
      if (code === undefined) throw wrong(given, `one of ${[...codes.keys()].join(', ')}`);
      list[row] = code;
    }
    sink.raw(new Uint8Array(list.buffer));
  };
};

const arrays =
  (element: Encode): Encode =>
  (sink, values, rows) => {
    const all: unknown[] = [];
    for (let row = 0; row < rows; row++) {
      const given = values[row] ?? [];
      if (!Array.isArray(given)) throw wrong(given, 'a list');
      for (const one of given) all.push(one);
      sink.integer64(all.length);
    }
    element(sink, all, all.length);
  };

const SIMPLE: Record<string, Encode> = {
  UInt8: fixed((n) => new Uint8Array(n), between(0, 255), 'a whole number from 0 to 255'),
  Bool: fixed((n) => new Uint8Array(n), between(0, 1), 'true or false'),
  UInt16: fixed((n) => new Uint16Array(n), between(0, 65_535), 'a whole number from 0 to 65535'),
  UInt32: fixed((n) => new Uint32Array(n), between(0, 4_294_967_295), 'a whole number from 0 to 4294967295'),
  Int8: fixed((n) => new Int8Array(n), between(-128, 127), 'a whole number from -128 to 127'),
  Int16: fixed((n) => new Int16Array(n), between(-32_768, 32_767), 'a whole number from -32768 to 32767'),
  Int32: fixed((n) => new Int32Array(n), between(-2_147_483_648, 2_147_483_647), 'a whole number of 32 bits'),
  Float32: fixed(
    (n) => new Float32Array(n),
    () => true,
    'a number',
  ),
  Float64: fixed(
    (n) => new Float64Array(n),
    () => true,
    'a number',
  ),
  UInt64: integers64(false),
  Int64: integers64(true),
  Date: days,
  DateTime: seconds,
  UUID: uuids,
  String: texts,
};

/** The writer of a column's type; undefined for types that Native encoding here does not know. */
export function columnWriter(type: ColumnType): ColumnWriter | undefined {
  const simple = SIMPLE[type.name];
  if (simple) return { sent: type.text, encode: simple };
  if (type.name === 'DateTime64') return { sent: type.text, encode: instants(type.size) };
  if (type.name === 'Enum8' || type.name === 'Enum16') return { sent: type.text, encode: labels(type) };
  // A dictionary is the engine's own affair: it takes the plain values.
  if (type.name === 'LowCardinality') return columnWriter(type.of[0]!);
  if (type.name === 'Array') {
    const inner = columnWriter(type.of[0]!);
    return inner && { sent: `Array(${inner.sent})`, encode: arrays(inner.encode) };
  }
  return undefined;
}

function writeEncoded(sink: ByteSink, { sent }: ColumnWriter, texts: EncodedTexts): void {
  if (sent !== 'String') throw new TypeError(`texts are not ${sent}`);
  sink.raw(texts.bytes);
}

export type BlockColumn = { name: string; writer: ColumnWriter } & ({ values: ColumnInput } | { constant: string });

/** One block in Native format: columns of equal length; a constant column holds one UUID in every row. */
export function writeBlock(sink: ByteSink, columns: readonly BlockColumn[], rows: number): void {
  sink.varint(columns.length);
  sink.varint(rows);
  for (const column of columns) {
    sink.text(column.name);
    sink.text(column.writer.sent);
    if ('constant' in column) {
      const one = new ByteSink();
      one.uuid(column.constant);
      sink.repeat(one.flush(), rows);
      continue;
    }
    try {
      if (column.values instanceof EncodedTexts) writeEncoded(sink, column.writer, column.values);
      else column.writer.encode(sink, column.values, rows);
    } catch (error) {
      if (error instanceof TypeError) throw new TypeError(`column ${column.name}: ${error.message}`, { cause: error });
      throw error;
    }
  }
}
