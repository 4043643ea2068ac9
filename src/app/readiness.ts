import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Readiness } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';

const ASK_MS = 2_000;

/**
 * Asks each part itself, and takes none that is not there in two seconds for down. The stores are migrated before this
 * is made; `migrations` says that the database still has what it had then, and is not an older copy put in its place.
 */
export async function createReadiness({
  database,
  engine,
}: {
  database: Database;
  engine: EventEngine;
}): Promise<Readiness> {
  const applied = async (): Promise<number> =>
    (await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM system.migrations')).rows[0]!.n;
  const needed = await applied();
  return async () => {
    const asked: Record<string, Promise<boolean>> = {
      postgres: database.pool.query('SELECT 1').then(() => true),
      engine: engine.ping(),
      migrations: applied().then((now) => now >= needed),
    };
    const answers = Object.entries(asked).map(async ([part, answer]) => [part, await inTime(answer)] as const);
    return Object.fromEntries(await Promise.all(answers));
  };
}

async function inTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ASK_MS)));
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
