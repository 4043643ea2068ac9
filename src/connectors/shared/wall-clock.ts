import { instantOf, isZone } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';

/** Where nothing else is said, times without a zone are Chinese ones. */
export const DEFAULT_ZONE = 'Asia/Shanghai';

const QUARTER = 15 * 60_000;
const REMEMBERED = 20_000;

/** Turns wall-clock times of one zone into instants. Offsets are remembered by quarter hours, on whose edges clocks change. */
export class WallClock {
  readonly zone: string;
  readonly #shifts = new Map<number, number>();

  /** Throws BadInput for a zone that is not known. */
  constructor(zone: string = DEFAULT_ZONE) {
    if (!isZone(zone))
      throw new BadInput(
        `the time zone ${zone} is not known`,
        [{ where: 'timezone', what: 'unknown time zone' }],
        'bad_timezone',
      );
    this.zone = zone;
  }

  /** Milliseconds of a wall-clock time given as if it were UTC; the first of two equal ones, as `instantOf` has it. NaN stays NaN. */
  instant(wall: number): number {
    if (Number.isNaN(wall) || Math.abs(wall) > 8e15) return Number.NaN;
    const quarter = Math.floor(wall / QUARTER);
    let shift = this.#shifts.get(quarter);
    if (shift === undefined) {
      if (this.#shifts.size >= REMEMBERED) this.#shifts.clear();
      shift = instantOf(quarter * QUARTER, this.zone) - quarter * QUARTER;
      this.#shifts.set(quarter, shift);
    }
    return wall + shift;
  }
}
