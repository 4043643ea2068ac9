import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { checkEntryCount, isNoise, type Limits } from './limits.ts';

const DEEPEST = 12;

/** The files of an unpacked export by name, with their sizes. Symbolic links are not followed: they may lead anywhere. */
export async function listDirectory(root: string, limits: Limits): Promise<{ name: string; bytes: number }[]> {
  const found: { name: string; bytes: number }[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    for (const item of await readdir(join(root, folder), { withFileTypes: true })) {
      const name = posix.join(folder, item.name);
      if (item.isDirectory() && depth < DEEPEST) await visit(name, depth + 1);
      if (!item.isFile() || isNoise(name)) continue;
      found.push({ name, bytes: (await stat(join(root, name))).size });
      checkEntryCount(found.length, limits, 'the directory');
    }
  };
  await visit('', 0);
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
