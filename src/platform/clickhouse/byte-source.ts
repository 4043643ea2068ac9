import { Buffer } from 'node:buffer';

/** A step of a decoder: it yields when it needs more bytes, and is resumed with them, or with nothing at the end. */
export type Step<T> = Generator<void, T, Uint8Array | undefined>;

/** Bytes that come in pieces, read as if they were whole. */
export class ByteSource {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  #ended = false;

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Waits until so many bytes are there; false at a clean end where nothing is left. */
  *need(count: number): Step<boolean> {
    if (this.left >= count) return true;
    const kept = this.bytes.subarray(this.at);
    const pieces: Uint8Array[] = [kept];
    let size = kept.length;
    // Twice what is there, so that a long column is not copied again for every piece that comes.
    const enough = Math.max(count, Math.min(kept.length * 2, 8 << 20));
    while (size < enough && !this.#ended) {
      const piece = yield;
      if (!piece) this.#ended = true;
      else {
        pieces.push(piece);
        size += piece.length;
      }
    }
    this.bytes = Buffer.concat(pieces, size);
    this.at = 0;
    if (size >= count) return true;
    if (size === 0) return false;
    throw new RangeError('the result broke off in the middle');
  }

  *varint(): Step<number> {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.left < 1 && !(yield* this.need(1))) throw new RangeError('the result broke off in the middle');
      const byte = this.bytes[this.at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** A copy of the next bytes, aligned for any typed array. */
  *take(count: number): Step<ArrayBuffer> {
    const found = new Uint8Array(count);
    let filled = 0;
    // Straight from the pieces: a long column never lies in a buffer between.
    while (filled < count) {
      if (this.left === 0) {
        const piece = this.#ended ? undefined : yield;
        if (!piece) throw new RangeError('the result broke off in the middle');
        this.bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
        this.at = 0;
      }
      const size = Math.min(this.left, count - filled);
      found.set(this.bytes.subarray(this.at, this.at + size), filled);
      this.at += size;
      filled += size;
    }
    return found.buffer;
  }

  *text(): Step<string> {
    const length = yield* this.varint();
    if (this.left < length) yield* this.need(length);
    const found = this.bytes.toString('utf8', this.at, this.at + length);
    this.at += length;
    return found;
  }

  /** Many texts; the fast path reads within the bytes that are there. */
  *texts(count: number): Step<string[]> {
    const found: string[] = [];
    for (let index = 0; index < count; index++) {
      const { bytes, at } = this;
      const length = bytes[at];
      if (length !== undefined && length < 128 && at + 1 + length <= bytes.length) {
        found.push(length === 0 ? '' : bytes.toString('utf8', at + 1, at + 1 + length));
        this.at = at + 1 + length;
      } else {
        found.push(yield* this.text());
      }
    }
    return found;
  }
}
