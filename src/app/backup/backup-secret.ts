import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import type { Manifest } from './manifest.ts';

/** Where the key of a backup lies: beside the archive, never in it. */
export const secretFileOf = (archive: string): string => `${archive.replace(/\.tar$/, '')}.secret`;

/** The keys in the text of a secret file: the present one first. */
export const keysOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The keys of an installation, the present one first: QUNLUO_SECRET, else those in its data directory. */
export async function readKeys({ secret, dataDir }: Pick<Config, 'secret' | 'dataDir'>): Promise<string[]> {
  if (secret !== undefined) return [secret];
  return keysOf(await readFile(join(dataDir, 'secret'), 'utf8').catch(() => ''));
}

/** Writes keys, whole or not at all, for their owner only. */
export async function writeKeys(file: string, keys: readonly string[]): Promise<void> {
  const text = keys.map((key) => `${key}\n`).join('');
  await writeFile(`${file}.partial`, text, { mode: 0o600, flush: true });
  await rename(`${file}.partial`, file);
}

const checkOf = (secret: string, salt: string): Buffer => scryptSync(secret, Buffer.from(salt, 'hex'), 32);

/** What recognises a key later: slow to try keys against, should one have been chosen by hand. */
export function secretCheck(secret: string): Manifest['secret'] {
  const salt = randomBytes(16).toString('hex');
  return { salt, check: checkOf(secret, salt).toString('hex') };
}

/** Whether the key that a backup was made with is among these. */
export const holdsKeyOf = ({ salt, check }: Manifest['secret'], keys: readonly string[]): boolean => {
  const wanted = Buffer.from(check, 'hex');
  return keys.some((key) => wanted.length === 32 && timingSafeEqual(checkOf(key, salt), wanted));
};
