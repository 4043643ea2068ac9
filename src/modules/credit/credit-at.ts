import { dayOf, type Day } from '#kernel/calendar.ts';
import type { CreditPolicy } from './policy.contract.ts';

/** What a licence is worked out of; times in milliseconds. */
export type CreditFacts = {
  violations: readonly { id: string; cost: number; at: number }[];
  /** An exam that was passed, or an operator who ended a suspension. */
  restorations: readonly { id: string; points: number; at: number }[];
};

/** Something that changed the credit: `change` is what it took or gave, `credit` what was left. */
export type CreditStep = {
  kind: 'violation' | 'returned' | 'good' | 'restored';
  /** The violation or the restoration; of good conduct, nothing. */
  id: string | null;
  day: Day;
  at: number | null;
  change: number;
  credit: number;
};

export type CreditState = {
  credit: number;
  /** Since when nothing but a restoration ends it; null: not suspended. */
  suspendedSince: number | null;
  /** Violations of which something still counts, the oldest first, and the day on which the rest comes back. */
  open: { id: string; cost: number; left: number; returnsOn: Day }[];
  /** The day on which good conduct gives something back next, and how much; null: nothing to give, or suspended. */
  nextGood: { day: Day; points: number } | null;
  steps: CreditStep[];
};

type Open = { id: string; cost: number; left: number; day: Day };

/**
 * The credit licence at `now` (milliseconds), as formulas.md has it: full points to start with; a violation takes its cost;
 * what good conduct and exams have not given back by then returns `returnDays` calendar days after the violation; each
 * `goodDays` days without a violation give `goodPoints` back, of the oldest violation first. Nothing is given back twice, so
 * that the credit never passes the full points. Costs beyond what was left still count against what comes back. At
 * `suspendAt` or below after a violation it is suspended until a restoration; conduct counts anew from there. Days are those
 * of the community's zone, and begin at its midnight. What lies after `now` does not exist.
 */
export function creditAt(
  facts: CreditFacts,
  policy: CreditPolicy,
  { now, zone }: { now: number; zone: string },
): CreditState {
  const licence = new Licence(policy);
  const happened = [
    ...facts.violations.map((one) => ({ ...one, order: 0, apply: (day: Day) => licence.violate(one, day) })),
    ...facts.restorations.map((one) => ({ ...one, order: 1, apply: (day: Day) => licence.restore(one, day) })),
  ]
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at || a.order - b.order || (a.id < b.id ? -1 : 1));
  for (const { at, apply } of happened) {
    const day = dayOf(at, zone);
    licence.pass(day);
    apply(day);
  }
  licence.pass(dayOf(now, zone));
  return licence.state();
}

class Licence {
  readonly #policy: CreditPolicy;
  /** Oldest first: what returns, and what good conduct gives back, are taken from the front. */
  readonly #open: Open[] = [];
  readonly #steps: CreditStep[] = [];
  #suspendedSince: number | null = null;
  /** The day that the present stretch without a violation is counted from. */
  #cleanFrom: Day = 0;

  constructor(policy: CreditPolicy) {
    this.#policy = policy;
  }

  /** Lets time pass up to the beginning of a day, with what it gives back. */
  pass(to: Day): void {
    for (let [first] = this.#open; first; [first] = this.#open) {
      const returns = first.day + this.#policy.returnDays;
      const good = this.#goodDay();
      const next = Math.min(returns, good ?? Infinity);
      if (next > to) return;
      if (returns === next) {
        this.#note('returned', { id: first.id, day: next, at: null }, () => void this.#open.shift());
      } else {
        this.#note('good', { id: null, day: next, at: null }, () => this.#give(this.#policy.goodPoints));
        this.#cleanFrom = next;
      }
    }
  }

  violate({ id, cost, at }: { id: string; cost: number; at: number }, day: Day): void {
    this.#note('violation', { id, day, at }, () => this.#open.push({ id, cost, left: cost, day }));
    this.#cleanFrom = day;
    if (this.#credit() <= this.#policy.suspendAt) this.#suspendedSince ??= at;
  }

  restore({ id, points, at }: { id: string; points: number; at: number }, day: Day): void {
    // What was taken beyond nothing is let off first: the points given back are there to be used.
    this.#note('restored', { id, day, at }, () =>
      this.#give(Math.max(0, this.#debt() - this.#policy.points) * Number(points > 0) + points),
    );
    if (this.#suspendedSince === null) return;
    this.#suspendedSince = null;
    this.#cleanFrom = day;
  }

  state(): CreditState {
    const day = this.#open.length > 0 ? this.#goodDay() : undefined;
    return {
      credit: this.#credit(),
      suspendedSince: this.#suspendedSince,
      open: this.#open.map(({ day: from, ...one }) => ({ ...one, returnsOn: from + this.#policy.returnDays })),
      nextGood: day === undefined ? null : { day, points: Math.min(this.#policy.goodPoints, this.#debt()) },
      steps: this.#steps,
    };
  }

  #goodDay(): Day | undefined {
    const { goodDays, goodPoints } = this.#policy;
    return this.#suspendedSince === null && goodPoints > 0 ? this.#cleanFrom + goodDays : undefined;
  }

  #debt(): number {
    return this.#open.reduce((sum, { left }) => sum + left, 0);
  }

  #credit(): number {
    return Math.max(0, this.#policy.points - this.#debt());
  }

  #give(points: number): void {
    let rest = points;
    for (let [first] = this.#open; first && rest > 0; [first] = this.#open) {
      const given = Math.min(rest, first.left);
      first.left -= given;
      rest -= given;
      if (first.left === 0) this.#open.shift();
    }
  }

  #note(kind: CreditStep['kind'], what: Pick<CreditStep, 'id' | 'day' | 'at'>, change: () => void): void {
    const before = this.#credit();
    change();
    const credit = this.#credit();
    this.#steps.push({ kind, ...what, change: credit - before, credit });
  }
}
