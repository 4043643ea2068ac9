import { zstdDecompressSync } from 'node:zlib';

const HEADER = 25;
const NONE = 0x02;
const LZ4 = 0x82;
const ZSTD = 0x90;

/** An LZ4 block (lz4_Block_format.md) decompressed to `size` bytes; undefined where it is none. */
function unpackLz4(source: Buffer, size: number): Buffer | undefined {
  const out = Buffer.alloc(size);
  let at = 0;
  let to = 0;
  const length = (nibble: number): number => {
    let total = nibble;
    if (nibble === 15)
      for (let more = 255; more === 255; total += more) {
        more = source[at++] ?? 0;
      }
    return total;
  };
  while (at < source.length) {
    const token = source[at++]!;
    const literals = length(token >> 4);
    source.copy(out, to, at, at + literals);
    at += literals;
    to += literals;
    if (at >= source.length) break;
    const distance = source.readUInt16LE(at);
    at += 2;
    const match = length(token & 15) + 4;
    if (distance === 0 || distance > to || to + match > size) return undefined;
    for (let i = 0; i < match; i++, to++) out[to] = out[to - distance]!;
  }
  return to === size ? out : undefined;
}

/**
 * What the compressed blocks of a file of the event engine hold: each is a checksum (16 bytes), the method, the length
 * with this header and the length without compression. Empty for a file that has no such form.
 */
export function unpackBlocks(file: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + HEADER <= file.length;) {
    const method = file[at + 16]!;
    const packed = file.readUInt32LE(at + 17);
    const size = file.readUInt32LE(at + 21);
    const end = at + 16 + packed;
    if (![NONE, LZ4, ZSTD].includes(method) || packed < 9 || end > file.length || size > 1 << 28) break;
    const body = file.subarray(at + HEADER, end);
    let piece: Buffer | undefined;
    try {
      piece = method === NONE ? body : method === ZSTD ? zstdDecompressSync(body) : unpackLz4(body, size);
    } catch {
      piece = undefined;
    }
    if (piece?.length !== size) break;
    pieces.push(piece);
    at = end;
  }
  return Buffer.concat(pieces);
}
