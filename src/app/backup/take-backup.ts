import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BadInput } from '#kernel/errors.ts';
import { type EngineDump, openEngineTables } from '#platform/clickhouse/index.ts';
import type { Config } from '#platform/config.ts';
import { type Dump, LockHolder, openDump } from '#platform/postgres/index.ts';
import { VERSION } from '../version.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { readKeys, secretCheck, secretFileOf, writeKeys } from './backup-secret.ts';
import { noteBackup } from './backup-record.ts';
import { BackupRefused } from './errors.ts';
import { ENGINE_WRITES } from './gated-engine.ts';
import { HeldFiles } from './held-files.ts';
import { enginePart, filePart, FORMAT, postgresPart } from './manifest.ts';
import type { ReachableStores } from './reach-stores.ts';

export const ONE_AT_A_TIME = 'qunluo backup';
/** How long those who write to the event log may be kept waiting for the longest of their statements. Milliseconds. */
const PATIENCE = 60_000;

export type BackupOptions = {
  config: Config;
  stores: ReachableStores;
  /** The archive, or an existing folder (or a name that ends with `/`) for one named after the time. */
  target: string;
  now: () => number;
  signal?: AbortSignal | undefined;
  /** Hears what is being written, and how many bytes it has before compression so far. */
  tell?: (part: string, bytes: number) => void;
};

/** `bytes` is the archive's length; `rowBytes` that of everything in it before compression. */
export type BackupDone = {
  file: string;
  secretFile: string | undefined;
  bytes: number;
  rowBytes: number;
  takenAt: Date;
};

/** Name of an archive by the time that it shows; names sort by it. */
export const archiveName = (at: Date): string =>
  `qunluo-${at.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}.tar`;

async function fileOf(target: string, at: Date): Promise<string> {
  const isFolder = target.endsWith('/') || (await stat(target).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) await mkdir(target, { recursive: true, mode: 0o700 });
  const file = resolve(isFolder ? join(target, archiveName(at)) : target);
  await stat(dirname(file)).catch((error: Error) => {
    throw new BadInput(`the folder of the backup cannot be used: ${error.message}`, [], 'bad_backup_target');
  });
  if (await stat(file).catch(() => undefined)) throw new BackupRefused(`${file} exists already`, 'backup_exists');
  return file;
}

type Moment = { takenAt: Date; dump: Dump; log: EngineDump; files: HeldFiles };

/**
 * Fixes what everything holds at one moment. Writers of the event log stand still while it does: an event that was
 * acknowledged is then in the inbox, or in the log, or in both, which drains again to the same.
 */
async function fixMoment({ config, stores, now }: BackupOptions, locks: LockHolder): Promise<Moment> {
  const files = await HeldFiles.open(config.dataDir);
  const engine = openEngineTables(stores.engine);
  let dump: Dump | undefined;
  try {
    // An upload goes when it was read: held before and after, one that the database knows is there.
    await files.hold('imports');
    return await locks.alone(ENGINE_WRITES, PATIENCE, async () => {
      const takenAt = new Date(now());
      dump = await openDump(stores.postgres);
      const log = await engine.snapshot();
      const closeLog = async (): Promise<void> => log.close().finally(() => engine.close());
      await files.hold('imports');
      await files.hold('files');
      return { takenAt, dump, log: { ...log, close: closeLog }, files };
    });
  } catch (error) {
    await dump?.close();
    await engine.removeSnapshot().catch(() => undefined);
    await engine.close();
    await files.close();
    throw error;
  }
}

async function writeParts(archive: ArchiveWriter, moment: Moment, options: BackupOptions): Promise<number> {
  const { dump, log, files } = moment;
  let written = 0;
  const add = async (name: string, source: AsyncIterable<Buffer>): Promise<void> => {
    options.signal?.throwIfAborted();
    options.tell?.(name, written);
    const watched = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        options.signal?.throwIfAborted();
        written += chunk.length;
        options.tell?.(name, written);
        yield chunk;
      }
    };
    await archive.add(name, watched());
  };
  for (const table of dump.tables) await add(postgresPart(table.name), dump.rows(table));
  for (const table of log.tables) await add(enginePart(table), log.rows(table));
  for (const { path, name } of await files.list()) await add(filePart(name), createReadStream(path));
  return written;
}

/**
 * Takes a backup of an installation, also while it runs and takes events: every table of both stores and every file as
 * of one moment, streamed into one archive. The key goes to a file of its own. When it fails, nothing stays behind.
 */
export async function takeBackup(options: BackupOptions): Promise<BackupDone> {
  const { config, stores } = options;
  const keys = await readKeys(config);
  if (keys[0] === undefined)
    throw new BackupRefused(`there is no key in ${config.dataDir}: start the server once`, 'nothing_to_back_up');
  const file = await fileOf(options.target, new Date(options.now()));
  const locks = await LockHolder.connect(stores.postgres);
  try {
    if (!(await locks.tryTake(ONE_AT_A_TIME))) throw new BackupRefused('another backup is under way', 'backup_running');
    const archive = new ArchiveWriter(file);
    try {
      const moment = await fixMoment(options, locks);
      const { takenAt, dump, log, files } = moment;
      try {
        const rowBytes = await writeParts(archive, moment, options);
        // The key first: an archive under its own name is whole.
        const secretFile = config.secret === undefined ? secretFileOf(file) : undefined;
        if (secretFile) await writeKeys(secretFile, keys);
        const bytes = await archive.finish({
          product: 'qunluo',
          format: FORMAT,
          version: VERSION,
          takenAt: takenAt.toISOString(),
          postgres: {
            migrations: dump.migrations,
            tables: dump.tables.map(({ name, columns }) => ({ name, columns })),
            sequences: dump.sequences,
          },
          engine: { migrations: log.migrations, tables: log.tables },
          secret: secretCheck(keys[0]),
        });
        // The archive is whole and has its name: that it could not be noted does not undo it.
        await noteBackup(stores.postgres, { file, bytes, takenAt }).catch(() => undefined);
        return { file, secretFile, bytes, rowBytes, takenAt };
      } finally {
        await Promise.allSettled([dump.close(), log.close(), files.close()]);
      }
    } catch (error) {
      await archive.abandon();
      throw error;
    }
  } finally {
    await locks.close();
  }
}
