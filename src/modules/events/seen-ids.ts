/** Ids that the first filter holds; each further one holds twice as many. */
const FIRST_CAPACITY = 1 << 20;
const BITS_PER_ID = 16;
const PROBES = 6;
const WORDS_PER_BLOCK = 16;

class Filter {
  readonly capacity: number;
  readonly #words: Uint32Array;
  readonly #blocks: number;
  count = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#blocks = Math.ceil((capacity * BITS_PER_ID) / (WORDS_PER_BLOCK * 32));
    this.#words = new Uint32Array(this.#blocks * WORDS_PER_BLOCK);
  }

  /** Whether all bits of an id were set; sets them where told. All its bits lie in one block, one cache line. */
  test(a: number, b: number, c: number, set: boolean): boolean {
    const base = (a % this.#blocks) * WORDS_PER_BLOCK;
    let there = true;
    for (let probe = 0, bits = b; probe < PROBES; probe++, bits = (bits + c) >>> 0) {
      const at = base + (bits >>> 28);
      const bit = 1 << ((bits >>> 20) & 31);
      if ((this.#words[at]! & bit) === 0) {
        there = false;
        if (!set) return false;
        this.#words[at]! |= bit;
      }
    }
    return there;
  }
}

/**
 * Remembers ids in little memory: 2 bytes an id. "Not seen" is certain; "seen" is wrong about once in a thousand and
 * must be looked up.
 */
export class SeenIds {
  readonly #filters: Filter[] = [new Filter(FIRST_CAPACITY)];

  /** Whether the id (out of a hash, as four words from `at` on) may have been added before; adds it. */
  mayHaveSeen(words: Int32Array, at: number): boolean {
    const a = words[at]! >>> 0;
    const b = words[at + 3]! >>> 0;
    const c = (words[at + 1]! | 1) >>> 0;
    let newest = this.#filters.at(-1)!;
    for (const filter of this.#filters) if (filter !== newest && filter.test(a, b, c, false)) return true;
    if (newest.count >= newest.capacity) {
      if (newest.test(a, b, c, false)) return true;
      this.#filters.push((newest = new Filter(newest.capacity * 2)));
    }
    if (newest.test(a, b, c, true)) return true;
    newest.count++;
    return false;
  }
}
