import { formatDay, type Day } from '#kernel/calendar.ts';
import type { Scope } from './scope.ts';

type Bound = string | number | boolean | readonly string[] | readonly number[];

/** A value that travels to the engine beside the statement, with the type it has there; never part of the text. */
export class Param {
  readonly type: string;
  readonly value: Bound;

  constructor(type: string, value: Bound) {
    this.type = type;
    this.value = value;
  }
}

/** A statement or a fragment of one: literal pieces with parameters between them, and the scopes it is limited to. */
export class Sql {
  readonly pieces: readonly string[];
  readonly params: readonly Param[];
  readonly scopes: readonly Scope[];

  constructor(pieces: readonly string[], params: readonly Param[], scopes: readonly Scope[]) {
    this.pieces = pieces;
    this.params = params;
    this.scopes = scopes;
  }
}

export type SqlValue = Param | Sql;

/** What is sent: text with `{p0:Type}` placeholders, and the value of each. */
export type Compiled = { text: string; params: Record<string, Bound> };

/**
 * Builds a statement out of a template. Values are typed parameters (`p.uuid(id)`) or other statements, which are
 * spliced in; plain strings are refused by the types, so that no value can become text.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  const pieces = [strings[0]!];
  const params: Param[] = [];
  const scopes: Scope[] = [];
  for (const [index, value] of values.entries()) {
    const after = strings[index + 1]!;
    if (value instanceof Param) {
      params.push(value);
      pieces.push(after);
    } else if (value instanceof Sql) {
      pieces[pieces.length - 1] += value.pieces[0]!;
      pieces.push(...value.pieces.slice(1));
      pieces[pieces.length - 1] += after;
      params.push(...value.params);
      scopes.push(...value.scopes);
    } else {
      throw new TypeError('a value of a statement must be a parameter made by `p` or another statement');
    }
  }
  return new Sql(pieces, params, scopes);
}

/** Joins fragments with a separator, `, ` unless told; the separator is part of the code, never input. */
export function joinSql(parts: readonly Sql[], separator: Sql = sql`, `): Sql {
  const [first, ...rest] = parts;
  if (!first) return sql``;
  return rest.reduce((all, part) => sql`${all}${separator}${part}`, first);
}

/**
 * Limits a table of a statement to one community. Every read of a community's rows carries one for each table it
 * reads; a statement without it is refused before it is sent. `alias` is a name written in the code.
 */
export function inScope(scope: Scope, alias?: string): Sql {
  if (alias !== undefined && !/^[A-Za-z_]\w*$/.test(alias)) throw new TypeError(`not a table alias: ${alias}`);
  const at = alias === undefined ? '' : `${alias}.`;
  return new Sql(
    [`(${at}workspace_id = `, ` AND ${at}community_id = `, ')'],
    [new Param('UUID', scope.workspaceId), new Param('UUID', scope.communityId)],
    [scope],
  );
}

/**
 * The first two columns, `workspace_id` and `community_id`, of an INSERT … SELECT, by their place. They have no names: a
 * name would stand for the constant in the same SELECT's `inScope` too, which would then be true of everybody's rows.
 */
export const scopeColumns = (scope: Scope): Sql =>
  sql`${new Param('UUID', scope.workspaceId)}, ${new Param('UUID', scope.communityId)}`;

/** The text with numbered placeholders, and their values; equal parameters share one placeholder. */
export function compileSql(statement: Sql): Compiled {
  const params: Record<string, Bound> = {};
  const names = new Map<string, string>();
  let text = statement.pieces[0]!;
  for (const [index, param] of statement.params.entries()) {
    const key = typeof param.value === 'string' ? `${param.type} ${param.value}` : '';
    let name = key === '' ? undefined : names.get(key);
    if (name === undefined) {
      name = `p${Object.keys(params).length}`;
      params[name] = param.value;
      if (key !== '') names.set(key, name);
    }
    text += `{${name}:${param.type}}${statement.pieces[index + 1]!}`;
  }
  return { text, params };
}

/** An instant as the engine reads it; the parameter's type says that it is UTC. */
const instant = (ms: number): string => {
  if (!(Number.isInteger(ms) && ms >= -2_208_988_800_000 && ms < 10_413_792_000_000)) {
    throw new TypeError(`not an instant in whole milliseconds between 1900 and 2299: ${ms}`);
  }
  return new Date(ms).toISOString().replace('T', ' ').slice(0, 23);
};

const integer = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a whole number: ${value}`);
  return value;
};

const date = (day: Day): string => {
  if (!(Number.isInteger(day) && day >= 0 && day <= 65_535))
    throw new TypeError(`not a day that the engine can hold: ${day}`);
  return formatDay(day);
};

/** Makers of typed parameters. */
export const p = {
  uuid: (value: string) => new Param('UUID', value),
  string: (value: string) => new Param('String', value),
  /** A signed 64-bit integer. */
  int: (value: number) => new Param('Int64', integer(value)),
  /** An unsigned 64-bit integer. */
  uint: (value: number) => new Param('UInt64', integer(value)),
  float: (value: number) => new Param('Float64', value),
  bool: (value: boolean) => new Param('Bool', value),
  /** A calendar day: days since 1970-01-01, up to 65535. */
  day: (value: Day) => new Param('Date', date(value)),
  /** An instant in milliseconds UTC. */
  instant: (ms: number) => new Param("DateTime64(3, 'UTC')", instant(ms)),
  uuids: (values: readonly string[]) => new Param('Array(UUID)', values),
  strings: (values: readonly string[]) => new Param('Array(String)', values),
  ints: (values: readonly number[]) => new Param('Array(Int64)', values.map(integer)),
  uints: (values: readonly number[]) => new Param('Array(UInt64)', values.map(integer)),
  floats: (values: readonly number[]) => new Param('Array(Float64)', values),
  days: (values: readonly Day[]) => new Param('Array(Date)', values.map(date)),
  /** A name in the code's own closed list, such as a column to sort by. */
  identifier: (name: string) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError(`not a column name: ${name}`);
    return new Param('Identifier', name);
  },
};
