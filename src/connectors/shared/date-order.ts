import type { Ambiguity, DateOrder } from '../contract.ts';
import { type NumericDate, wallOfDate } from './numeric-date.ts';

const ORDERS: readonly DateOrder[] = ['YMD', 'DMY', 'MDY'];

/** What the dates of a file say about the order of day, month and year. */
export type OrderVerdict = { order: DateOrder; certain: boolean; evidence: string };

/**
 * Gathers evidence for the order in which a file writes its dates: an order in which a date does not exist is out, and
 * of the rest the one in which time runs backwards least is the likely one, since histories are in order of time.
 */
export class DateOrderEvidence {
  #seen = 0;
  readonly #bad = new Map<DateOrder, number>();
  readonly #back = new Map<DateOrder, number>();
  readonly #last = new Map<DateOrder, number>();
  readonly #proof = new Map<DateOrder, string>();

  add(date: NumericDate): void {
    this.#seen++;
    for (const order of ORDERS) {
      const wall = wallOfDate(date, order);
      if (Number.isNaN(wall)) {
        this.#bad.set(order, (this.#bad.get(order) ?? 0) + 1);
        if (!this.#proof.has(order)) this.#proof.set(order, date.join('/'));
        continue;
      }
      // More than a day back: files are in order, save for small shuffles.
      if (wall < (this.#last.get(order) ?? wall) - 86_400_000) this.#back.set(order, (this.#back.get(order) ?? 0) + 1);
      this.#last.set(order, wall);
    }
  }

  verdict(): OrderVerdict {
    const faults = (order: DateOrder) => this.#bad.get(order) ?? 0;
    const backs = (order: DateOrder) => this.#back.get(order) ?? 0;
    const whole = (order: DateOrder) => faults(order) === 0 && backs(order) === 0;
    // Years of two digits that come first are rare: thought of only where the other orders do not fit.
    const thinkable = whole('DMY') || whole('MDY') ? ORDERS.filter((order) => order !== 'YMD') : ORDERS;
    const fewest = Math.min(...thinkable.map(faults));
    const possible = thinkable.filter((order) => faults(order) === fewest);
    const ranked = [...possible].sort((a, b) => backs(a) - backs(b) || rank(a) - rank(b));
    const order = ranked[0]!;
    const runnerUp = ranked[1];
    if (this.#seen === 0) return { order, certain: false, evidence: 'no dates were seen' };
    if (runnerUp === undefined) {
      const other = thinkable
        .filter((one) => one !== order)
        .map((one) => `${this.#proof.get(one)} is no date as ${one}`);
      return { order, certain: true, evidence: other.join('; ') };
    }
    if (backs(order) < backs(runnerUp))
      return {
        order,
        certain: true,
        evidence: `as ${order} time runs on, as ${runnerUp} it would run backwards ${backs(runnerUp)} times`,
      };
    return { order, certain: false, evidence: `every date seen can be ${possible.join(' or ')}` };
  }
}

/** Where all else is equal, the order that more of the world writes goes first. */
const rank = (order: DateOrder): number => ['DMY', 'MDY', 'YMD'].indexOf(order);

/** The choice to offer for a verdict: none when the file says YMD beyond doubt. */
export function orderAmbiguity(verdict: OrderVerdict): Ambiguity[] {
  if (verdict.certain) return [];
  return [
    {
      option: 'dateOrder',
      required: true,
      proposed: verdict.order,
      choices: ['DMY', 'MDY', 'YMD'],
      evidence: verdict.evidence,
    },
  ];
}

/** The choice of the time zone for times that are written without one. */
export const zoneAmbiguity = (proposed: string, evidence: string): Ambiguity => ({
  option: 'timezone',
  required: false,
  proposed,
  evidence,
});
