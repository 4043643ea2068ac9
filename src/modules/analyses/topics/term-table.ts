/** 0 = the period looked at, 1 = the period before. */
export type Side = 0 | 1;

/** What a term needs to be listed: texts of both periods together, people where it is used more, standard errors. */
export const TOPIC_NEEDS = { texts: 4, people: 2, z: 2.58 } as const;
/** The prior is worth this share of the smaller period, up to so many texts: rare terms shall not lead for being rare. */
const PRIOR = { share: 0.25, texts: 500 } as const;
/** A phrase is two neighbours that meet this many times as often as by chance, in this share of the rarer one's texts. */
const PHRASE = { lift: 3, cohesion: 0.15 } as const;
/** A word stands behind a phrase that explains so much of its use. */
const COVERED = 0.6;
const EXAMPLES = 3;

export type FoundTopic = {
  term: string;
  /** The words of a phrase, or the one word. */
  words: readonly string[];
  texts: readonly [number, number];
  people: readonly [number, number];
  z: number;
  /** Rows, as they were added, of the latest texts of the period in which it is used more. */
  rows: readonly number[];
};

export type FoundTopics = { rising: FoundTopic[]; falling: FoundTopic[]; steady: FoundTopic[] };

const BREAK = -1;
const HAN_END = /\p{Script=Han}$/u;
const HAN_START = /^\p{Script=Han}/u;

/** Two words as a phrase is written: Chinese without a space. */
export const phraseOf = (a: string, b: string): string =>
  HAN_END.test(a) && HAN_START.test(b) ? `${a}${b}` : `${a} ${b}`;

/** Whether a text, given by its runs of words, uses a word or a phrase. */
export const usesTerm = (runs: readonly (readonly string[])[], term: string): boolean =>
  runs.some((run) => run.some((word, k) => word === term || (k > 0 && phraseOf(run[k - 1]!, word) === term)));

type Candidate = { term: string; ids: readonly number[]; texts: [number, number]; z: number };

/**
 * Counts in how many texts each word and phrase is used in two periods, and finds those that rise and fall. A text counts
 * once however often it uses a term. Holds word numbers, not texts: some bytes a word.
 */
export class TermTable {
  readonly #ids = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #texts: [number[], number[]] = [[], []];
  readonly #rows: { side: Side; person: number; words: Int32Array }[] = [];
  readonly #total: [number, number] = [0, 0];

  /** Texts added, by period. */
  get total(): readonly [number, number] {
    return this.#total;
  }

