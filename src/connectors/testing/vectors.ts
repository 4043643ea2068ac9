import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../shared/vectors/', import.meta.url);

/** Protocol vectors kept beside the repository; undefined where they are not there, for `it.skipIf`. */
export function vectorsOf(file: string): Record<string, string>[] | undefined {
  const path = new URL(file, FOLDER);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>[]) : undefined;
}
