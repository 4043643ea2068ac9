import type { THANKS } from './contract.ts';
import type { Deeds } from './thanks.query.ts';

type Code = (typeof THANKS)[number];

export type Thanked = { memberId: string; reasons: { code: Code; facts: Record<string, number> }[] };

const MOST = 8;
/** Fewer than that is nothing to thank for in front of everybody. */
const LEAST: Record<Code, number> = { contributed: 10, answered: 2, welcomed: 1, reached: 3, began: 1 };
/** Best places of each kind that are thanked. */
const PLACES: Record<Code, number> = { contributed: 3, answered: 3, welcomed: 2, reached: 2, began: 2 };
const ORDER: readonly Code[] = ['contributed', 'answered', 'welcomed', 'reached', 'began'];

/**
 * Whom to thank: the best places of each kind of deed, at most eight people; who stands out in more ways comes first, and
 * everybody's every reason is named. Equal deeds give equal choices.
 */
export function chooseThanks(deeds: Deeds): Thanked[] {
  const chosen = new Map<string, number>();
  for (const code of ORDER) {
    const worthy = deeds[code].filter(({ count }) => count >= LEAST[code]).slice(0, PLACES[code]);
    for (const [place, { memberId }] of worthy.entries())
      chosen.set(memberId, (chosen.get(memberId) ?? 0) + 1 / (place + 1));
  }
  return [...chosen]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([memberId]) => ({ memberId, reasons: reasonsOf(deeds, memberId) }));
}

const reasonsOf = (deeds: Deeds, memberId: string): Thanked['reasons'] =>
  ORDER.flatMap((code) => {
    const place = deeds[code].findIndex((deed) => deed.memberId === memberId);
    const count = deeds[code][place]?.count ?? 0;
    const named = count >= LEAST[code] && (code !== 'contributed' || place < PLACES.contributed);
    return named ? [{ code, facts: { count, place: place + 1 } }] : [];
  });
