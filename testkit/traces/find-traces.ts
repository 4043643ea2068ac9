import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { isId } from '#kernel/ids.ts';
import { unpackBlocks } from './engine-blocks.ts';

/** A trace as the bytes that stores write: texts as they are, ids as text and in the three binary orders there are. */
export function formsOf(trace: string): Buffer[] {
  if (!isId(trace)) return [Buffer.from(trace)];
  const written = Buffer.from(trace.replaceAll('-', ''), 'hex');
  // The event engine keeps an id as two 64-bit numbers, each with its lowest byte first.
  const halves = Buffer.concat([
    Buffer.from(written.subarray(0, 8)).reverse(),
    Buffer.from(written.subarray(8)).reverse(),
  ]);
  return [Buffer.from(trace), Buffer.from(trace.replaceAll('-', '')), written, halves, Buffer.from(written).reverse()];
}

function* filesBelow(directory: string): Generator<string> {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) yield* filesBelow(path);
    else if (found?.isFile()) yield path;
  }
}

const unpackers: readonly ((bytes: Buffer) => Buffer)[] = [(bytes) => bytes, unpackBlocks, gunzip, unzstd];

function gunzip(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : Buffer.alloc(0);
}

function unzstd(bytes: Buffer): Buffer {
  return bytes.length > 4 && bytes.readUInt32LE(0) === 0xfd2fb528 ? zstdDecompressSync(bytes) : Buffer.alloc(0);
}

/**
 * Where traces are in the files below some directories: every byte of every file, and what its compressed blocks hold.
 * Gives `trace: file` for each find.
 */
export function findTraces(directories: readonly string[], traces: readonly string[]): string[] {
  const wanted = traces.map((trace) => ({ trace, forms: formsOf(trace) }));
  const found: string[] = [];
  for (const directory of directories)
    for (const file of filesBelow(directory)) {
      const bytes = readFileSync(file);
      for (const unpack of unpackers) {
        const held = unpack(bytes);
        for (const { trace, forms } of wanted)
          if (forms.some((form) => held.includes(form))) found.push(`${trace}: ${file}`);
      }
    }
  return [...new Set(found)];
}
