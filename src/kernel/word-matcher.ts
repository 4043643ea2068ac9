/** A word found in a text: places of UTF-16 units (`to` is not in it), and which word of the list it is. */
export type WordMatch = { readonly from: number; readonly to: number; readonly word: number };

type Node = {
  next: Map<number, number>;
  fail: number;
  /** Words that end here. */ ends: number[];
  /** Nearest node on the way of `fail` where a word ends. */ link: number;
};

const ALPHABETIC = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hangul}\p{N}]/u;

/** A text in lower case with every place kept: signs whose lower case is longer stay as they are. */
function folded(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign)).join('');
}

/**
 * Finds many words in one pass over a text, whatever their case (Aho and Corasick 1975). Words of letters or digits are not
 * found inside longer ones; Chinese and Japanese are found anywhere. Where words overlap the leftmost counts, of those that
 * begin together the longest. Empty words find nothing.
 */
export class WordMatcher {
  readonly #nodes: Node[] = [{ next: new Map(), fail: 0, ends: [], link: -1 }];
  readonly #lengths: number[];

  constructor(words: readonly string[]) {
    const lower = words.map(folded);
    this.#lengths = lower.map(({ length }) => length);
    for (const [word, text] of lower.entries()) if (text !== '') this.#add(text, word);
    this.#connect();
  }

  /** The words of a text, from left to right, none overlapping another. */
  find(text: string): WordMatch[] {
    const all = this.#all(folded(text)).filter((match) => standsAlone(text, match));
    all.sort((a, b) => a.from - b.from || b.to - a.to || a.word - b.word);
    const found: WordMatch[] = [];
    for (const match of all) if (match.from >= (found.at(-1)?.to ?? 0)) found.push(match);
    return found;
  }

  #all(text: string): WordMatch[] {
    const found: WordMatch[] = [];
    let at = 0;
    for (let k = 0; k < text.length; k++) {
      at = this.#step(at, text.charCodeAt(k));
      for (let node = at; node > 0; node = this.#nodes[node]!.link) {
        for (const word of this.#nodes[node]!.ends) found.push({ from: k + 1 - this.#lengths[word]!, to: k + 1, word });
      }
    }
    return found;
  }

  #add(text: string, word: number): void {
    let at = 0;
    for (let k = 0; k < text.length; k++) {
      const code = text.charCodeAt(k);
      let next = this.#nodes[at]!.next.get(code);
      if (next === undefined) {
        next = this.#nodes.length;
        this.#nodes.push({ next: new Map(), fail: 0, ends: [], link: -1 });
        this.#nodes[at]!.next.set(code, next);
      }
      at = next;
    }
    this.#nodes[at]!.ends.push(word);
  }

  /** By breadth: where to go on when no longer word can be read on. */
  #connect(): void {
    const queue = [...this.#nodes[0]!.next.values()];
    for (const at of queue) {
      const node = this.#nodes[at]!;
      const { fail } = node;
      node.link = this.#nodes[fail]!.ends.length > 0 && fail !== 0 ? fail : this.#nodes[fail]!.link;
      for (const [code, next] of node.next) {
        this.#nodes[next]!.fail = this.#step(fail, code);
        queue.push(next);
      }
    }
  }

  #step(from: number, code: number): number {
    for (let at = from; ; at = this.#nodes[at]!.fail) {
      const next = this.#nodes[at]!.next.get(code);
      if (next !== undefined) return next;
      if (at === 0) return 0;
    }
  }
}

/** Whether a match is no part of a longer word of letters. */
function standsAlone(text: string, { from, to }: WordMatch): boolean {
  const isLetter = (at: number): boolean => at >= 0 && at < text.length && ALPHABETIC.test(text[at]!);
  return !(isLetter(from) && isLetter(from - 1)) && !(isLetter(to - 1) && isLetter(to));
}
