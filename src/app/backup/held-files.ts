import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Folders of the data directory whose files belong to a backup: uploaded exports until they are read, and files. */
export const KEPT_FOLDERS: readonly string[] = ['imports', 'files'];

/** Where a backup under way holds files; what a killed one left goes with the next. */
const FOLDER = '.backup-files';

const missing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

/**
 * Files as they are at one moment, whatever is removed meanwhile: a second name for each, or a copy where the file
 * system knows no second names.
 */
export class HeldFiles {
  readonly #dataDir: string;
  readonly #root: string;

  private constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#root = join(dataDir, FOLDER);
  }

  static async open(dataDir: string): Promise<HeldFiles> {
    const held = new HeldFiles(dataDir);
    await held.close();
    return held;
  }

  /** Holds what a folder has and was not held yet. */
  async hold(folder: string): Promise<void> {
    const source = join(this.#dataDir, folder);
    for (const path of await listFiles(source)) {
      const name = relative(this.#dataDir, path);
      const target = join(this.#root, name);
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
      await link(path, target).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return;
        if (error.code === 'ENOENT') return;
        await copyFile(path, target).catch(missing);
      });
    }
  }

  /** The held files: where each is now, and its path in the data directory with `/`. */
  async list(): Promise<{ path: string; name: string }[]> {
    const paths = await listFiles(this.#root);
    return paths.map((path) => ({ path, name: relative(this.#root, path).replaceAll('\\', '/') }));
  }

  close(): Promise<void> {
    return rm(this.#root, { recursive: true, force: true });
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      missing(error);
      return [];
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
