import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { asBadInput } from './faults.ts';
import { type Limits, UnpackGuard } from './limits.ts';

const CHUNK = 64 * 1024;

/** Hears how many bytes of the file on disk have been read. */
export type Consumed = (bytes: number) => void;

/** The bytes of a plain file. */
export async function* readPlain(path: string, consumed: Consumed): AsyncGenerator<Buffer> {
  const stream: ReadStream = createReadStream(path, { highWaterMark: CHUNK });
  for await (const chunk of stream) {
    consumed(stream.bytesRead);
    yield chunk as Buffer;
  }
}

/** The unpacked bytes of a gzip file (also of several, one after another), stopped when they grow like a bomb. */
export async function* readGzip(path: string, limits: Limits, consumed: Consumed): AsyncGenerator<Buffer> {
  const packed = createReadStream(path, { highWaterMark: CHUNK });
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const guard = new UnpackGuard(limits, 'the gzip file');
  // The callback takes what the loop below already throws; without it an early end would be an unhandled error.
  pipeline(packed, gunzip, () => {});
  try {
    for await (const chunk of gunzip) {
      guard.add((chunk as Buffer).length, packed.bytesRead);
      consumed(packed.bytesRead);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw asBadInput(error, 'broken_gzip', 'the gzip file is broken or cut short', `near byte ${gunzip.bytesWritten}`);
  }
}

/** At most `size` bytes from the beginning of a stream, which is closed then. */
export async function takeHead(bytes: AsyncIterable<Buffer>, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= size) break;
  }
  return Buffer.concat(chunks).subarray(0, size);
}
