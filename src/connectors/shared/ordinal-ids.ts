import { derivedId } from '#kernel/ids.ts';

/**
 * Messages remembered at most, in two generations, so that a file of any size is read in bounded memory. Equal ones
 * stand close together, since their time is a part of what they are.
 */
const REMEMBERED = 20_000;

/**
 * Ids for sources that have none, out of what a message is: group, member, time, text, and its number among equals in
 * the order of the file. Importing twice, or exports that overlap, gives the same ids.
 */
export class OrdinalIds {
  #now = new Map<number, number>();
  #before = new Map<number, number>();

  /** The id of the next message that has these facts. */
  next(...facts: readonly string[]): string {
    const id = derivedId('message', ...facts);
    // 48 bits of the id stand for it: numbers are far lighter to remember than texts.
    const key = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    const ordinal = this.#now.get(key) ?? this.#before.get(key) ?? 0;
    this.#now.set(key, ordinal + 1);
    if (this.#now.size >= REMEMBERED) {
      this.#before = this.#now;
      this.#now = new Map();
    }
    return ordinal === 0 ? id : derivedId(id, String(ordinal));
  }
}
