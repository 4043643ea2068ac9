import { dayOf, startOfDay } from '#kernel/calendar.ts';
import type { TestApp } from './app.ts';

/** Longer than any test file takes, on a machine that is busy too. */
const LONGEST_MS = 600_000;

/**
 * Moves an app's clock past a midnight that the tests of a file would run into, in any of these zones: for tests of what
 * is counted or allowed by the day, which is another in the middle of them then.
 */
export function passMidnight(clock: TestApp['clock'], zones: readonly string[]): void {
  for (const zone of zones) {
    const left = startOfDay(dayOf(clock.now(), zone) + 1, zone) - clock.now();
    if (left < LONGEST_MS) clock.advance(left + 1_000);
  }
}
