export type GroupWords = { words: { word: string; count: number; score: number }[] };

/** Fewest times that a word is used in a group, and by how many people, to be named. */
const NEEDED_COUNT = 3;
const NEEDED_PEOPLE = 2;

type WordCount = { count: number; people: Set<number> };

/** Counts words of one group, and by how many people each was used. */
export class WordCounts {
  readonly counts = new Map<string, WordCount>();
  total = 0;

  /** Adds the words of one text of a person. */
  add(words: readonly string[], person: number): void {
    this.total += words.length;
    for (const word of words) {
      const entry = this.counts.get(word);
      if (!entry) this.counts.set(word, { count: 1, people: new Set([person]) });
      else {
        entry.count++;
        if (entry.people.size < NEEDED_PEOPLE) entry.people.add(person);
      }
    }
  }

  /** Takes words out again, as if they had never been written. */
  leaveOut(words: ReadonlySet<string>): void {
    for (const word of words) {
      this.total -= this.counts.get(word)?.count ?? 0;
      this.counts.delete(word);
    }
  }
}

/** Every word of some groups, once. */
export const wordsOf = (groups: readonly WordCounts[]): string[] => [
  ...new Set(groups.flatMap(({ counts }) => [...counts.keys()])),
];

/**
 * The words that set each group apart: those it uses more than the other groups do, by log-likelihood (Dunning's G²)
 * against them; where there is only one group, by count. Ties by count, then alphabetically.
 */
export function scoreWords(groups: readonly WordCounts[], limit: number): GroupWords[] {
  const all = new Map<string, number>();
  let total = 0;
  for (const group of groups) {
    total += group.total;
    for (const [word, { count }] of group.counts) all.set(word, (all.get(word) ?? 0) + count);
  }
  return groups.map((group) => {
    const scored: { word: string; count: number; score: number }[] = [];
    for (const [word, { count, people }] of group.counts) {
      if (count < NEEDED_COUNT || people.size < NEEDED_PEOPLE) continue;
      const elsewhere = all.get(word)! - count;
      const score = group.total === total ? count : logLikelihood(count, group.total, elsewhere, total - group.total);
      if (score > 0) scored.push({ word, count, score: Math.round(score * 1000) / 1000 });
    }
    scored.sort((a, b) => b.score - a.score || b.count - a.count || (a.word < b.word ? -1 : 1));
    return { words: scored.slice(0, limit) };
  });
}

/** Dunning's G² of a word used `a` of `c` times here and `b` of `d` times elsewhere; 0 unless used more here. */
export function logLikelihood(a: number, c: number, b: number, d: number): number {
  const expectedHere = (c * (a + b)) / (c + d);
  const expectedElsewhere = (d * (a + b)) / (c + d);
  if (a <= expectedHere) return 0;
  return 2 * (a * Math.log(a / expectedHere) + (b === 0 ? 0 : b * Math.log(b / expectedElsewhere)));
}
