import { readFileSync } from 'node:fs';

export type PictureSize = { width: number; height: number };

/**
 * Width and height in pixels of a WebP picture, read from its header (RFC 9649): simple lossy, simple lossless, or
 * extended. Throws for anything else.
 */
export function pictureSize(file: string): PictureSize {
  const head = readFileSync(file).subarray(0, 30);
  const kind = head.toString('latin1', 0, 4) === 'RIFF' ? head.toString('latin1', 12, 16) : '';
  if (kind === 'VP8 ') return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  if (kind === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  throw new Error(`${file} is no WebP picture`);
}
