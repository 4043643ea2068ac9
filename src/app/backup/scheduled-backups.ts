import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';
import { openEngineTables } from '#platform/clickhouse/index.ts';
import type { Config } from '#platform/config.ts';
import { defineTask } from '#platform/jobs/index.ts';
import { LockHolder } from '#platform/postgres/index.ts';
import type { Services } from '../services.ts';
import { secretFileOf } from './backup-secret.ts';
import { HeldFiles } from './held-files.ts';
import type { ReachableStores } from './reach-stores.ts';
import { ONE_AT_A_TIME, takeBackup } from './take-backup.ts';

/** At most one waits or runs, whatever number of workers there is. */
export const backupTask = defineTask({
  name: 'operations.backup',
  schema: z.object({}),
  policy: 'exclusive',
  retryLimit: 2,
  retryDelay: 300,
  expireInSeconds: 12 * 3600,
});

const NAME = /^qunluo-\d{8}T\d{6}Z\.tar$/;

/** Keeps the newest archives of a folder and removes the others with their keys; names of what was removed. */
export async function keepNewest(folder: string, keep: number): Promise<string[]> {
  const archives = (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
  const old = archives.slice(0, Math.max(0, archives.length - keep));
  for (const name of old) {
    await rm(join(folder, name), { force: true });
    await rm(secretFileOf(join(folder, name)), { force: true });
  }
  return old;
}

/** Removes what a killed backup left in the stores and the data directory, unless one is under way. */
export async function removeLeftovers(stores: ReachableStores, dataDir: string): Promise<void> {
  const locks = await LockHolder.connect(stores.postgres);
  try {
    if (!(await locks.tryTake(ONE_AT_A_TIME))) return;
    const tables = openEngineTables(stores.engine);
    await tables.removeSnapshot().finally(() => tables.close());
    await HeldFiles.open(dataDir);
  } finally {
    await locks.close();
  }
}

const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Takes backups by the clock where the configuration names a folder for them; in the machine's time zone. */
export async function startScheduledBackups(
  { config, jobs, log, clock }: Pick<Services, 'config' | 'jobs' | 'log' | 'clock'>,
  stores: ReachableStores,
): Promise<void> {
  await removeLeftovers(stores, config.dataDir);
  const { backup } = config;
  if (backup === undefined) return jobs.unschedule(backupTask);
  await jobs.work(backupTask, async (_data, { signal }) => {
    const done = await takeBackup({ config, stores, target: `${backup.dir}/`, now: () => clock.now(), signal });
    const removed = await keepNewest(backup.dir, backup.keep);
    log.info({ file: done.file, bytes: done.bytes, removed }, 'backup taken');
  });
  await schedule(jobs, backup);
}

async function schedule(jobs: Services['jobs'], { schedule }: NonNullable<Config['backup']>): Promise<void> {
  await jobs.schedule(backupTask, schedule, {}, { zone: zoneHere() }).catch((error: Error) => {
    throw new BadInput(`QUNLUO_BACKUP_SCHEDULE is not a schedule that can be kept: ${error.message}`);
  });
}
