import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work units after which a long computation lets the event loop breathe: some ten milliseconds. */
const UNITS_PER_TURN = 1_500_000;

/** Counts work and yields to the event loop now and then, so that long graph work never blocks requests for long. */
export function createTurns(units: number = UNITS_PER_TURN): (done: number) => Promise<void> | undefined {
  let left = units;
  return (done) => {
    left -= done;
    if (left > 0) return undefined;
    left = units;
    return nextTurn();
  };
}
