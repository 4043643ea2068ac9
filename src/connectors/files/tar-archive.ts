import { pipeline, Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { asBadInput } from './faults.ts';
import { checkEntryCount, checkEntryName, isNoise, type Limits } from './limits.ts';

/** One file met while a tar archive streams by; its bytes must be read before the next is asked for, or are passed over. */
export type TarEntry = { name: string; size: number; bytes: AsyncIterable<Buffer> };

/** Walks the files of a tar archive in their order. Links, devices and folders are passed over. */
export async function* readTar(bytes: AsyncIterable<Buffer>, limits: Limits): AsyncGenerator<TarEntry> {
  const unpack = extract();
  let count = 0;
  let last = 'beginning';
  pipeline(Readable.from(bytes), unpack, () => {});
  try {
    for await (const entry of unpack) {
      const name = entry.header.name.replace(/^\.\//, '');
      last = name;
      checkEntryCount(++count, limits, 'the tar archive');
      checkEntryName(name, 'the tar archive');
      const plain = entry.header.type === 'file' || entry.header.type === 'contiguous-file';
      if (plain && !isNoise(name))
        yield { name, size: entry.header.size ?? 0, bytes: bytesOf(entry as unknown as AsyncIterable<Buffer>, name) };
      entry.resume();
    }
  } catch (error) {
    throw broken(error, last);
  }
}

async function* bytesOf(entry: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    yield* entry;
  } catch (error) {
    throw broken(error, name);
  }
}

const broken = (error: unknown, name: string): unknown =>
  asBadInput(error, 'broken_tar', 'the tar archive is broken or cut short', `at ${name}`);
