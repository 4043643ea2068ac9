import { createWriteStream } from 'node:fs';
import { mkdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BadInput } from '#kernel/errors.ts';
import {
  checkEngineMigrations,
  type EngineTables,
  migrateTables,
  openEngineTables,
  startEngine,
} from '#platform/clickhouse/index.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { checkMigrations, type Load, migrate, openLoad, startPostgres } from '#platform/postgres/index.ts';
import { StopStack } from '../stop-stack.ts';
import { readTombstones, tombstoneFile } from '../erase-member-tombstones.ts';
import { readArchive, verifyArchive } from './archive-reader.ts';
import { holdsKeyOf, keysOf, secretFileOf, writeKeys } from './backup-secret.ts';
import { BackupRefused, DamagedBackup } from './errors.ts';
import { KEPT_FOLDERS } from './held-files.ts';
import { enginePart, filePart, type Manifest, postgresPart } from './manifest.ts';
import type { ReachableStores } from './reach-stores.ts';
import { checkServersEmpty, RestoreTarget } from './restore-target.ts';

export type RestoreOptions = {
  config: Config;
  file: string;
  /** Where the key lies; beside the archive unless told. */
  secretFile?: string | undefined;
  /** Goes on without the key: everybody signs in anew, and stored credentials are lost. */
  withoutSecret?: boolean | undefined;
  /** Moves what is in the data directory aside. */
  replace?: boolean | undefined;
  /** List of the people who were erased since: what `qunluo tombstones` wrote. */
  tombstones?: string | undefined;
  log: Log;
  now: () => number;
  signal?: AbortSignal | undefined;
  tell?: (phase: 'verifying' | 'restoring', share: number) => void;
};

/** `replaced` is the folder of what was there before, if anything was. */
export type RestoreDone = { manifest: Manifest; replaced: string | undefined; withSecret: boolean };

/** The keys of the backup: those given, else those beside it. Undefined when it is to be done without. */
async function findKeys(options: RestoreOptions, manifest: Manifest): Promise<string[] | undefined> {
  const { config, file, withoutSecret } = options;
  if (withoutSecret) return undefined;
  const path = options.secretFile ?? secretFileOf(file);
  const keys = config.secret === undefined ? keysOf(await readFile(path, 'utf8').catch(() => '')) : [config.secret];
  if (keys.length === 0)
    throw new BackupRefused(
      `the key of the backup is not there: ${path}; name its file with --secret-file, set QUNLUO_SECRET, or add --without-secret (everybody signs in anew, stored credentials are lost)`,
      'no_secret',
    );
  if (!holdsKeyOf(manifest.secret, keys))
    throw new BackupRefused(
      `the key in ${config.secret === undefined ? path : 'QUNLUO_SECRET'} is not the one that the backup was made with`,
      'wrong_secret',
    );
  return keys;
}

/** Rows take about as much on the disk as in the archive before compression, and twice while they are merged. */
async function checkSpace({ parts }: Manifest, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = parts.reduce((sum, { bytes }) => sum + bytes, 0) / 2 + (300 << 20);
  if (bavail * bsize < needed)
    throw new BackupRefused(
      `no disk space is left for it: ${folder} has ${Math.round((bavail * bsize) / 2 ** 20)} MB, about ${Math.round(needed / 2 ** 20)} MB are needed`,
      'disk_full',
    );
}

/** Starts what is embedded in the staging directory, and brings both stores to the backup's own schema. */
async function prepareStores(
  { config, log }: RestoreOptions,
  manifest: Manifest,
  place: { staging: string; stack: StopStack },
): Promise<ReachableStores> {
  const { databaseUrl, clickhouseUrl } = config;
  const server = await startPostgres({ dataDir: place.staging, log, databaseUrl });
  place.stack.push('postgres', () => server.stop());
  const engine = await startEngine({
    dataDir: place.staging,
    log,
    migrate: false,
    ...(clickhouseUrl === undefined ? {} : { url: clickhouseUrl }),
  });
  place.stack.push('engine', engine.stop);
  await migrate(server.settings, undefined, namesOf(manifest.postgres.migrations));
  await migrateTables(engine.address, namesOf(manifest.engine.migrations));
  const stores = { postgres: server.settings, engine: engine.address };
  await checkServersEmpty(config, stores);
  return stores;
}

