import { Client } from 'pg';
import { createEngineClient } from '#platform/clickhouse/engine-client.ts';
import type { Address } from '#platform/clickhouse/index.ts';
import { clientConfig, type PostgresSettings } from '#platform/postgres/index.ts';

/** Where the stores of an installation are. */
export type Stores = { postgres: PostgresSettings; engine: Address };

/** An evaluation waits for 2 s of quiet in the memory of its process, where nobody sees it; then it is a job. */
const QUIET = 2_500;
const PATIENCE = 120_000;
const STEP = 100;

const EVENTS = `SELECT count(*)::int AS waiting FROM inbox`;
const WORK = `
  SELECT ((SELECT count(*) FROM inbox) + (SELECT count(*) FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active') AND name NOT LIKE '\\_\\_pgboss%'))::int AS waiting`;
const STALE_DAYS = `
  SELECT toUInt32(count()) AS waiting FROM
    (SELECT community_id, day, max(revision) AS marked FROM day_marks GROUP BY community_id, day) AS marks
    LEFT JOIN (SELECT community_id, day, max(revision) AS done FROM day_revisions GROUP BY community_id, day) AS revisions
    ON marks.community_id = revisions.community_id AND marks.day = revisions.day
  WHERE marked > done`;

/** Waits until every event that was acknowledged is in the event log and its days are rolled up. */
export const untilWritten = (stores: Stores): Promise<void> => untilNone(stores, EVENTS, 0);

/** Waits until everything that was sent is written and evaluated: no event waits, and no job came up for a while. */
export const untilIdle = (stores: Stores): Promise<void> => untilNone(stores, WORK, QUIET);

async function untilNone({ postgres, engine }: Stores, question: string, quietMs: number): Promise<void> {
  const database = new Client(clientConfig(postgres, 'super'));
  await database.connect();
  const log = createEngineClient(engine);
  /** What leaves the inbox has marked its days before, so the days are looked at after it. */
  const waiting = async (): Promise<number> => {
    const { rows } = await database.query<{ waiting: number }>(question);
    if (rows[0]!.waiting > 0) return rows[0]!.waiting;
    const days = await log.query({ query: STALE_DAYS, format: 'JSONEachRow' });
    return (await days.json<{ waiting: number }>())[0]!.waiting;
  };
  try {
    const end = Date.now() + PATIENCE;
    for (let since = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, STEP))) {
      const left = await waiting();
      const now = Date.now();
      if (left > 0) since = now;
      else if (now - since >= quietMs) return;
      if (now > end) throw new Error(`${left} events, days or jobs still wait after two minutes`);
    }
  } finally {
    await database.end();
    await log.close();
  }
}
