import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { pipeline as pipelineDone } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createZstdCompress, constants as zlib } from 'node:zlib';
import { pack as createPack, type Pack } from 'tar-stream';
import { MANIFEST, type Manifest, type ManifestPart, pieceName } from './manifest.ts';

/** A tar entry says its length before its bytes, so a part of unknown length is cut into pieces that are held whole. */
const PIECE = 2 << 20;

/** Cuts a stream into buffers of `size` bytes; the last one is what is left, and there is always one. */
async function* cut(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    const whole = Buffer.concat(held, bytes);
    let at = 0;
    for (; bytes - at >= size; at += size) yield whole.subarray(at, at + size);
    held = [whole.subarray(at)];
    bytes -= at;
  }
  yield Buffer.concat(held, bytes);
}

/**
 * Writes an archive: a tar of parts, each compressed (zstd) and cut into pieces, with the manifest at its end. It grows
 * under another name and gets its own when it is whole and on the disk. Memory: two pieces.
 */
export class ArchiveWriter {
  readonly #file: string;
  readonly #partial: string;
  readonly #pack: Pack = createPack();
  readonly #written: Promise<void>;
  #failure: unknown;
  /** Ends what waits for the tar to take an entry. */
  #fail: (error: unknown) => void = () => undefined;
  readonly parts: ManifestPart[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#partial = `${file}.partial`;
    this.#written = pipelineDone(this.#pack, createWriteStream(this.#partial, { mode: 0o600, flush: true }));
    this.#written.catch((error: unknown) => {
      this.#failure = error;
      this.#fail(error);
    });
  }

  /** Adds a part and gives its length in bytes before and after compression. */
  async add(name: string, source: AsyncIterable<Buffer>): Promise<{ bytes: number; packed: number }> {
    const part: ManifestPart = { name, bytes: 0, pieces: [] };
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        part.bytes += chunk.length;
        yield chunk;
      }
    };
    const packed = createZstdCompress({ params: { [zlib.ZSTD_c_compressionLevel]: 3 } });
    // A failure of the source destroys what is read here, which then throws it.
    pipeline(Readable.from(counted(), { objectMode: false }), packed, () => undefined);
    for await (const piece of cut(packed, PIECE)) {
      await this.#entry(pieceName(name, part.pieces.length), piece);
      part.pieces.push({ bytes: piece.length, sha256: createHash('sha256').update(piece).digest('hex') });
    }
    this.parts.push(part);
    return { bytes: part.bytes, packed: part.pieces.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  async #entry(name: string, content: Buffer): Promise<void> {
    try {
      // Nothing that lives as long as the file may hold on to the content: hence no race against its end.
      await new Promise<void>((resolve, reject) => {
        // A disk that is full ends the file, and then no entry is ever taken.
        this.#fail = reject;
        const header = { name, size: content.length, mode: 0o600, mtime: new Date(0) };
        const entry = this.#pack.entry(header, (error) => (error ? reject(error) : resolve()));
        entry.end(content);
      });
    } catch (error) {
      // What the tar says then is only that it was ended; why, the file says a moment later.
      await setImmediate();
      throw this.#failure ?? error;
    } finally {
      this.#fail = () => undefined;
    }
  }

  /** Ends the archive with its manifest and gives it its name; its length in bytes. */
  async finish(manifest: Omit<Manifest, 'parts'>): Promise<number> {
    await this.#entry(MANIFEST, Buffer.from(JSON.stringify({ ...manifest, parts: this.parts })));
    this.#pack.finalize();
    await this.#written;
    await rename(this.#partial, this.#file);
    const folder = await open(dirname(this.#file), 'r');
    await folder.sync().finally(() => folder.close());
    const file = await open(this.#file, 'r');
    return file.stat().then(({ size }) => file.close().then(() => size));
  }

  /** Gives up: nothing stays. */
  async abandon(): Promise<void> {
    this.#pack.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#partial, { force: true });
  }
}
