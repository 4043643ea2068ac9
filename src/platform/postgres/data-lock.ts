import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { DataDirectoryInUse } from './errors.ts';
import { processStart } from './process-mark.ts';

type Holder = { pid: number; startedAt: string };

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Holder;
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Puts a whole file in place or reports that one is there: a link is atomic, a half-written lock is never seen. */
async function place(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves a dead holder's lock away. If a living one put its lock there meanwhile, that lock is put back. */
async function clearStale(path: string, stale: Holder | undefined): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  await rename(path, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  const moved = await readHolder(aside);
  if (moved !== undefined && (moved.pid !== stale?.pid || moved.startedAt !== stale.startedAt))
    await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Takes the lock of a data directory for this process. A lock whose holder is dead (also by SIGKILL, a reboot, or a
 * container that reuses process numbers) is replaced. Throws DataDirectoryInUse when a living process holds it.
 * @returns the function that gives the lock back
 */
export async function lockDataDirectory(dataDir: string, lockPath: string): Promise<() => Promise<void>> {
  const me: Holder = { pid: process.pid, startedAt: (await processStart(process.pid)) ?? 'unknown' };
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await place(lockPath, me)) return () => unlink(lockPath).catch(() => undefined);
    const holder = await readHolder(lockPath);
    if (holder !== undefined && (await processStart(holder.pid)) === holder.startedAt)
      throw new DataDirectoryInUse(dataDir, holder.pid);
    await clearStale(lockPath, holder);
  }
  throw new DataDirectoryInUse(dataDir, (await readHolder(lockPath))?.pid ?? 0);
}