  /** Adds a text of a person, in order of time; `runs` as `tokenRuns` gives them. */
  add(side: Side, person: number, runs: readonly (readonly string[])[]): void {
    const words = runs.flatMap((run, k) => [...(k === 0 ? [] : [BREAK]), ...run.map((word) => this.#idOf(word))]);
    this.#total[side]++;
    for (const id of new Set(words)) if (id !== BREAK) this.#texts[side][id]!++;
    this.#rows.push({ side, person, words: Int32Array.from(words) });
  }

  /** Up to `limit` terms that rise, that fall, and of all others those used most; `terms`: words, phrases or all. */
  find({ limit, terms }: { limit: number; terms: 'all' | 'words' | 'phrases' }): FoundTopics {
    const phrases = terms === 'words' ? [] : this.#phrases();
    const words = terms === 'phrases' ? [] : this.#candidates().map((id) => this.#candidate([id], this.#textsOf(id)));
    const listed = withoutCovered(words, phrases);
    const first = (list: Candidate[], order: (a: Candidate, b: Candidate) => number): FoundTopic[] =>
      this.#describe(list.sort((a, b) => order(a, b) || (a.term < b.term ? -1 : 1)).slice(0, limit * 3)).slice(
        0,
        limit,
      );
    const size = ({ texts }: Candidate): number => texts[0] + texts[1];
    return {
      rising: first(
        listed.filter(({ z }) => z >= TOPIC_NEEDS.z),
        (a, b) => b.z - a.z || size(b) - size(a),
      ),
      falling: first(
        listed.filter(({ z }) => z <= -TOPIC_NEEDS.z),
        (a, b) => a.z - b.z || size(b) - size(a),
      ),
      steady: first(
        listed.filter(({ z, texts }) => Math.abs(z) < TOPIC_NEEDS.z && texts[0] > 0),
        (a, b) => b.texts[0] - a.texts[0] || b.z - a.z,
      ),
    };
  }

  #idOf(word: string): number {
    let id = this.#ids.get(word);
    if (id === undefined) {
      id = this.#words.length;
      this.#ids.set(word, id);
      this.#words.push(word);
      this.#texts[0].push(0);
      this.#texts[1].push(0);
    }
    return id;
  }

  #textsOf = (id: number): [number, number] => [this.#texts[0][id]!, this.#texts[1][id]!];

  /** Words used in enough texts. */
  #candidates(): number[] {
    const found: number[] = [];
    for (let id = 0; id < this.#words.length; id++) {
      if (this.#texts[0][id]! + this.#texts[1][id]! >= TOPIC_NEEDS.texts) found.push(id);
    }
    return found;
  }

  #candidate(ids: readonly number[], texts: [number, number]): Candidate {
    const words = ids.map((id) => this.#words[id]!);
    const term = words.length === 1 ? words[0]! : phraseOf(words[0]!, words[1]!);
    return { term, ids, texts, z: logOdds(texts, this.#total) };
  }

  /** Neighbours that meet more often than by chance. */
  #phrases(): Candidate[] {
    const size = this.#words.length;
    const pairs = new Map<number, [number, number]>();
    for (const { side, words } of this.#rows) {
      for (const pair of pairsOf(words, size)) {
        if (!this.#isFrequent(Math.floor(pair / size)) || !this.#isFrequent(pair % size)) continue;
        const counts = pairs.get(pair);
        if (counts) counts[side]++;
        else pairs.set(pair, side === 0 ? [1, 0] : [0, 1]);
      }
    }
    const all = this.#total[0] + this.#total[1];
    const found: Candidate[] = [];
    for (const [pair, texts] of pairs) {
      const both = texts[0] + texts[1];
      const ids = [Math.floor(pair / size), pair % size];
      const [a, b] = ids.map((id) => this.#texts[0][id]! + this.#texts[1][id]!) as [number, number];
      if (both < TOPIC_NEEDS.texts || ids[0] === ids[1]) continue;
      if (both * all < PHRASE.lift * a * b || both < PHRASE.cohesion * Math.min(a, b)) continue;
      const candidate = this.#candidate(ids, texts);
      if (!this.#ids.has(candidate.term)) found.push(candidate);
    }
    return found;
  }

  #isFrequent = (id: number): boolean => this.#texts[0][id]! + this.#texts[1][id]! >= TOPIC_NEEDS.texts;

  /** Counts the people of some terms and picks examples; terms of too few people are left out. */
  #describe(candidates: readonly Candidate[]): FoundTopic[] {
    const size = this.#words.length;
    const byKey = new Map(
      candidates.map((candidate) => [
        candidate.ids.length === 1 ? -1 - candidate.ids[0]! : candidate.ids[0]! * size + candidate.ids[1]!,
        { candidate, people: [new Set<number>(), new Set<number>()] as const, rows: [] as number[] },
      ]),
    );
    for (const [row, { side, person, words }] of this.#rows.entries()) {
      const keys = new Set([...pairsOf(words, size), ...Array.from(words, (id) => -1 - id)]);
      for (const key of keys) {
        const found = byKey.get(key);
        if (!found) continue;
        found.people[side].add(person);
        if (side === (found.candidate.z < 0 ? 1 : 0)) found.rows.push(row);
      }
    }
    return [...byKey.values()]
      .filter(({ candidate: { z }, people }) => people[z < 0 ? 1 : 0].size >= TOPIC_NEEDS.people)
      .map(({ candidate: { term, ids, texts, z }, people, rows }) => ({
        term,
        words: ids.map((id) => this.#words[id]!),
        texts,
        people: [people[0].size, people[1].size],
        z: Math.round(z * 100) / 100,
        rows: rows.slice(-EXAMPLES).toReversed(),
      }));
  }
}

/** Neighbours of a text, each pair once, as one number. */
function pairsOf(words: Int32Array, size: number): Set<number> {
  const pairs = new Set<number>();
  for (let k = 1; k < words.length; k++) {
    if (words[k - 1] !== BREAK && words[k] !== BREAK) pairs.add(words[k - 1]! * size + words[k]!);
  }
  return pairs;
}

/**
 * Weighted log-odds of a term with an informative Dirichlet prior, in standard errors (Monroe, Colaresi, Quinn 2008): the
 * prior is the share of both periods together. Above 0: used more in the first period.
 */
export function logOdds(texts: readonly [number, number], total: readonly [number, number]): number {
  const all = total[0] + total[1];
  if (total[0] === 0 || total[1] === 0) return 0;
  const worth = Math.min(PRIOR.texts, PRIOR.share * Math.min(...total));
  const prior = (worth * (texts[0] + texts[1])) / all;
  const uses = ([0, 1] as const).map((k) => texts[k] + prior);
  const others = ([0, 1] as const).map((k) => total[k] + worth - texts[k] - prior);
  // A term that is in every text of both periods has no odds: it says nothing.
  if (uses.some((use) => use <= 0) || others.some((other) => other <= 0)) return 0;
  const difference = Math.log(uses[0]! / others[0]!) - Math.log(uses[1]! / others[1]!);
  return difference / Math.sqrt([...uses, ...others].reduce((sum, count) => sum + 1 / count, 0));
}

/** Leaves out words whose use is mostly that of a phrase in the list, and goes the same way. */
function withoutCovered(words: readonly Candidate[], phrases: readonly Candidate[]): Candidate[] {
  const covered = new Map<number, number>();
  for (const { ids, texts } of phrases) {
    for (const id of ids) covered.set(id, Math.max(covered.get(id) ?? 0, texts[0] + texts[1]));
  }
  const stands = ({ ids, texts }: Candidate): boolean => (covered.get(ids[0]!) ?? 0) < COVERED * (texts[0] + texts[1]);
  return [...words.filter(stands), ...phrases];
}
