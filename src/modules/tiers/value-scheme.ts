import type { Day } from '#kernel/calendar.ts';
import { VALUE_CELLS, type ValueCell } from '#modules/insights/contract.ts';
import { NEVER, type MemberFacts } from './member-facts.ts';
import { quintiles } from './quintiles.ts';
import type { SegmentRules } from './segment-rules.ts';

/** Index into VALUE_CELLS of a person who is not in the scheme. */
export const NO_CELL = 255;

export type ValueScheme = {
  /** What R, F and M are made of: purchases, or activity where the community knows of no purchase. */
  readonly basis: 'purchases' | 'activity';
  readonly people: number;
  /** Quintiles 1…5 per person; 0 = not in the scheme. */
  readonly recency: Uint8Array;
  readonly frequency: Uint8Array;
  readonly monetary: Uint8Array;
  /** Per person: index into VALUE_CELLS, or NO_CELL. */
  readonly cell: Uint8Array;
  /** Per person: 1 = a member with a purchase in 365 days. */
  readonly paying: Uint8Array;
};

/** Amounts are compared to a millionth, so that the order in which an engine adds them up cannot move anyone. */
const settle = (amount: number): number => Math.round(amount * 1e6) / 1e6;

/** The value scheme (RFM) of everyone at T: formulas.md "value", docs/definitions.md "Value". Pure. */
export function valueScheme(facts: MemberFacts, rules: SegmentRules, today: Day): ValueScheme {
  const basis = facts.orders.some((orders) => orders > 0) ? 'purchases' : 'activity';
  const people = basis === 'purchases' ? buyers(facts) : activeMembers(facts, today);
  const n = people.length;
  const [r, f, m] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    const i = people[k]!;
    r[k] = basis === 'purchases' ? facts.lastPurchaseDay[i]! : facts.lastActiveDay[i]!;
    f[k] = basis === 'purchases' ? facts.orders[i]! : facts.activeDays365[i]!;
    m[k] = basis === 'purchases' ? settle(facts.amount[i]!) : facts.weight365[i]!;
  }
  return {
    basis,
    people: n,
    ...spread(facts.count, people, [quintiles(r), quintiles(f), quintiles(m)], rules),
    paying: paying(facts),
  };
}

function spread(
  count: number,
  people: Uint32Array,
  [r, f, m]: readonly [Uint8Array, Uint8Array, Uint8Array],
  rules: SegmentRules,
): Pick<ValueScheme, 'recency' | 'frequency' | 'monetary' | 'cell'> {
  const recency = new Uint8Array(count);
  const frequency = new Uint8Array(count);
  const monetary = new Uint8Array(count);
  const cell = new Uint8Array(count).fill(NO_CELL);
  const cells = cellTable(rules);
  for (let k = 0; k < people.length; k++) {
    const i = people[k]!;
    recency[i] = r[k]!;
    frequency[i] = f[k]!;
    monetary[i] = m[k]!;
    cell[i] = cells[r[k]! * 36 + f[k]! * 6 + m[k]!]!;
  }
  return { recency, frequency, monetary, cell };
}

/** The 125 answers of `valueCellOf`, so that a million people need no rule walked. */
function cellTable(rules: SegmentRules): Uint8Array {
  const table = new Uint8Array(216).fill(NO_CELL);
  for (let r = 1; r <= 5; r++) {
    for (let f = 1; f <= 5; f++) {
      for (let m = 1; m <= 5; m++) table[r * 36 + f * 6 + m] = VALUE_CELLS.indexOf(valueCellOf(r, f, m, rules));
    }
  }
  return table;
}

/** The cell of three quintiles: the first rule that matches, else the remaining cell. */
export function valueCellOf(r: number, f: number, m: number, rules: SegmentRules): ValueCell {
  const within = (value: number, bounds: readonly [number, number] | undefined): boolean =>
    bounds === undefined || (value >= bounds[0] && value <= bounds[1]);
  const match = rules.value.cells.find(
    (rule) => within(r, rule.recency) && within(f, rule.frequency) && within(f + m, rule.frequencyAndMonetary),
  );
  return match?.cell ?? rules.value.otherwise;
}

function buyers(facts: MemberFacts): Uint32Array {
  return select(facts.count, (i) => facts.orders[i]! > 0);
}

function activeMembers(facts: MemberFacts, today: Day): Uint32Array {
  return select(
    facts.count,
    (i) => facts.isMember[i] === 1 && facts.lastActiveDay[i] !== NEVER && today - facts.lastActiveDay[i]! < 365,
  );
}

function paying(facts: MemberFacts): Uint8Array {
  const out = new Uint8Array(facts.count);
  for (let i = 0; i < facts.count; i++) out[i] = facts.isMember[i] === 1 && facts.orders365[i]! > 0 ? 1 : 0;
  return out;
}

function select(count: number, keep: (i: number) => boolean): Uint32Array {
  const out = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) if (keep(i)) out[size++] = i;
  return out.subarray(0, size);
}

/** How many people stand in each cell. */
export function countCells(scheme: ValueScheme): Record<ValueCell, number> {
  const counts = new Uint32Array(256);
  for (let i = 0; i < scheme.cell.length; i++) counts[scheme.cell[i]!]!++;
  return Object.fromEntries(VALUE_CELLS.map((name, index) => [name, counts[index]!])) as Record<ValueCell, number>;
}
