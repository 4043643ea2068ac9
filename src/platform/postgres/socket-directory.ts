import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket's address has to fit into 104 bytes (macOS) or 108 (Linux); the name below takes 40. */
const LONGEST_BASE = 60;

/**
 * A private directory for the server's socket, outside the data directory, whose path may be too long for a socket.
 * Its name follows from the data directory; one that somebody else has put there is left alone and another is made.
 * @param owner the account the server runs as, where that account needs to own the directory
 */
export async function makeSocketDirectory(dataPath: string, owner?: { uid: number; gid: number }): Promise<string> {
  const base = Buffer.byteLength(tmpdir()) <= LONGEST_BASE ? tmpdir() : '/tmp';
  const keyed = join(base, `qunluo-${createHash('sha256').update(dataPath).digest('hex').slice(0, 16)}`);
  await mkdir(keyed, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(keyed);
  const ours =
    found.isDirectory() && (found.uid === process.getuid?.() || found.uid === owner?.uid) && (found.mode & 0o077) === 0;
  const path = ours ? keyed : await mkdtemp(join(base, 'qunluo-'));
  if (owner !== undefined) await chown(path, owner.uid, owner.gid);
  return path;
}
