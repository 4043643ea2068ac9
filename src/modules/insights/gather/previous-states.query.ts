import { SILENT_KINDS, TIERS, VALUE_CELLS } from '../contract.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { NEVER } from '#modules/tiers/index.ts';
import { asWords } from './id-index.ts';
import { readColumns, type Frame } from './standing.ts';

/** Everybody's facts and placement as an evaluation wrote them, by columns in the order of member ids. */
export type PreviousStates = {
  readonly rows: number;
  readonly ids: Uint32Array;
  column(name: (typeof NUMBERS)[number]): ArrayLike<number>;
  /** Days, NEVER where there was none. */
  days(name: (typeof DAYS)[number]): Int32Array;
  /** Codes as `EngagementTiers` and `ValueScheme` have them: the index into the names, 255 = none. */
  readonly tier: Uint8Array;
  readonly silentKind: Uint8Array;
  readonly cell: Uint8Array;
};

const NUMBERS = [
  'is_member',
  'paying',
  'recency',
  'frequency',
  'monetary',
  'active_days28',
  'active_weeks13',
  'active_days365',
  'weight28',
  'weight365',
  'received91',
  'fans91',
  'purchases365',
  'amount365',
  'contributions28',
  'expert',
  'orders',
  'amount',
  'influence',
] as const;
const DAYS = ['joined_day', 'last_day', 'last_purchase_day'] as const;

/** Reads what an evaluation wrote. */
export async function readPreviousStates(frame: Frame, evaluationId: string): Promise<PreviousStates> {
  const columns = joinSql([...NUMBERS, ...DAYS].map((name) => sql`${p.identifier(name)}`));
  const found = await readColumns(
    frame,
    'insights.previous_states',
    sql`SELECT member_id, ${columns}, ${code('tier', TIERS)} AS tier_code, ${code('silent_kind', SILENT_KINDS)} AS kind_code,
          ${code('value_cell', VALUE_CELLS)} AS cell_code
        FROM member_states WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluationId)} ORDER BY member_id`,
  );
  return {
    rows: found.rows,
    ids: asWords(found.rawUuids('member_id')),
    column: (name) => found.numbers(name),
    days: (name) => daysOrNever(found.numbers(name)),
    tier: found.numbers('tier_code') as Uint8Array,
    silentKind: found.numbers('kind_code') as Uint8Array,
    cell: found.numbers('cell_code') as Uint8Array,
  };
}

function daysOrNever(days: ArrayLike<number>): Int32Array {
  const out = new Int32Array(days.length);
  for (let i = 0; i < out.length; i++) out[i] = days[i] === 0 ? NEVER : days[i]!;
  return out;
}

const code = (column: string, names: readonly string[]): Sql =>
  sql`toUInt8(transform(CAST(${p.identifier(column)}, 'String'), ${p.strings(names)}, ${p.uints(names.map((_, index) => index))}, 255))`;
