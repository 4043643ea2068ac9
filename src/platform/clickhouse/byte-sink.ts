import { Buffer } from 'node:buffer';

/** How many hexadecimal digits' value a character code has; 255 where it is none. */
const NIBBLES = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value++) {
  NIBBLES[value.toString(16).charCodeAt(0)] = value;
  NIBBLES[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}
/** Where the two digits of each byte stand in a written UUID, in the engine's order: two little-endian halves. */
const UUID_DIGITS = [16, 14, 11, 9, 6, 4, 2, 0, 34, 32, 30, 28, 26, 24, 21, 19] as const;

const MAX_SHORT = 42;

/** A growing buffer that writes the values of ClickHouse's Native format. */
export class ByteSink {
  bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  at = 0;

  reserve(count: number): void {
    const needed = this.at + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }

  /** The bytes so far, as a piece of its own; the sink starts afresh. */
  flush(): Buffer {
    const piece = Buffer.from(this.bytes.subarray(0, this.at));
    this.at = 0;
    return piece;
  }

  varint(value: number): void {
    this.reserve(9);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.at++] = rest;
  }

  raw(piece: Uint8Array): void {
    this.reserve(piece.length);
    this.bytes.set(piece, this.at);
    this.at += piece.length;
  }

  /** The same piece so many times. */
  repeat(piece: Uint8Array, count: number): void {
    const size = piece.length * count;
    this.reserve(size);
    this.bytes.fill(piece, this.at, this.at + size);
    this.at += size;
  }

  text(text: string): void {
    const { length } = text;
    if (length <= MAX_SHORT) {
      // At most 126 bytes: the length takes one. Most are plain ASCII, copied here faster than by a call out.
      this.reserve(1 + length * 3);
      const { bytes } = this;
      const from = this.at + 1;
      let index = 0;
      for (; index < length; index++) {
        const code = text.charCodeAt(index);
        if (code > 127) break;
        bytes[from + index] = code;
      }
      const written = index === length ? length : bytes.write(text, from, 'utf8');
      bytes[this.at] = written;
      this.at = from + written;
      return;
    }
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.reserve(size);
    this.bytes.write(text, this.at, size, 'utf8');
    this.at += size;
  }

  /** A UUID as written; false where it is none. */
  uuid(text: string): boolean {
    if (text.length !== 36) return false;
    this.reserve(16);
    const { bytes, at } = this;
    let invalid = 0;
    for (let index = 0; index < 16; index++) {
      const digit = UUID_DIGITS[index]!;
      const high = NIBBLES[text.charCodeAt(digit)]!;
      const low = NIBBLES[text.charCodeAt(digit + 1)]!;
      invalid |= high | low;
      bytes[at + index] = (high << 4) | low;
    }
    this.at += 16;
    return (invalid & 240) === 0;
  }

  /** UUIDs of 16 bytes in the order in which they are written; the engine has each half turned around. */
  uuidBytes(source: Uint8Array): void {
    const from = this.at;
    this.raw(source);
    this.bytes.subarray(from, this.at).swap64();
  }

  /** A whole number in 64 bits, two's complement. */
  integer64(value: number): void {
    this.reserve(8);
    this.bytes.writeUInt32LE(value >>> 0, this.at);
    this.bytes.writeInt32LE(Math.floor(value / 4_294_967_296) | 0, this.at + 4);
    this.at += 8;
  }
}
