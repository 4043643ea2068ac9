import { derivedId } from '#kernel/ids.ts';

/** Keys remembered at most, in two generations, so that a file of any size is read in bounded memory. */
const REMEMBERED = 100_000;

/**
 * Ids for sources that have none, out of what a message is: group, member, time, text, and its number among equals in
 * the order of the file. Importing twice, or exports that overlap, gives the same ids.
 */
export class OrdinalIds {
  #now = new Map<string, number>();
  #before = new Map<string, number>();

  /** The id of the next message that has these facts. */
  next(...facts: readonly string[]): string {
    const id = derivedId('message', ...facts);
    const ordinal = this.#now.get(id) ?? this.#before.get(id) ?? 0;
    this.#now.set(id, ordinal + 1);
    if (this.#now.size >= REMEMBERED) {
      this.#before = this.#now;
      this.#now = new Map();
    }
    return ordinal === 0 ? id : derivedId(id, String(ordinal));
  }
}
