import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import type { Manifest } from './manifest.ts';

/** Where the key of a backup lies: beside the archive, never in it. */
export const secretFileOf = (archive: string): string => `${archive.replace(/\.tar$/, '')}.secret`;

/** The key of an installation: QUNLUO_SECRET, else the one in its data directory. */
export async function readSecret({ secret, dataDir }: Pick<Config, 'secret' | 'dataDir'>): Promise<string | undefined> {
  if (secret !== undefined) return secret;
  const text = await readFile(join(dataDir, 'secret'), 'utf8').catch(() => '');
  return text.trim() || undefined;
}

/** Writes a key, whole or not at all, for its owner only. */
export async function writeSecret(file: string, secret: string): Promise<void> {
  await writeFile(`${file}.partial`, `${secret}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.partial`, file);
}

const checkOf = (secret: string, salt: string): Buffer => scryptSync(secret, Buffer.from(salt, 'hex'), 32);

/** What recognises a key later: slow to try keys against, should one have been chosen by hand. */
export function secretCheck(secret: string): Manifest['secret'] {
  const salt = randomBytes(16).toString('hex');
  return { salt, check: checkOf(secret, salt).toString('hex') };
}

/** Whether a key is the one that a backup was made with. */
export const isSecretOf = ({ salt, check }: Manifest['secret'], secret: string): boolean =>
  timingSafeEqual(checkOf(secret, salt), Buffer.from(check.padEnd(64, '0').slice(0, 64), 'hex'));
