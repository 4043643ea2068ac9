import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import '#testkit/run-directory.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

const MEMBERS = 120;

/**
 * A server with the simulated community of 120 people, of its own for a test file. The story is told once in a test run, by
 * the file that comes first; all begin on copies of what it left.
 */
export async function startToldServer(): Promise<ConsoleServer> {
  const story = join(inject('runDirectory'), 'story');
  await once(story, async () => {
    const server = await startConsoleServer({ members: MEMBERS, followed: true, data: { keptIn: story } });
    await server.stop();
  });
  return startConsoleServer({ members: MEMBERS, data: { copyOf: story } });
}

/** Makes a directory in the process that asks first; the others wait until it is made, or fail as that one did. */
async function once(directory: string, make: () => Promise<void>): Promise<void> {
  const [made, failed] = [`${directory}.made`, `${directory}.failed`];
  const mine = await mkdir(directory).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (!mine) {
    while (!existsSync(made)) {
      if (existsSync(failed)) throw new Error(await readFile(failed, 'utf8'));
      await sleep(100);
    }
    return;
  }
  try {
    await make();
    await writeFile(made, '');
  } catch (error) {
    await writeFile(failed, String(error));
    throw error;
  }
}
