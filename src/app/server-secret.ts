import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';

export type ServerSecret = {
  /** Signs sessions; what is kept sealed is sealed with a key derived from it. */
  secret: string;
  /** Secrets before it, which only open what they sealed. */
  earlierSecrets: string[];
};

type Where = Pick<Config, 'dataDir' | 'secret' | 'earlierSecret'>;

const fileOf = ({ dataDir }: Where): string => join(dataDir, 'secret');
const newSecret = (): string => randomBytes(32).toString('base64url');

/** Whole or not at all, for the owner of the data directory only. */
async function write(file: string, secrets: readonly string[]): Promise<void> {
  await writeFile(`${file}.new`, secrets.map((one) => `${one}\n`).join(''), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

async function read(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

/**
 * The secret of this installation: QUNLUO_SECRET (and QUNLUO_EARLIER_SECRET), else one made at the first start and kept
 * in the file `secret` (0600): the present one in its first line, earlier ones below.
 */
export async function serverSecret(config: Where): Promise<ServerSecret> {
  if (config.secret !== undefined)
    return { secret: config.secret, earlierSecrets: config.earlierSecret ? [config.earlierSecret] : [] };
  const file = fileOf(config);
  await mkdir(config.dataDir, { recursive: true });
  // 'wx': of two starts at the same time one makes it and both read the same.
  await writeFile(file, `${newSecret()}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const [secret = '', ...earlierSecrets] = await read(file);
  return { secret, earlierSecrets };
}

/** Puts a new secret above the present one, for the next start. @returns the file */
export async function rotateSecret(config: Where): Promise<string> {
  const { secret, earlierSecrets } = await serverSecret(config);
  await write(fileOf(config), [newSecret(), secret, ...earlierSecrets]);
  return fileOf(config);
}

/** Forgets earlier secrets of the file, once nothing is sealed with them any more. */
export async function forgetEarlierSecrets(config: Where, { secret, earlierSecrets }: ServerSecret): Promise<void> {
  if (config.secret === undefined && earlierSecrets.length > 0) await write(fileOf(config), [secret]);
}
