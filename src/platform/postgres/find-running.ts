import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresSettings } from './connection.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { processStart } from './process-mark.ts';

type Holder = { pid?: unknown; startedAt?: unknown };

/** The process that has a data directory, while it lives. */
export async function findDataHolder(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postgres/lock'), 'utf8').catch(() => '{}');
  const { pid, startedAt } = JSON.parse(text) as Holder;
  if (typeof pid !== 'number' || (await processStart(pid)) !== startedAt) return undefined;
  return pid;
}

/** How to reach the embedded server that another process runs on the data directory; undefined when none does. */
export async function findRunningPostgres(dataDir: string): Promise<PostgresSettings | undefined> {
  if ((await findDataHolder(dataDir)) === undefined) return undefined;
  const file = await readPostmasterFile(await realpath(join(dataDir, 'postgres/data')).catch(() => dataDir));
  if (!file?.status.startsWith('ready')) return undefined;
  return { kind: 'embedded', socketDir: file.socketDir, database: 'qunluo' };
}
