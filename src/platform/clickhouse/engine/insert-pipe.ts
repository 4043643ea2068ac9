import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export type PipePool = { use<T>(work: (path: string) => Promise<T>): Promise<T> };

/**
 * Named pipes through which the engine reads the rows of an insert. The binding itself takes a whole insert as one
 * buffer; through a pipe it reads any format as it comes, in bounded memory, and as one INSERT as a server would.
 */
export function createPipes(directory: string, count: number): PipePool {
  const free = Array.from({ length: count }, (_, index) => join(directory, `rows-${index}`));
  execFileSync('mkfifo', ['-m', '600', ...free]);
  return {
    async use(work) {
      const path = free.pop();
      if (path === undefined) throw new Error('no pipe is free: fewer pipes than writes at a time');
      try {
        return await work(path);
      } finally {
        free.push(path);
      }
    },
  };
}

/**
 * Opens the writing end as soon as the engine reads the other; undefined when the query ended without reading.
 * A plain open would wait for ever for a reader that failed before it came.
 */
async function openWriter(path: string, ended: () => boolean): Promise<Socket | undefined> {
  for (let tries = 0; !ended(); tries++) {
    try {
      const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      return new Socket({ fd, readable: false, writable: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await sleep(Math.min(tries, 5));
    }
  }
  return undefined;
}

/**
 * Feeds rows to a query that reads the pipe. When the rows break off, the query is killed before the pipe ends, so that
 * the engine does not take half of them for all. Resolves when the query is done; rejects with its error, or the rows'.
 */
export async function feed<T>(options: {
  path: string;
  rows: Readable;
  start: () => Promise<T>;
  kill: () => Promise<void>;
}): Promise<T> {
  let ended = false;
  const query = options.start().finally(() => (ended = true));
  query.catch(() => {});
  const writer = await openWriter(options.path, () => ended);
  if (!writer) return query;
  let broken: unknown;
  try {
    // The query may fail while rows still come: it closes its end, and its own error is the one to tell.
    await pipeline(options.rows, writer, { end: false });
    // The pipeline ends with the source; what the socket still holds has to reach the pipe before it is closed.
    await new Promise<void>((resolve, reject) => writer.write('', (error) => (error ? reject(error) : resolve())));
  } catch (error) {
    broken = error;
    if (!ended && options.rows.errored) await options.kill();
  }
  writer.destroy();
  const result = await query;
  if (broken !== undefined) throw broken;
  return result;
}
