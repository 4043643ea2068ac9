import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Metrics } from '#platform/http/index.ts';
import { connectDatabase, type Database, type PostgresSettings } from '#platform/postgres/index.ts';

export type BackupRecord = { file: string; bytes: number; takenAt: Date };

/** Notes a finished backup, where the database is new enough to have a place for it. */
export async function noteBackup(settings: PostgresSettings, { file, bytes, takenAt }: BackupRecord): Promise<void> {
  const database = connectDatabase(settings, { maxConnections: 1 });
  try {
    await database.asSystem(async (tx) => {
      const { rows } = await sql<{ there: boolean }>`SELECT to_regclass('system.backups') IS NOT NULL AS there`.execute(
        tx,
      );
      if (!rows[0]!.there) return;
      await sql`INSERT INTO system.backups (id, file, bytes, taken_at) VALUES (${newId()}, ${file}, ${bytes}, ${takenAt})`.execute(
        tx,
      );
    });
  } finally {
    await database.close();
  }
}

/** The latest backup that was finished; undefined before the first. */
export async function findOptionalLastBackup(database: Database): Promise<BackupRecord | undefined> {
  const { rows } = await database.asSystem((tx) =>
    sql<BackupRecord>`SELECT file, bytes::float8 AS bytes, taken_at AS "takenAt" FROM system.backups ORDER BY taken_at DESC LIMIT 1`.execute(
      tx,
    ),
  );
  return rows[0];
}

/** When the latest backup was taken and how large it is; NaN before the first. */
export function watchBackups(metrics: Metrics, database: Database): void {
  metrics.gauge('qunluo_backup_last_taken_seconds', 'the moment that the latest backup shows, Unix time', async () => {
    const last = await findOptionalLastBackup(database);
    return last ? last.takenAt.getTime() / 1000 : Number.NaN;
  });
  metrics.gauge('qunluo_backup_last_bytes', 'length of the latest backup', async () => {
    return (await findOptionalLastBackup(database))?.bytes ?? Number.NaN;
  });
}
