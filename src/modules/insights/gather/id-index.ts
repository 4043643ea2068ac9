/**
 * Ids as 16 raw bytes each, numbered in the order of their first appearance. A hash table on typed arrays: a million
 * ids cost 30 MB and a fraction of a second, where strings in a Map would cost ten times both.
 */
export class IdIndex {
  #words: Uint32Array;
  #slots: Int32Array;
  #size = 0;

  constructor(expected = 1024) {
    const capacity = Math.max(16, expected);
    this.#words = new Uint32Array(capacity * 4);
    this.#slots = new Int32Array(slotsFor(capacity)).fill(-1);
  }

  get size(): number {
    return this.#size;
  }

  /** The number of the id at row `row` of `ids` (4 words a row), given to it now when it is new. */
  add(ids: Uint32Array, row: number): number {
    const from = row * 4;
    let slot = this.#find(ids, from);
    const found = this.#slots[slot]!;
    if (found >= 0) return found;
    const to = this.#size * 4;
    if (to === this.#words.length) {
      this.#grow();
      slot = this.#find(ids, from);
    }
    // Word by word: a view of four words costs more than all the rest.
    this.#words[to] = ids[from]!;
    this.#words[to + 1] = ids[from + 1]!;
    this.#words[to + 2] = ids[from + 2]!;
    this.#words[to + 3] = ids[from + 3]!;
    this.#slots[slot] = this.#size;
    return this.#size++;
  }

  /** The number of the id at row `row` of `ids`, or −1. */
  indexOf(ids: Uint32Array, row: number): number {
    return this.#slots[this.#find(ids, row * 4)]!;
  }

  /** The ids by number, 4 words each. */
  words(): Uint32Array {
    return this.#words.subarray(0, this.#size * 4);
  }

  /** The id with a number, as text. */
  text(index: number): string {
    return idText(this.#words, index);
  }

  /** The number of an id given as text, or −1. */
  indexOfText(id: string): number {
    return this.indexOf(idWords([id]), 0);
  }

  #find(ids: Uint32Array, at: number): number {
    const [a, b, c, d] = [ids[at]!, ids[at + 1]!, ids[at + 2]!, ids[at + 3]!];
    const mask = this.#slots.length - 1;
    let slot = hash(a, b, c, d) & mask;
    for (;;) {
      const index = this.#slots[slot]!;
      if (index < 0) return slot;
      const k = index * 4;
      if (this.#words[k] === a && this.#words[k + 1] === b && this.#words[k + 2] === c && this.#words[k + 3] === d)
        return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const words = this.#words;
    this.#words = new Uint32Array(words.length * 2);
    this.#words.set(words);
    this.#slots = new Int32Array(slotsFor(words.length / 2)).fill(-1);
    for (let index = 0; index < this.#size; index++) this.#slots[this.#find(this.#words, index * 4)] = index;
  }
}

/** Twice the capacity, as a power of two: the table is never more than half full. */
const slotsFor = (capacity: number): number => 2 ** Math.ceil(Math.log2(capacity * 2));

function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(c ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Canonical bytes of ids as words, 4 a row; the bytes must be aligned to 4. */
export const asWords = (bytes: Uint8Array): Uint32Array =>
  bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Uint32Array(bytes.slice().buffer);

/** Ids given as text, as words. */
export function idWords(ids: readonly string[]): Uint32Array {
  const bytes = new Uint8Array(ids.length * 16);
  ids.forEach((id, row) => bytes.set(Buffer.from(id.replaceAll('-', ''), 'hex'), row * 16));
  return new Uint32Array(bytes.buffer);
}

/** The id at a row of words, as lower-case text. */
export function idText(words: Uint32Array, row: number): string {
  const hex = Buffer.from(words.buffer, words.byteOffset + row * 16, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
