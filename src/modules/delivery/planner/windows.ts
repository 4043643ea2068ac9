import { dayOf, startOfDay } from '#kernel/calendar.ts';
import type { Limit } from '#modules/connections/index.ts';

/** What of a limit is used up. Times are in milliseconds and only go forward. */
export type Window = {
  key: string;
  /** The earliest time at or after `at` at which one more is taken. */
  freeAt(at: number): number;
  add(at: number): void;
  /** How many the window that ends at `at` holds. */
  usedAt(at: number): number;
};

/** A span of time [start, end). */
type Span = { start: number; end: number };

/** The calendar day or month of a zone that an instant lies in; remembers the last one asked for. */
export function spanFinder(unit: 'day' | 'month', zone: string): (at: number) => Span {
  let last: Span | undefined;
  return (at) => {
    if (last && at >= last.start && at < last.end) return last;
    const day = dayOf(at, zone);
    if (unit === 'day') return (last = { start: startOfDay(day, zone), end: startOfDay(day + 1, zone) });
    const date = new Date(day * 86_400_000);
    const first = (months: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
    return (last = { start: startOfDay(first(0), zone), end: startOfDay(first(1), zone) });
  };
}

/** At most `count` in any stretch of `ms` milliseconds, begin exclusive. `times` ascend. */
export function rollingWindow(key: string, count: number, ms: number, times: readonly number[] = []): Window {
  const known = times.slice(-count);
  return {
    key,
    freeAt: (at) => (known.length < count ? at : Math.max(at, known[known.length - count]! + ms)),
    add(at) {
      known.push(at);
      // What fell out of every window goes, now and then.
      if (known.length > 2 * count + 64) known.splice(0, known.length - count);
    },
    usedAt: (at) => known.filter((one) => one > at - ms).length,
  };
}

/** At most `count` in each calendar day or month. `used` is of the spans by their start. */
export function calendarWindow(
  key: string,
  count: number,
  span: (at: number) => Span,
  used: ReadonlyMap<number, number> = new Map(),
): Window {
  const counts = new Map(used);
  return {
    key,
    freeAt(at) {
      let time = at;
      for (;;) {
        const { start, end } = span(time);
        if ((counts.get(start) ?? 0) < count) return time;
        time = end;
      }
    },
    add(at) {
      const { start } = span(at);
      counts.set(start, (counts.get(start) ?? 0) + 1);
    },
    usedAt: (at) => counts.get(span(at).start) ?? 0,
  };
}

/**
 * When something counted. `at` is what rolling windows measure by; `wall` is the clock on the wall then, whose days and months
 * the calendar windows count. They differ where that clock was set meanwhile.
 */
export type Counted = { kind: string; at: number; wall: number };

/** The longest that a limit looks back from `now`, as the first instant that counts. */
export function windowStart({ window }: Limit, zone: string, now: number): number {
  return typeof window === 'string' ? spanFinder(window, zone)(now).start : now - window.seconds * 1000;
}

const counts = ({ kinds }: Limit, kind: string): boolean => kinds === undefined || (kinds as string[]).includes(kind);

/** A window of a limit that begins with what was counted before; `counted` ascends in time. */
export function windowOf(
  limit: Limit,
  span: (unit: 'day' | 'month') => (at: number) => Span,
  counted: readonly Counted[],
): Window {
  const own = counted.filter(({ kind }) => counts(limit, kind));
  const { key, count, window } = limit;
  if (typeof window !== 'string')
    return rollingWindow(
      key,
      count,
      window.seconds * 1000,
      own.map(({ at }) => at),
    );
  const finder = span(window);
  const used = new Map<number, number>();
  for (const { wall } of own) used.set(finder(wall).start, (used.get(finder(wall).start) ?? 0) + 1);
  return calendarWindow(key, count, finder, used);
}
