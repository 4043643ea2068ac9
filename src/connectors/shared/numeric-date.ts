import type { DateOrder } from '../contract.ts';

/** The time of day in a text such as `9:03`, `21:03:12`, `9.03 p.m.`, `下午 3:04:05`: milliseconds of the day, or NaN. */
export function parseClock(text: string): number {
  const match = CLOCK.exec(text.trim());
  if (!match) return Number.NaN;
  const [, before, hours, minutes, seconds = '0', fraction = '', after] = match;
  const half = halfOf(before ?? after);
  let hour = Number(hours);
  if (half !== undefined) {
    // Some systems write 14:00 下午; where the hour is past 12 the word adds nothing.
    if (hour > 23 || (hour === 0 && half === 'pm')) return Number.NaN;
    if (hour < 12 && half === 'pm') hour += 12;
    else if (hour === 12 && half === 'am') hour = 0;
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return Number.NaN;
  return (
    ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000)
  );
}

const WORDS = '上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|晚间|am|pm|a\\.\\s?m\\.|p\\.\\s?m\\.';
const CLOCK = new RegExp(
  `^(${WORDS})?\\s*(\\d{1,2})[:.：时](\\d{2})(?:[:.：分](\\d{2})(?:[.,](\\d{1,9}))?秒?)?分?\\s*(${WORDS})?$`,
  'i',
);

/** Which half of the day a word names. Noon and evening count on from 12, the small hours from 0. */
function halfOf(word: string | undefined): 'am' | 'pm' | undefined {
  if (word === undefined) return undefined;
  return /^(p|下午|中午|傍晚|晚)/i.test(word) ? 'pm' : 'am';
}

/** A date written with numbers: its parts as they stand, of which `dateOrder` decides the meaning. */
export type NumericDate = readonly [first: number, second: number, third: number];

const DATE = /^(\d{1,4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,4})\s?日?\.?$/;

/** The three numbers of a date such as `2023-5-1`, `1/5/23`, `01.05.2023`, `2023年5月1日`, or undefined. */
export function parseNumericDate(text: string): NumericDate | undefined {
  const match = DATE.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** Midnight of a numeric date as if it were UTC, in milliseconds; NaN when it is no real date in this order. */
export function wallOfDate(date: NumericDate, order: DateOrder): number {
  const [a, b, c] = date;
  const [year, month, day] = order === 'YMD' ? [a, b, c] : order === 'DMY' ? [c, b, a] : [c, a, b];
  // Two digits: these exports exist since the 1990s only.
  const full = year < 100 ? (year >= 90 ? 1900 : 2000) + year : year;
  const wall = Date.UTC(full, month - 1, day);
  const real = new Date(wall);
  return full >= 1000 && real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? wall : Number.NaN;
}
