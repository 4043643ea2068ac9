/**
 * Days and weeks in a community's time zone. A day is the number of calendar days since 1970-01-01, so day arithmetic
 * is integer arithmetic and never meets a daylight-saving edge; only the two conversions from and to instants do.
 */
export type Day = number;

const MS_PER_DAY = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(zone, found);
  }
  return found;
}

/** Whether the runtime knows this IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone at an instant, read as if it were UTC: milliseconds. */
function wallClock(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter(zone).formatToParts(instant)) parts[type] = Number(value);
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/** Offset of a zone from UTC at an instant, in milliseconds, east positive. */
export function zoneOffset(instant: number, zone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  return wallClock(whole, zone) - whole;
}

/** The local calendar day of an instant (milliseconds UTC). */
export function dayOf(instant: number, zone: string): Day {
  return Math.floor((instant + zoneOffset(instant, zone)) / MS_PER_DAY);
}

/**
 * The instant of a local wall-clock time given as if it were UTC (milliseconds). A time that a spring-forward skips is
 * moved on by the gap; of a time that occurs twice, the first is taken.
 */
export function instantOf(wall: number, zone: string): number {
  const first = wall - zoneOffset(wall - MS_PER_DAY, zone);
  if (wallClock(first, zone) === wall) return first;
  const second = wall - zoneOffset(wall + MS_PER_DAY, zone);
  if (wallClock(second, zone) === wall) return second;
  return first;
}

/** The first instant of a local day, in milliseconds UTC; the day's end is `startOfDay(day + 1, zone)`. */
export const startOfDay = (day: Day, zone: string): number => instantOf(day * MS_PER_DAY, zone);

/** `2026-11-23` for a day. */
export const formatDay = (day: Day): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** The day written as `YYYY-MM-DD`, or undefined when it is not a real date. */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / MS_PER_DAY;
  return formatDay(day) === text ? day : undefined;
}

/** The Monday of a day's ISO week; two days are in the same week exactly when their Mondays are equal. */
export const mondayOf = (day: Day): Day => day - ((((day + 3) % 7) + 7) % 7);

/** `2026-W48` for a day: ISO 8601 week, whose year is the year of its Thursday. */
export function isoWeek(day: Day): string {
  const thursday = mondayOf(day) + 3;
  const year = new Date(thursday * MS_PER_DAY).getUTCFullYear();
  const january = Date.UTC(year, 0, 1) / MS_PER_DAY;
  return `${year}-W${String(Math.floor((thursday - january) / 7) + 1).padStart(2, '0')}`;
}
