import { ByteSink } from './byte-sink.ts';

/** Texts of a String column as they are sent: each its length and its UTF-8. */
export class EncodedTexts implements ArrayLike<unknown> {
  readonly [row: number]: unknown;
  readonly length: number;
  readonly bytes: Uint8Array;

  constructor(length: number, bytes: Uint8Array) {
    this.length = length;
    this.bytes = bytes;
  }
}

/**
 * A column of texts that gathers row after row as the bytes that will be sent, outside the heap: strings that wait for
 * an insert by the hundred thousand would be moved about by every collection of garbage. A row may have no entry.
 */
export class TextColumn {
  readonly #sink = new ByteSink();
  /** Where each row's entry begins; the next one's beginning is its end. */
  #starts = new Uint32Array(257);

  /** Bytes held. */
  get size(): number {
    return this.#sink.at;
  }

  /** Writes the next row's text, or none. Rows come in order, from 0. */
  put(row: number, text: string | undefined): void {
    if (row + 1 >= this.#starts.length) {
      const more = new Uint32Array(this.#starts.length * 2);
      more.set(this.#starts);
      this.#starts = more;
    }
    if (text !== undefined) this.#sink.text(text);
    this.#starts[row + 1] = this.#sink.at;
  }

  has(row: number): boolean {
    return this.#starts[row + 1]! > this.#starts[row]!;
  }

  /** A row's text; empty where it has none. */
  textAt(row: number): string {
    const end = this.#starts[row + 1]!;
    let at = this.#starts[row]!;
    if (at === end) return '';
    // The length comes first, seven bits a byte; it is known from where the entry ends.
    while (this.#sink.bytes[at]! >= 128) at++;
    return this.#sink.bytes.toString('utf8', at + 1, end);
  }

  /** Takes out a row and all after it. */
  cut(row: number): void {
    this.#sink.at = this.#starts[row]!;
  }

  /** The entries of a range of rows, `count` of them: no copy, good until the column is written again. */
  range(from: number, to: number, count: number): EncodedTexts {
    return new EncodedTexts(count, this.#sink.bytes.subarray(this.#starts[from], this.#starts[to]));
  }
}
