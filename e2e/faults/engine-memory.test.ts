import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError, Unavailable } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import {
  grantScope,
  inScope,
  p,
  QueryTooLarge,
  sql,
  startEngine,
  type StartedEngine,
} from '#platform/clickhouse/index.ts';

const scope = grantScope(newId(), newId());

let dataDir: string;
let started: StartedEngine;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'qunluo-memory-'));
  started = await startEngine({ dataDir, limits: { memoryBytes: 700 << 20 } });
});
afterAll(async () => {
  await started.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Needs `megabytes` at once. */
const greedy = (megabytes: number) =>
  started.engine.query<{ n: number }>(
    scope,
    'test.greedy',
    sql`SELECT length(groupArray(number)) AS n
        FROM numbers(${p.uint(megabytes << 17)}) WHERE (SELECT count() FROM renames WHERE ${inScope(scope)}) >= 0`,
  );

const small = async (): Promise<number> => {
  const [row] = await started.engine.query<{ n: number }>(
    scope,
    'test.small',
    sql`SELECT count() AS n FROM renames WHERE ${inScope(scope)}`,
  );
  return Number(row!.n);
};

const write = (): Promise<void> => started.engine.insert(scope, 'renames', [{ at: 0, position: 1, event_id: newId() }]);

it('a query that needs more memory than there is is refused clearly; the engine and everybody else go on', async () => {
  const pid = started.pid();
  const failure = await greedy(2_000).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(QueryTooLarge);
  expect(failure).toMatchObject({ status: 422, code: 'query_too_large' });
  expect((failure as Error).message).toMatch(/^test\.greedy needs more memory than the event engine may use/);

  // Each may have what it asks for, all of them together may not.
  const together = await Promise.allSettled(Array.from({ length: 6 }, () => greedy(128)));
  const refused = together.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
  expect(refused.every((error) => error instanceof QueryTooLarge || error instanceof Unavailable)).toBe(true);
  expect(refused.every((error) => error instanceof AppError && error.message.includes('test.greedy'))).toBe(true);

  const pressing = Array.from({ length: 3 }, () => greedy(2_000).catch(() => undefined));
  for (let number = 1; number <= 10; number++) {
    await write();
    expect(await small()).toBe(number);
  }
  await Promise.all(pressing);
  expect(started.pid()).toBe(pid);
});
