import type { DateOrder } from '../contract.ts';
import { parseClock, parseNumericDate, wallOfDate } from './numeric-date.ts';
import type { WallClock } from './wall-clock.ts';
import { parseInstant } from './when.ts';

/** How dates of a file are written, where they do not say it themselves. */
export type DateStyle = {
  order?: DateOrder;
  year?: number;
  format?: 'auto' | 'iso' | 'epoch_s' | 'epoch_ms' | 'numeric';
};

/** A date and a time of day: `2023-05-01 12:00:00`, `5/1/2023, 3:04 PM`, `2023年5月1日 12:00`; without a time, midnight. */
const NUMERIC = /^(\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}\s?日?)(?:[,，T\s]+(\S.*))?$/;
const YEARLESS = /^(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?:[,，\s]+(\S.*))?$/;
const EPOCH = /^\d{9,19}(?:\.\d+)?$/;

/** The instant of a time as written in tables, in milliseconds: ISO 8601, seconds or milliseconds since 1970, or numbers in the zone of `clock`. NaN when it cannot be read. */
export function parseWallTime(written: string, clock: WallClock, style: DateStyle = {}): number {
  const text = written.replace(/[\u00a0\u202f]/g, ' ').trim();
  if (EPOCH.test(text) && style.format !== 'iso' && style.format !== 'numeric') return epoch(text, style.format);
  const iso = parseInstant(
    text
      .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:)/, '$1T$2')
      .replace(/ ?UTC$/, 'Z')
      .replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
  );
  if (!Number.isNaN(iso) || style.format === 'iso') return iso;
  return clock.instant(wallOf(text, style));
}

function epoch(text: string, format: DateStyle['format']): number {
  const number = Number(text);
  if (format === 'epoch_s') return number * 1000;
  if (format === 'epoch_ms') return Math.floor(number);
  // Seconds until the year 5138; milliseconds from 1973 on; above, micro- and nanoseconds.
  if (number < 1e11) return Math.floor(number * 1000);
  return Math.floor(number < 1e14 ? number : number < 1e17 ? number / 1e3 : number / 1e6);
}

function wallOf(text: string, { order, year }: DateStyle): number {
  const whole = NUMERIC.exec(text);
  if (whole) {
    const date = parseNumericDate(whole[1]!);
    if (!date) return Number.NaN;
    const chosen = date[0] >= 1000 ? 'YMD' : (order ?? 'DMY');
    return wallOfDate(date, chosen) + clockOf(whole[2]);
  }
  const part = YEARLESS.exec(text);
  if (!part || year === undefined) return Number.NaN;
  const [first, second] = [Number(part[1]), Number(part[2])];
  return wallOfDate(order === 'DMY' ? [year, second, first] : [year, first, second], 'YMD') + clockOf(part[3]);
}

const clockOf = (text: string | undefined): number => (text === undefined ? 0 : parseClock(text.replace(/Z$/, '')));

/** Whether a time is written without its year. */
export const lacksYear = (written: string): boolean => YEARLESS.test(written.trim()) && !NUMERIC.test(written.trim());
