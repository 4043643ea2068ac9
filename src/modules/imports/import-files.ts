import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isId } from '#kernel/ids.ts';

/** Uploaded exports on disk: one folder an import, named by its id, until the file was read. */
export class ImportFiles {
  readonly #root: string;

  constructor(dataDir: string) {
    this.#root = join(dataDir, 'imports');
  }

  path(importId: string, fileName: string): string {
    return join(this.#root, importId, fileName);
  }

  /** Writes an upload as it comes; gives its size in bytes. What was written goes when it fails. */
  async save(importId: string, fileName: string, upload: Readable): Promise<number> {
    const folder = join(this.#root, importId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const path = join(folder, fileName);
      await pipeline(upload, createWriteStream(path, { mode: 0o600 }));
      return (await stat(path)).size;
    } catch (error) {
      await this.remove(importId);
      throw error;
    }
  }

  async remove(importId: string): Promise<void> {
    await rm(join(this.#root, importId), { recursive: true, force: true });
  }

  /** Ids of the imports that have a folder, with the time of its last change in milliseconds. */
  async list(): Promise<{ importId: string; changedAt: number }[]> {
    const names = await readdir(this.#root).catch(() => [] as string[]);
    return Promise.all(
      names.filter(isId).map(async (importId) => ({
        importId,
        changedAt: (await stat(join(this.#root, importId))).mtimeMs,
      })),
    );
  }
}

/** A name that is safe on any disk and still says what the file is: formats go by it too. */
export function safeFileName(given: string): string {
  const base = given.split(/[\\/]/).at(-1) ?? '';
  const plain = base
    .normalize('NFC')
    .replaceAll(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+/, '_')
    .trim();
  if (plain === '') return 'export';
  const dot = plain.lastIndexOf('.');
  const end = dot > 0 ? plain.slice(dot).slice(0, 20) : '';
  const room = 200 - Buffer.byteLength(end);
  let stem = dot > 0 ? plain.slice(0, dot) : plain;
  while (Buffer.byteLength(stem) > room) stem = stem.slice(0, -1);
  return stem + end;
}
