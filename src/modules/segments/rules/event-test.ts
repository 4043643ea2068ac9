import type { EventColumn, DayColumn } from '#modules/insights/index.ts';
import { EVENT_KINDS } from '#modules/events/contract.ts';
import type { InputFault } from '#kernel/errors.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { EventFilter } from '../rule.contract.ts';
import type { Known } from './rule-kind.ts';
import { numberTest } from './tests.ts';

type PropertyTest = NonNullable<EventFilter['properties']>[number];

const keys = (path: string): Sql =>
  joinSql(
    path.split('.').map((key) => sql`, ${p.string(key)}`),
    sql``,
  );

/** The type of a property of an event's JSON; '' where there is none. */
const typeOf = (path: string): Sql => sql`toString(JSONType(properties${keys(path)}))`;
const NUMBERS = sql`('Int64', 'UInt64', 'Double')`;

/** Whether a property is a number. */
export const isNumber = (path: string): Sql => sql`${typeOf(path)} IN ${NUMBERS}`;
/** A property as a number; 0 where it is none. */
export const numberAt = (path: string): Sql => sql`JSONExtractFloat(properties${keys(path)})`;

function propertyTest({ path, test, value }: PropertyTest): Sql {
  if (test === 'exists') return sql`${typeOf(path)} NOT IN ('', 'Null') AND JSONHas(properties${keys(path)})`;
  if (test === 'contains') {
    return sql`positionCaseInsensitiveUTF8(JSONExtractString(properties${keys(path)}), ${p.string(String(value))}) > 0`;
  }
  if (test !== 'is') return sql`${isNumber(path)} AND ${numberTest(numberAt(path), test, Number(value))}`;
  if (typeof value === 'number') return sql`${isNumber(path)} AND ${numberAt(path)} = ${p.float(value)}`;
  if (typeof value === 'boolean') {
    return sql`${typeOf(path)} = 'Bool' AND JSONExtractBool(properties${keys(path)}) = ${p.uint(value ? 1 : 0)}`;
  }
  return sql`${typeOf(path)} = 'String' AND JSONExtractString(properties${keys(path)}) = ${p.string(value!)}`;
}

/** Which events a filter means, as a condition on a row of the log, and the columns that it reads. */
export function eventTest(filter: EventFilter): { test: Sql; columns: EventColumn[] } {
  const columns = new Set<EventColumn>();
  const tests: Sql[] = [];
  const kinds = filter.kinds.filter((kind) => kind !== 'contribution');
  const some: Sql[] = [];
  if (kinds.length < filter.kinds.length) {
    columns.add('weight');
    some.push(sql`weight > 0`);
  }
  if (kinds.length > 0) {
    columns.add('kind');
    some.push(sql`kind IN ${p.strings(kinds)}`);
  }
  tests.push(sql`(${joinSql(some, sql` OR `)})`);
  if (filter.platform !== undefined) {
    columns.add('platform');
    tests.push(sql`platform = ${p.string(filter.platform)}`);
  }
  if (filter.groupId !== undefined) {
    columns.add('group_id');
    tests.push(sql`group_id = ${p.uuid(filter.groupId)}`);
  }
  if (filter.value !== undefined) {
    columns.add('value').add('has_value');
    tests.push(sql`has_value = 1 AND ${numberTest(sql`value`, filter.value.test, filter.value.number)}`);
  }
  for (const property of filter.properties ?? []) {
    columns.add('properties');
    tests.push(propertyTest(property));
  }
  return { test: sql`(${joinSql(tests, sql` AND `)})`, columns: [...columns] };
}

const isPlain = ({ platform, value, properties }: EventFilter): boolean =>
  platform === undefined && value === undefined && (properties === undefined || properties.length === 0);

/** Kinds that the roll-up of days counts as messages. */
const MESSAGES = ['message', 'reply', 'answer', 'post', 'submission', 'review'];

/** The column of the roll-up of days that counts what a filter means; undefined where only the log knows. */
export function dayCount(filter: EventFilter): { count: Sql; columns: DayColumn[]; where: Sql } | undefined {
  if (!isPlain(filter)) return undefined;
  const kinds = [...new Set(filter.kinds)];
  const column = kinds.includes('contribution')
    ? kinds.every((kind) => kind === 'contribution' || EVENT_KINDS[kind].contribution)
      ? 'contributions'
      : undefined
    : kinds.length === MESSAGES.length && kinds.every((kind) => MESSAGES.includes(kind))
      ? 'messages'
      : kinds.length === 1 && kinds[0] === 'purchase'
        ? 'purchases'
        : undefined;
  if (column === undefined) return undefined;
  const count = sql`${p.identifier(column)}`;
  if (filter.groupId === undefined) return { count, columns: [column], where: sql`${count} > 0` };
  const where = sql`(${count} > 0 AND group_id = ${p.uuid(filter.groupId)})`;
  return { count, columns: [column, 'group_id'], where };
}

/** Whether the sum of what a filter means is the amount in the roll-up of days: purchases less refunds. */
export const isAmount = (filter: EventFilter): boolean =>
  isPlain(filter) &&
  filter.groupId === undefined &&
  new Set(filter.kinds).size === 2 &&
  filter.kinds.includes('purchase') &&
  filter.kinds.includes('refund');

/** What a filter names and does not exist, below `where`. */
export function checkFilter(filter: EventFilter, known: Known, where: string): InputFault[] {
  const faults: InputFault[] = [];
  if (filter.groupId !== undefined && !known.group(filter.groupId)) {
    faults.push({ where: `${where}/groupId`, what: 'there is no such group' });
  }
  if (filter.platform !== undefined && !known.platform(filter.platform)) {
    faults.push({ where: `${where}/platform`, what: `nobody is on a platform called ${filter.platform}` });
  }
  return faults;
}
