import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that the sources are in. */
export const REPOSITORY: string = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The version of this code, from package.json. */
export const VERSION: string = (
  JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string }
).version;
