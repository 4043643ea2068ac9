import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngineTables } from '#platform/clickhouse/index.ts';
import type { Config } from '#platform/config.ts';
import { connectDatabase, DataDirectoryInUse, findDataHolder } from '#platform/postgres/index.ts';
import { BackupRefused } from './errors.ts';
import type { ReachableStores } from './reach-stores.ts';

/** Data are put together here, inside the data directory, and moved up when they are whole. */
const STAGING = 'restoring-';
/** Where `--replace` moves what was there, with the time behind it. */
const REPLACED = 'replaced-';

const isData = (name: string): boolean =>
  !name.startsWith(STAGING) && !name.startsWith(REPLACED) && name !== 'lost+found';

const listing = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });

/** A data directory that a restore fills: nothing of it is seen under its own name before it is whole. */
export class RestoreTarget {
  readonly #dataDir: string;
  /** What `QUNLUO_DATA` is while the data are put together. */
  readonly staging: string;

  private constructor(dataDir: string, staging: string) {
    this.#dataDir = dataDir;
    this.staging = staging;
  }

  /** Refuses a directory that holds data, unless they may be replaced, and one that a server runs on. */
  static async open({ dataDir }: Config, replace: boolean): Promise<RestoreTarget> {
    const holder = await findDataHolder(dataDir);
    if (holder !== undefined) throw new DataDirectoryInUse(dataDir, holder);
    const all = await listing(dataDir);
    const there = all.filter(isData);
    if (there.length > 0 && !replace)
      throw new BackupRefused(
        `${dataDir} is not empty (${there.slice(0, 3).join(', ')}…): choose another QUNLUO_DATA, or add --replace, which moves what is there into a folder ${REPLACED}… beside the new data`,
        'target_not_empty',
      );
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    for (const left of all.filter((name) => name.startsWith(STAGING)))
      await rm(join(dataDir, left), { recursive: true, force: true });
    // A name of its own each time: a server that a killed restore left behind is never met.
    return new RestoreTarget(dataDir, await mkdtemp(join(dataDir, STAGING)));
  }

  /** Moves what was there aside, and the new data into place; the folder of what was there, if anything was. */
  async commit(now: Date): Promise<string | undefined> {
    const old = (await listing(this.#dataDir)).filter(isData);
    const aside = join(this.#dataDir, `${REPLACED}${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
    if (old.length > 0) await mkdir(aside, { mode: 0o700 });
    for (const name of old) await rename(join(this.#dataDir, name), join(aside, name));
    for (const name of await readdir(this.staging)) await rename(join(this.staging, name), join(this.#dataDir, name));
    await rmdir(this.staging);
    return old.length > 0 ? aside : undefined;
  }

  /** Gives up: the directory is as it was, or not there if it was not. */
  async abandon(): Promise<void> {
    await rm(this.staging, { recursive: true, force: true });
    await rmdir(this.#dataDir).catch(() => undefined);
  }
}

/** Refuses servers of one's own that hold an installation: nothing there is moved or written over. */
export async function checkServersEmpty(config: Config, stores: ReachableStores): Promise<void> {
  if (config.databaseUrl !== undefined) {
    const database = connectDatabase(stores.postgres, { maxConnections: 1 });
    try {
      const { rows } = await database.pool.query<{ used: boolean }>(
        'SELECT EXISTS (SELECT FROM auth.workspaces) OR EXISTS (SELECT FROM auth.operators) AS used',
      );
      if (rows[0]!.used)
        throw new BackupRefused('the database of DATABASE_URL is in use: give an empty one', 'target_not_empty');
    } finally {
      await database.close();
    }
  }
  if (config.clickhouseUrl === undefined) return;
  const engine = openEngineTables(stores.engine);
  try {
    if ((await engine.countRows()) > 0)
      throw new BackupRefused('the database of CLICKHOUSE_URL holds events: give an empty one', 'target_not_empty');
  } finally {
    await engine.close();
  }
}
