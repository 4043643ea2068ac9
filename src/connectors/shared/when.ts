import { z } from 'zod';
import type { SkipReason } from '../contract.ts';

const MS_PER_DAY = 86_400_000;
const EARLIEST = Date.UTC(1990, 0, 1);
const ISO = z.regexes.datetime({ offset: true });
const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);
const DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const LENGTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Milliseconds of an ISO 8601 date-time with Z or an offset, NaN when it is not one. The common UTC form has a path without a regular expression. */
export function parseInstant(text: string): number {
  if (
    text.length === 20 &&
    text.charCodeAt(19) === 90 &&
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':'
  ) {
    const year = two(text, 0) * 100 + two(text, 2);
    const month = two(text, 5);
    const day = two(text, 8);
    const seconds = clockSeconds(two(text, 11), two(text, 14), two(text, 17));
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const longest = month >= 1 && month <= 12 ? LENGTHS[month]! + (leap && month === 2 ? 1 : 0) : 0;
    if (!(day >= 1 && day <= longest) || !(year >= 0)) return Number.NaN;
    const before = year - 1;
    const days =
      before * 365 +
      Math.floor(before / 4) -
      Math.floor(before / 100) +
      Math.floor(before / 400) +
      DAYS_BEFORE[month]! +
      (leap && month > 2 ? 1 : 0) +
      day -
      719_163;
    return days * MS_PER_DAY + seconds * 1000;
  }
  return ISO.test(text) ? Date.parse(text) : Number.NaN;
}

const clockSeconds = (hour: number, minute: number, second: number): number =>
  hour <= 23 && minute <= 59 && second <= 59 ? hour * 3600 + minute * 60 + second : Number.NaN;

/** Why an instant is not taken: unreadable, more than a day after `now`, or before 1990. */
export function faultOfInstant(at: number, now: number): SkipReason | undefined {
  if (Number.isNaN(at)) return 'bad_date';
  if (at > now + MS_PER_DAY) return 'date_in_future';
  if (at < EARLIEST) return 'date_before_1990';
  return undefined;
}
