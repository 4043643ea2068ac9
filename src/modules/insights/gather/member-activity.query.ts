import { mondayOf, type Day } from '#kernel/calendar.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { DAY_WORDS } from '../figures/activity-bits.ts';
import { asWords } from './id-index.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

/** What the roll-up says of each persona, in the order of their ids. Days 0 = none. */
export type PersonaActivity = {
  readonly rows: number;
  /** Ids as words, 4 a persona. */
  readonly ids: Uint32Array;
  readonly joined: Uint16Array;
  readonly firstActive: Uint16Array;
  readonly lastActive: Uint16Array;
  readonly contributions28: Float64Array;
  readonly weight28: Float64Array;
  readonly weight365: Float64Array;
  readonly weightAll: Float64Array;
  readonly orders: Float64Array;
  readonly orders365: Float64Array;
  readonly lastPurchase: Uint16Array;
  readonly amount: Float64Array;
  readonly amount365: Float64Array;
  readonly lastLeave: Uint16Array;
  /** Words of day bits and of week bits, as `ActivityBits` describes. */
  readonly days: Uint32Array[];
  readonly weeks: Uint32Array[];
};

/** How much of each persona is asked for; what the community has none of costs nothing. */
export type ActivityExtent = {
  /** Monday of the first week whose bit is wanted; null: no week bits. */
  readonly firstMonday: Day | null;
  readonly purchases: boolean;
  readonly leaves: boolean;
  /** Only these personas: a fragment for the right side of IN. */
  readonly only?: Sql;
};

/**
 * One pass over the roll-up for all personas: first and last days, sums of the windows, and activity as bit masks, from
 * which every count of active days and weeks, DAU, MAU and cohorts is read later. An OR over 64-bit words is the
 * cheapest distinct count there is, and merges where somebody is active in several groups on a day.
 */
export async function personaActivity(frame: Frame, extent: ActivityExtent): Promise<PersonaActivity> {
  const { today } = frame;
  const weekWords = extent.firstMonday === null ? 0 : Math.ceil(((mondayOf(today) - extent.firstMonday) / 7 + 1) / 64);
  const found = await readColumns(
    frame,
    'insights.persona_activity',
    sql`SELECT persona_id, joined, first_active, last_active, contributions_28, weight_28, weight_365, weight_all
          ${extent.purchases ? sql`, orders, orders_365, last_purchase, amount_all, amount_365` : sql``}
          ${extent.leaves ? sql`, last_leave` : sql``}, ${wordColumns('d', DAY_WORDS / 2)}
          ${weekWords > 0 ? sql`, ${wordColumns('w', weekWords)}` : sql``}
        FROM (
          SELECT persona_id,
            minIf(day, toUnixTimestamp64Milli(first_at) > 0) AS joined,
            minIf(day, contributions > 0) AS first_active,
            maxIf(day, contributions > 0) AS last_active,
            toFloat64(sumIf(contributions, age < 28)) AS contributions_28,
            toFloat64(sumIf(weight, age < 28)) AS weight_28,
            toFloat64(sumIf(weight, age < 365)) AS weight_365,
            toFloat64(sum(weight)) AS weight_all
            ${extent.purchases ? purchaseSums : sql``}
            ${extent.leaves ? sql`, maxIf(day, toUnixTimestamp64Milli(last_leave_at) > 0) AS last_leave` : sql``},
            ${wordSums('d', 'day_word', 'day_bit', DAY_WORDS / 2)}
            ${weekWords > 0 ? sql`, ${wordSums('w', 'week_word', 'week_bit', weekWords)}` : sql``}
          FROM (${markedDays(frame, extent)})
          GROUP BY persona_id
        ) ORDER BY persona_id`,
  );
  const bytes16 = (name: string): Uint16Array => found.column(name) as Uint16Array;
  const floats = (name: string, there: boolean): Float64Array =>
    there ? (found.column(name) as Float64Array) : new Float64Array(found.rows);
  const words = (prefix: string, count: number): Uint32Array[] =>
    Array.from({ length: count }, (_, k) => found.column(`${prefix}${k}`) as Uint32Array);
  return {
    rows: found.rows,
    ids: asWords(found.rawUuids('persona_id')),
    joined: bytes16('joined'),
    firstActive: bytes16('first_active'),
    lastActive: bytes16('last_active'),
    contributions28: floats('contributions_28', true),
    weight28: floats('weight_28', true),
    weight365: floats('weight_365', true),
    weightAll: floats('weight_all', true),
    orders: floats('orders', extent.purchases),
    orders365: floats('orders_365', extent.purchases),
    lastPurchase: extent.purchases ? bytes16('last_purchase') : new Uint16Array(found.rows),
    amount: floats('amount_all', extent.purchases),
    amount365: floats('amount_365', extent.purchases),
    lastLeave: extent.leaves ? bytes16('last_leave') : new Uint16Array(found.rows),
    days: words('d', DAY_WORDS),
    weeks: words('w', weekWords * 2),
  };
}

const purchaseSums = sql`,
            toFloat64(sum(purchases)) AS orders,
            toFloat64(sumIf(purchases, age < 365)) AS orders_365,
            maxIf(day, purchases > 0) AS last_purchase,
            sum(amount) AS amount_all,
            sumIf(amount, age < 365) AS amount_365`;

/** The rows with their age in days, and the word and bit of their day and week; word 255 where there was no contribution. */
function markedDays(frame: Frame, { firstMonday, only }: ActivityExtent): Sql {
  const week =
    firstMonday === null
      ? sql``
      : sql`, toUInt16(intDiv(toInt32(day) - ${p.int(firstMonday)}, 7)) AS week,
            if(contributions > 0, toUInt8(intDiv(week, 64)), 255) AS week_word,
            bitShiftLeft(toUInt64(1), toUInt8(week % 64)) AS week_bit`;
  return sql`SELECT *, toUInt16(${p.int(frame.today)} - toInt32(day)) AS age,
            if(contributions > 0, toUInt8(least(intDiv(age, 64), 254)), 255) AS day_word,
            bitShiftLeft(toUInt64(1), toUInt8(age % 64)) AS day_bit${week}
          FROM member_days WHERE ${standingDays(frame)}${only ? sql` AND persona_id IN ${only}` : sql``}`;
}

const name = (text: string): Sql => sql`${p.identifier(text)}`;
const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** `groupBitOr` of each 64-bit word. */
const wordSums = (prefix: string, word: string, bit: string, count: number): Sql =>
  joinSql(
    range(count).map(
      (k) => sql`groupBitOr(if(${name(word)} = ${p.uint(k)}, ${name(bit)}, 0)) AS ${name(`${prefix}_${k}`)}`,
    ),
  );

/** Each 64-bit word as two of 32 bits, low first: 64-bit integers are no numbers in JavaScript. */
const wordColumns = (prefix: string, count: number): Sql =>
  joinSql(
    range(count).map((k) => {
      const word = name(`${prefix}_${k}`);
      return sql`toUInt32(bitAnd(${word}, 4294967295)) AS ${name(`${prefix}${2 * k}`)},
        toUInt32(bitShiftRight(${word}, 32)) AS ${name(`${prefix}${2 * k + 1}`)}`;
    }),
  );
