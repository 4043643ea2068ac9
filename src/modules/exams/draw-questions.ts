import { seededRandom, shuffled } from '#modules/network/index.ts';
import type { Draw } from './paper.contract.ts';
import type { QuestionKind } from './question.contract.ts';

/** A question that can be drawn. */
export type InBank = { id: string; revision: number; kind: QuestionKind; tags: readonly string[]; options: number };
/** A question at its place in an exam, and the option at each place on the screen. */
export type DrawnItem = { questionId: string; revision: number; shown: number[] };
/** What the bank has too few questions for. */
export type Missing = { tag: string | null; needs: number; has: number };

const fits = (tag: Slot, question: InBank): boolean => tag === null || question.tags.includes(tag);

type Slot = string | null;

/** A slot for each question of an exam. Slots of a tag come before those of any question, which take what is left. */
const slotsOf = (draw: readonly Draw[]): Slot[] =>
  draw
    .toSorted((a, b) => Number(a.tag === null) - Number(b.tag === null))
    .flatMap(({ tag, count }) => Array.from({ length: count }, () => tag));

/** What keeps a paper from being drawn: tags of which fewer questions can be drawn than asked; empty when it can be. */
export function missingFor(draw: readonly Draw[], bank: readonly InBank[]): Missing[] {
  const slots = slotsOf(draw);
  const filled = new Set(match(slots, bank, seededRandom(0)).values());
  return [...new Set(slots)].flatMap((tag) => {
    const own = slots.flatMap((one, at) => (one === tag ? [at] : []));
    const has = own.filter((at) => filled.has(at)).length;
    return has < own.length ? [{ tag, needs: own.length, has }] : [];
  });
}

/**
 * Which slot each question gets: a largest random matching of slots with questions that carry the slot's tag (Kuhn's
 * augmenting paths over shuffled candidates), so that a question with two tags is used where it is needed and none
 * twice. Slots that no choice of questions fills are left out.
 */
function match(slots: readonly Slot[], bank: readonly InBank[], random: () => number): Map<number, number> {
  const candidates = new Map<Slot, number[]>();
  for (const tag of new Set(slots)) {
    const fitting = bank.flatMap((question, at) => (fits(tag, question) ? [at] : []));
    candidates.set(
      tag,
      Array.from(shuffled(fitting.length, random), (at) => fitting[at]!),
    );
  }
  const slotOf = new Map<number, number>();
  const place = (slot: number, tried: Set<number>): boolean => {
    const mine = candidates.get(slots[slot]!)!;
    const free = mine.find((question) => !slotOf.has(question) && !tried.has(question));
    if (free !== undefined) {
      slotOf.set(free, slot);
      return true;
    }
    for (const question of mine) {
      if (tried.has(question)) continue;
      tried.add(question);
      if (!place(slotOf.get(question)!, tried)) continue;
      slotOf.set(question, slot);
      return true;
    }
    return false;
  };
  for (const slot of slots.keys()) place(slot, new Set());
  return slotOf;
}

/**
 * The questions of one exam, in the order in which they are asked. The same seed and bank give the same exam, whatever
 * order the bank comes in. Options are shuffled, save those of true or false; an order never stands right already.
 * Undefined when the bank cannot fill the paper.
 */
export function drawQuestions(
  draw: readonly Draw[],
  bank: readonly (InBank & { solution: readonly number[] })[],
  seed: number,
): DrawnItem[] | undefined {
  const random = seededRandom(seed);
  const sorted = bank.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const slots = slotsOf(draw);
  const chosen = [...match(slots, sorted, random).keys()];
  if (chosen.length < slots.length) return undefined;
  return Array.from(shuffled(chosen.length, random), (at) => {
    const { id, revision, kind, options, solution } = sorted[chosen[at]!]!;
    const shown = kind === 'truth' ? [] : [...shuffled(options, random)];
    if (kind === 'order' && shown.every((option, place) => option === solution[place])) shown.push(shown.shift()!);
    return { questionId: id, revision, shown };
  });
}