const namesOf = (migrations: readonly { name: string }[]): ReadonlySet<string> =>
  new Set(migrations.map(({ name }) => name));

type Places = { load: Load; tables: EngineTables; staging: string; manifest: Manifest; file: string };

/** Puts one part where it belongs. */
async function place(name: string, content: AsyncIterable<Buffer>, places: Places): Promise<void> {
  const { load, tables, manifest, staging, file } = places;
  const rest = name.slice(name.indexOf('/') + 1);
  if (name === postgresPart(rest)) {
    const table = load.tables.find((one) => one.name === rest);
    const columns = manifest.postgres.tables.find((one) => one.name === rest)?.columns;
    if (!table || !columns)
      throw new DamagedBackup(file, `it has rows of ${rest}, which its own version does not know`);
    return load.fill(table, columns, content);
  }
  if (name === enginePart(rest) && manifest.engine.tables.includes(rest)) return tables.fill(rest, content);
  const path = normalize(rest);
  const kept = KEPT_FOLDERS.some((folder) => path.startsWith(folder + sep));
  if (name !== filePart(rest) || !kept) throw new DamagedBackup(file, `${name} has no place`);
  const target = join(staging, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await pipeline(content, createWriteStream(target, { mode: 0o600, flush: true }));
}

async function fillStores(options: RestoreOptions, manifest: Manifest, stores: ReachableStores, staging: string) {
  const { file, signal, tell } = options;
  const load = await openLoad(stores.postgres);
  const tables = openEngineTables(stores.engine);
  try {
    for await (const { name, content } of readArchive(file, (share) => tell?.('restoring', share))) {
      signal?.throwIfAborted();
      await place(name, content, { load, tables, staging, manifest, file });
    }
    signal?.throwIfAborted();
    await load.commit(manifest.postgres.sequences);
  } catch (error) {
    // The embedded engine's files go with their directory; a server of one's own is emptied again.
    if (options.config.clickhouseUrl !== undefined) await tables.clear().catch(() => undefined);
    throw error;
  } finally {
    await load.close();
    await tables.close();
  }
}

/** The lists of erased people that the restored data have to know: of the file given, and of what is replaced. */
async function readErased({ config, tombstones, replace }: RestoreOptions): Promise<string> {
  const given = tombstones === undefined ? '' : await readFile(tombstones, 'utf8').catch(refuse);
  if (tombstones !== undefined && given.trim() !== '' && readTombstones(given).length === 0)
    throw new BadInput(`${tombstones} is no list of erased people: qunluo tombstones writes one`, [], 'no_tombstones');
  const own = replace ? await readFile(tombstoneFile(config.dataDir), 'utf8').catch(() => '') : '';
  return [given, own].filter((text) => text.trim() !== '').join('\n');
}

const refuse = (error: Error): never => {
  throw new BadInput(`the list of erased people cannot be read: ${error.message}`, [], 'no_tombstones');
};

/**
 * Restores a backup into an empty data directory, or into the servers that the configuration names. Everything is read
 * and compared with its checksum, and every condition looked at, before anything is written; data grow beside their
 * place and are moved there when they are whole, or committed, so that what fails leaves everything as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreDone> {
  const { config, file, log, tell } = options;
  const manifest = await verifyArchive(file, (share) => tell?.('verifying', share));
  await checkMigrations(manifest.postgres.migrations);
  checkEngineMigrations(manifest.engine.migrations);
  const keys = await findKeys(options, manifest);
  const erased = await readErased(options);
  const target = await RestoreTarget.open(config, options.replace ?? false);
  const stack = new StopStack(log);
  try {
    await checkSpace(manifest, target.staging);
    const stores = await prepareStores(options, manifest, { staging: target.staging, stack });
    options.signal?.throwIfAborted();
    await fillStores(options, manifest, stores, target.staging);
    await migrate(stores.postgres);
    await migrateTables(stores.engine);
    await stack.stop();
    // Every start of a worker puts these on its lists and erases whoever came back with the backup.
    if (erased !== '') await writeFile(tombstoneFile(target.staging), `${erased}\n`, { mode: 0o600, flush: true });
    if (keys !== undefined && config.secret === undefined) await writeKeys(join(target.staging, 'secret'), keys);
    const replaced = await target.commit(new Date(options.now()));
    return { manifest, replaced, withSecret: keys !== undefined };
  } catch (error) {
    await stack.stop();
    await target.abandon();
    throw error;
  }
}
