import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError, BadInput, NotFound } from '#kernel/errors.ts';

export type StoredFile = { id: string; bytes: number; mediaType: string };

const ID = /^[0-9a-f]{64}$/;
const SPACE = /^[\w-]{1,64}$/;

/** The bytes of files under `<data>/files`, apart for each space (a tenant's folder). */
export class FileStore {
  readonly #root: string;

  constructor(dataDir: string) {
    this.#root = join(dataDir, 'files');
  }

  /** The files of one space. */
  in(space: string): FileSpace {
    if (!SPACE.test(space)) throw new TypeError(`not the name of a space: ${space}`);
    return new FileSpace(join(this.#root, space));
  }
}

/**
 * Files named by the SHA-256 of their content: the same content is kept once, and a file never changes under its name.
 * Nothing here knows who may see a file; rows in PostgreSQL do.
 */
class FileSpace {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Keeps content, durably once this returns. Throws AppError 413 `file_too_large` past `limits.bytes`, BadInput `empty_file`
   * for nothing; then nothing is kept.
   */
  async put(
    content: Buffer | Readable,
    { mediaType, limits }: { mediaType: string; limits: { bytes: number } },
  ): Promise<StoredFile> {
    const folder = join(this.#root, 'incoming');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const incoming = join(folder, randomBytes(12).toString('hex'));
    try {
      const { id, bytes } = await write(incoming, content, limits.bytes);
      const path = this.#path(id);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(incoming, path);
      return { id, bytes, mediaType };
    } finally {
      await rm(incoming, { force: true });
    }
  }

  /** The bytes of a file as a stream, and how many. NotFound when it is not there. */
  async open(id: string): Promise<{ stream: Readable; bytes: number }> {
    const path = this.#path(id);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) throw new NotFound('the file');
    return { stream: createReadStream(path), bytes: found.size };
  }

  /** Deletes a file; one that is not there is no failure. */
  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  #path(id: string): string {
    if (!ID.test(id)) throw new NotFound('the file');
    return join(this.#root, id.slice(0, 2), id);
  }
}

export type { FileSpace };

async function write(path: string, content: Buffer | Readable, most: number): Promise<{ id: string; bytes: number }> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
      bytes += (chunk as Buffer).length;
      if (bytes > most) throw tooLarge(most);
      hash.update(chunk as Buffer);
      await file.write(chunk as Buffer);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (bytes === 0) throw new BadInput('the file is empty', [], 'empty_file');
  return { id: hash.digest('hex'), bytes };
}

const tooLarge = (most: number): AppError =>
  new AppError({ code: 'file_too_large', status: 413, message: `a file may have at most ${most} bytes` });
