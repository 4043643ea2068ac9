import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

const LARGEST = 8 * 2 ** 20;

/** Opens the server's log for appending; a large one becomes `<path>.1`. It belongs to the owner of its directory. */
export async function openServerLog(path: string): Promise<FileHandle> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(dirname(path));
    await file.chown(uid, gid);
  }
  return file;
}

/** The log's text from byte `from` on, at most its last 64 kB. */
export async function readServerLog(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(Math.min(from, size), size - 65_536);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

const CAUSES: readonly [RegExp, string][] = [
  [/No space left on device|Check free disk space/i, 'no disk space is left'],
  [/Disk quota exceeded/i, 'the disk quota is used up'],
  [/Read-only file system/i, 'the file system is read-only'],
  [/could not map anonymous shared memory|Cannot allocate memory/i, 'there is not enough free memory'],
  [/Permission denied/i, 'a file or directory may not be accessed'],
  [/error while loading shared libraries: (\S+)/, 'a system library is missing'],
  [/database files are incompatible with server/, 'the data files are of another PostgreSQL version'],
  [
    /could not locate a valid checkpoint record|invalid checkpoint record/,
    'the data files are damaged; restore a backup',
  ],
];

/** Says in a sentence why a PostgreSQL program failed, out of what it wrote. */
export function explainOutput(output: string): string {
  const cause = CAUSES.find(([pattern]) => pattern.test(output))?.[1];
  const line = output
    .split('\n')
    .filter((text) => /FATAL|PANIC|ERROR|error:|cannot/i.test(text))
    .at(-1)
    ?.trim();
  const detail = line ?? output.trim().split('\n').at(-1) ?? '';
  return cause === undefined ? detail || 'it gave no reason' : `${cause} (${detail})`;
}
