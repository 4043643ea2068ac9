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
  readonly contributions28: Uint32Array;
  readonly weight28: Uint32Array;
  readonly weight365: Uint32Array;
  readonly weightAll: Uint32Array;
  readonly orders: Uint32Array;
  readonly orders365: Uint32Array;
  readonly lastPurchase: Uint16Array;
  readonly amount: Float64Array;
  readonly amount365: Float64Array;
  readonly lastLeave: Uint16Array;
  /** Active days of 28 and 365, active weeks of 13; null where bits were asked for, which say more. */
  readonly counts: { readonly days28: Uint8Array; readonly days365: Uint16Array; readonly weeks13: Uint8Array } | null;
  /** Words of day bits and of week bits, as `ActivityBits` describes; none where only counts were asked for. */
  readonly days: Uint32Array[];
  readonly weeks: Uint32Array[];
};

/** How much of each persona is asked for; what the community has none of costs nothing. */
export type ActivityExtent = {
  /** The bits themselves, for series, cohorts and to merge people; else only what is counted from them. */
  readonly bits: boolean;
  /** Monday of the first week whose bit is wanted, with bits; null: no week bits. */
  readonly firstMonday: Day | null;
  readonly purchases: boolean;
  readonly leaves: boolean;
  /** Only these personas: a fragment for the right side of IN. */
  readonly only?: Sql;
};

/**
 * One pass over the roll-up for all personas: first and last days, sums of the windows, and activity as bit masks, from
 * which every count of active days and weeks, DAU, MAU and cohorts is read. An OR over 64-bit words is the cheapest
 * distinct count there is, and merges where somebody is active in several groups on a day. Where nobody is to be merged
 * and no series is wanted, the bits are counted in the engine and need not travel.
 */
export async function personaActivity(frame: Frame, extent: ActivityExtent): Promise<PersonaActivity> {
  const weekWords = weekWordsOf(frame.today, extent);
  const found = await readColumns(
    frame,
    'insights.persona_activity',
    sql`SELECT persona_id, joined, first_active, last_active, contributions_28, weight_28, weight_365, weight_all
          ${extent.purchases ? sql`, orders, orders_365, last_purchase, amount_all, amount_365` : sql``}
          ${extent.leaves ? sql`, last_leave` : sql``},
          ${extent.bits ? wordColumns('d', DAY_WORDS / 2) : countColumns}
          ${weekWords > 0 ? sql`, ${wordColumns('w', weekWords)}` : sql``}
        FROM (
          SELECT persona_id,
            minIf(day, toUnixTimestamp64Milli(first_at) > 0) AS joined,
            minIf(day, contributions > 0) AS first_active,
            maxIf(day, contributions > 0) AS last_active,
            toUInt32(sumIf(contributions, age < 28)) AS contributions_28,
            toUInt32(sumIf(weight, age < 28)) AS weight_28,
            toUInt32(sumIf(weight, age < 365)) AS weight_365,
            toUInt32(sum(weight)) AS weight_all
            ${extent.purchases ? purchaseSums : sql``}
            ${extent.leaves ? sql`, maxIf(day, toUnixTimestamp64Milli(last_leave_at) > 0) AS last_leave` : sql``},
            ${extent.bits ? wordSums('d', 'day', DAY_WORDS / 2) : sql`${wordSums('d', 'day', YEAR_WORDS)}, ${weeksOf13(frame.today)}`}
            ${weekWords > 0 ? sql`, ${wordSums('w', 'week', weekWords)}` : sql``}
          FROM (${markedDays(frame, extent)})
          GROUP BY persona_id
        ) ORDER BY persona_id SETTINGS optimize_aggregation_in_order = 1`,
  );
  return fromColumns(found, extent, weekWords);
}

const weekWordsOf = (today: Day, { bits, firstMonday }: ActivityExtent): number =>
  !bits || firstMonday === null ? 0 : Math.ceil(((mondayOf(today) - firstMonday) / 7 + 1) / 64);

