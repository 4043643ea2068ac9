import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BadInput } from '#kernel/errors.ts';

/** Refuses a path that cannot be written to, before any work is done for it. */
export async function checkOutput(path: string): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new BadInput(
      `--out: the folder ${dirname(path)} does not exist`,
      [{ where: '--out', what: 'no such folder' }],
      'bad_output',
    );
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory())
    throw new BadInput(
      `--out: ${path} is a folder; name a file`,
      [{ where: '--out', what: 'is a folder' }],
      'bad_output',
    );
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(draft, text, 'utf8');
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new BadInput(
      `--out: ${path} could not be written: ${message}`,
      [{ where: '--out', what: message }],
      'bad_output',
    );
  }
}

/** Writes to standard output and waits; a reader that has gone away (`| head`) is no failure. */
export const writeOut = (stream: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const ended = (error?: NodeJS.ErrnoException | null): void => {
      if (!error || error.code === 'EPIPE') resolve();
      else
        reject(
          new BadInput(
            `standard output could not be written: ${error.message}`,
            [{ where: 'standard output', what: error.message }],
            'bad_output',
          ),
        );
    };
    // It stays: the stream tells its failure again after the write did, and unheard that would end the process.
    stream.on('error', ended);
    stream.write(text, ended);
  });
