import { formatDay } from '#kernel/calendar.ts';
import { joinSql, p, sql } from '#platform/clickhouse/index.ts';
import type { AnalysisKind } from '../analysis-kind.ts';
import { EARLY_BEHAVIOURS, KEY_PATH_SUPPORT, type EarlyBehaviour, type KeyPathResult } from '../key-path.contract.ts';
import { share, smallSample } from '../warnings.ts';
import { adjusted, fisherExact, liftOf, type FourFold } from './association.ts';
import { behaviourRows, countTooYoung, EVERYBODY, joinersWithBehaviour } from './early-behaviour.query.ts';

/** Which early behaviours go together with staying. Associations, corrected for how many were compared. */
export const keyPath: AnalysisKind<'key-path'> = {
  kind: 'key-path',

  async run(context) {
    const { from, to } = context.range;
    const [rows, tooYoung] = from > to ? [[], 0] : await Promise.all([behaviourRows(context), countTooYoung(context)]);
    const byBit = new Map(rows.map((row) => [row.bit, row]));
    const { people: joiners, stayed } = byBit.get(EVERYBODY) ?? { people: 0, stayed: 0 };
    const behaviours = compared(
      EARLY_BEHAVIOURS.map((behaviour, bit) => {
        const { people = 0, stayed: stayedWith = 0 } = byBit.get(bit) ?? {};
        return {
          behaviour,
          with: people,
          stayedWith,
          without: joiners - people,
          stayedWithout: stayed - stayedWith,
        };
      }),
      joiners,
    );
    return {
      from: formatDay(from),
      to: formatDay(Math.max(from, to)),
      joiners,
      stayed,
      stayRate: share(stayed, joiners),
      tooYoung,
      behaviours,
      warnings: [
        { code: 'association_not_cause', facts: {} },
        ...smallSample(joiners),
        ...(tooYoung > 0 ? [{ code: 'too_young', facts: { people: tooYoung } }] : []),
      ],
    };
  },

  async people(context, _, { behaviour, did, stayed }) {
    const where = [sql`1`];
    if (behaviour !== null) {
      const bit = sql`bitTest(did, ${p.uint(EARLY_BEHAVIOURS.indexOf(behaviour))})`;
      where.push(did ? bit : sql`NOT ${bit}`);
    }
    if (stayed !== null) where.push(stayed ? sql`stayed = 1` : sql`stayed = 0`);
    return sql`(SELECT member_id FROM ${joinersWithBehaviour(context)} WHERE ${joinSql(where, sql` AND `)})`;
  },

  table: ({ behaviours }) => ({
    columns: [
      'behaviour',
      'with',
      'without',
      'stayed_with',
      'stayed_without',
      'lift',
      'low',
      'high',
      'p',
      'p_adjusted',
    ],
    rows: behaviours.map((row) => [
      row.behaviour,
      row.with,
      row.without,
      row.stayedWith,
      row.stayedWithout,
      row.lift,
      row.low,
      row.high,
      row.p,
      row.adjusted,
    ]),
  }),
};

type Behaviour = KeyPathResult['behaviours'][number];
type Counted = FourFold & { behaviour: EarlyBehaviour };

/** Why a behaviour cannot be compared, or has no lift. */
function reasonOf(found: FourFold): Behaviour['reason'] {
  if (found.with < KEY_PATH_SUPPORT) return 'few_with';
  if (found.without < KEY_PATH_SUPPORT) return 'few_without';
  if (found.stayedWithout === 0) return 'nobody_stayed_without';
  return found.stayedWith === 0 ? 'nobody_stayed_with' : null;
}

/** What holds at a false discovery rate of 5 %. */
const HOLDS = 0.05;

/** All behaviours with their figures: those that hold first, by the lower end of the interval. */
function compared(counted: readonly Counted[], joiners: number): Behaviour[] {
  const reasons = counted.map(reasonOf);
  const isCompared = (at: number): boolean => reasons[at] !== 'few_with' && reasons[at] !== 'few_without';
  const tested = counted.flatMap((found, at) => (isCompared(at) ? [{ at, p: fisherExact(found) }] : []));
  const corrected = adjusted(tested.map(({ p: value }) => value));
  const tests = new Map(tested.map(({ at, p: value }, place) => [at, { p: value, adjusted: corrected[place]! }]));
  const rows = counted.map((found, at): Behaviour => {
    const lift = reasons[at] === null ? liftOf(found) : null;
    return {
      ...found,
      rateWith: share(found.stayedWith, found.with),
      rateWithout: share(found.stayedWithout, found.without),
      support: share(found.with, joiners),
      lift: lift?.lift ?? null,
      low: lift?.low ?? null,
      high: lift?.high ?? null,
      p: tests.get(at)?.p ?? null,
      adjusted: tests.get(at)?.adjusted ?? null,
      reason: reasons[at]!,
    };
  });
  const rank = ({ adjusted: value, low }: Behaviour): number =>
    low === null ? 2 : value !== null && value <= HOLDS ? 0 : 1;
  return rows.sort((a, b) => rank(a) - rank(b) || (b.low ?? 0) - (a.low ?? 0) || b.with - a.with);
}