function fromColumns(
  found: Awaited<ReturnType<typeof readColumns>>,
  extent: ActivityExtent,
  weekWords: number,
): PersonaActivity {
  const days = (name: string, there = true): Uint16Array =>
    there ? (found.column(name) as Uint16Array) : new Uint16Array(found.rows);
  const sums = (name: string, there = true): Uint32Array =>
    there ? (found.column(name) as Uint32Array) : new Uint32Array(found.rows);
  const amounts = (name: string): Float64Array =>
    extent.purchases ? (found.column(name) as Float64Array) : new Float64Array(found.rows);
  const words = (prefix: string, count: number): Uint32Array[] =>
    Array.from({ length: count }, (_, k) => found.column(`${prefix}${k}`) as Uint32Array);
  return {
    rows: found.rows,
    ids: asWords(found.rawUuids('persona_id')),
    joined: days('joined'),
    firstActive: days('first_active'),
    lastActive: days('last_active'),
    contributions28: sums('contributions_28'),
    weight28: sums('weight_28'),
    weight365: sums('weight_365'),
    weightAll: sums('weight_all'),
    orders: sums('orders', extent.purchases),
    orders365: sums('orders_365', extent.purchases),
    lastPurchase: days('last_purchase', extent.purchases),
    amount: amounts('amount_all'),
    amount365: amounts('amount_365'),
    lastLeave: days('last_leave', extent.leaves),
    counts: extent.bits
      ? null
      : {
          days28: found.column('days_28') as Uint8Array,
          days365: found.column('days_365') as Uint16Array,
          weeks13: found.column('weeks_13') as Uint8Array,
        },
    days: extent.bits ? words('d', DAY_WORDS) : [],
    weeks: words('w', weekWords * 2),
  };
}

const purchaseSums = sql`,
            toUInt32(sum(purchases)) AS orders,
            toUInt32(sumIf(purchases, age < 365)) AS orders_365,
            maxIf(day, purchases > 0) AS last_purchase,
            sum(amount) AS amount_all,
            sumIf(amount, age < 365) AS amount_365`;

/** The rows with their age in days, and the word and bit of their day and week; word 255 where there was no contribution. */
function markedDays(frame: Frame, { bits, firstMonday, only }: ActivityExtent): Sql {
  const week =
    !bits || firstMonday === null
      ? sql``
      : sql`, toUInt16(intDiv(toInt32(day) - ${p.int(firstMonday)}, 7)) AS week,
            if(contributions > 0, toUInt8(intDiv(week, 64)), 255) AS week_word,
            bitShiftLeft(toUInt64(1), toUInt8(week % 64)) AS week_bit`;
  return sql`SELECT *, toUInt16(${p.int(frame.today)} - toInt32(day)) AS age,
            if(contributions > 0, toUInt8(least(intDiv(age, 64), 254)), 255) AS day_word,
            bitShiftLeft(toUInt64(1), toUInt8(age % 64)) AS day_bit${week}
          FROM member_days WHERE ${standingDays(frame)}${only ? sql` AND persona_id IN ${only}` : sql``}`;
}

/** 64-bit words that hold 365 days; of the last one, 45. */
const YEAR_WORDS = 6;

/** Bit k: active in the ISO week k weeks ago, of the last 13. */
const weeksOf13 = (today: Day): Sql =>
  sql`groupBitOr(if(day_word < 2 AND age < ${p.uint(today - mondayOf(today) + 85)},
              bitShiftLeft(toUInt16(1), toUInt8(intDiv(age + ${p.uint(6 - (today - mondayOf(today)))}, 7))), 0)) AS weeks_13_bits`;

const countColumns = sql`toUInt8(bitCount(bitAnd(d_0, bitShiftLeft(toUInt64(1), 28) - 1))) AS days_28,
          toUInt16(bitCount(d_0) + bitCount(d_1) + bitCount(d_2) + bitCount(d_3) + bitCount(d_4)
            + bitCount(bitAnd(d_5, bitShiftLeft(toUInt64(1), 45) - 1))) AS days_365,
          toUInt8(bitCount(weeks_13_bits)) AS weeks_13`;

const name = (text: string): Sql => sql`${p.identifier(text)}`;
const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** `groupBitOr` of each 64-bit word of days or weeks. */
const wordSums = (prefix: string, unit: 'day' | 'week', count: number): Sql =>
  joinSql(
    range(count).map(
      (k) =>
        sql`groupBitOr(if(${name(`${unit}_word`)} = ${p.uint(k)}, ${name(`${unit}_bit`)}, 0)) AS ${name(`${prefix}_${k}`)}`,
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
