import { readFile } from 'node:fs/promises';
import { loadConfig } from '#platform/config.ts';
import { readTombstones, tombstoneFile } from '../erase-member-tombstones.ts';

/** Writes the list of erased people to standard output, one line of JSON each; says so when nobody was erased. */
export async function tombstonesCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const { dataDir } = loadConfig(env);
  const text = await readFile(tombstoneFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = readTombstones(text).map((line) => JSON.stringify(line));
  if (lines.length === 0) process.stderr.write(`nobody was erased in ${dataDir}\n`);
  else process.stdout.write(`${lines.join('\n')}\n`);
}
