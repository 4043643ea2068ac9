import { setTimeout } from 'node:timers/promises';
import pgBossPackage from 'pg-boss/package.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { BadTaskData, createJobs, defineTask, type Jobs } from './index.ts';

describe('queued work', () => {
  let database: Database;
  let jobs: Jobs;
  beforeAll(async () => {
    database = await testDatabase();
    jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
    await jobs.start();
  });
  afterAll(async () => {
    await jobs.stop();
    await database.close();
  });

  it('runs on the schema version that its migrations made', async () => {
    const { rows } = await database.pool.query('SELECT version FROM pgboss.version');
    expect(rows).toEqual([{ version: (pgBossPackage as { pgboss: { schema: number } }).pgboss.schema }]);
  });

  it('hands a job to its handler soon, parsed', async () => {
    const task = defineTask({
      name: 'test.greet',
      schema: z.object({ name: z.string(), times: z.number().default(1) }),
    });
    const seen: unknown[] = [];
    await jobs.work(task, async (data) => void seen.push(data));
    const sent = performance.now();
    await jobs.send(task, { name: '小群' });
    await expect.poll(() => seen, { timeout: 60_000, interval: 10 }).toEqual([{ name: '小群', times: 1 }]);
    expect(performance.now() - sent).toBeLessThan(5_000);
  });

  it('refuses wrong data when they are queued', async () => {
    const task = defineTask({ name: 'test.strict', schema: z.object({ count: z.int() }) });
    await expect(jobs.send(task, { count: 1.5 })).rejects.toThrow(BadTaskData);
  });

  it('does not run a job whose stored data no longer fit', async () => {
    const before = defineTask({ name: 'test.shape', schema: z.object({ old: z.string() }), retryLimit: 0 });
    const after = defineTask({ name: 'test.shape', schema: z.object({ renamed: z.string() }), retryLimit: 0 });
    await jobs.send(before, { old: 'x' });
    let ran = false;
    await jobs.work(after, async () => void (ran = true));
    const state = async () =>
      (await database.pool.query(`SELECT state, output->>'code' AS code FROM pgboss.job WHERE name = 'test.shape'`))
        .rows;
    await expect.poll(state, { timeout: 60_000 }).toEqual([{ state: 'failed', code: 'bad_task_data' }]);
    expect(ran).toBe(false);
  });

  it('queues with the transaction, or not at all', async () => {
    const task = defineTask({ name: 'test.outbox', schema: z.object({ n: z.number() }) });
    const failed = database.asSystem(async (tx) => {
      await jobs.send(task, { n: 1 }, { tx });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await database.asSystem(async (tx) => void (await jobs.send(task, { n: 2 }, { tx })));
    const { rows } = await database.pool.query(`SELECT data FROM pgboss.job WHERE name = 'test.outbox'`);
    expect(rows).toEqual([{ data: { n: 2 } }]);
  });

  it('tries again after a failure', async () => {
    const task = defineTask({ name: 'test.retry', schema: z.object({}), retryLimit: 2, retryDelay: 0 });
    const retries: number[] = [];
    await jobs.work(task, async (_data, { retry }) => {
      retries.push(retry);
      if (retry === 0) throw new Error('first try fails');
    });
    await jobs.send(task, {});
    await expect.poll(() => retries, { timeout: 60_000 }).toEqual([0, 1]);
  });

  it('queues a job again that a stop cut short, without a word of failure', async () => {
    const said: { level: number; msg: string }[] = [];
    const write = (line: string) => void said.push(JSON.parse(line));
    const log = createLogger({ logLevel: 'info' }, { write });
    const stopped = createJobs({ settings: database.settings, log, stopSeconds: 1 });
    await stopped.start();
    const task = defineTask({ name: 'test.stopped', schema: z.object({}), retryLimit: 2 });
    let runs = false;
    let ended = false;
    await stopped.work(task, async (_data, { signal }) => {
      runs = true;
      await setTimeout(60_000, undefined, { signal }).finally(() => void (ended = true));
    });
    await stopped.send(task, {});
    await expect.poll(() => runs, { interval: 10 }).toBe(true);
    await stopped.stop();
    await expect.poll(() => ended).toBe(true);
    await expect.poll(() => said.map(({ msg }) => msg)).toContain('a job was told to stop; it runs again later');
    expect(said.filter(({ level }) => level >= 50)).toEqual([]);
    const { rows } = await database.pool.query(`SELECT state FROM pgboss.job WHERE name = 'test.stopped'`);
    expect(rows).toEqual([{ state: 'retry' }]);
  });

  it('queues one job per key where the task says so', async () => {
    const task = defineTask({ name: 'test.once', schema: z.object({}), policy: 'stately' });
    expect(await jobs.send(task, {}, { key: 'a' })).toBeTypeOf('string');
    expect(await jobs.send(task, {}, { key: 'a' })).toBeUndefined();
    expect(await jobs.send(task, {}, { key: 'b' })).toBeTypeOf('string');
  });

  it('keeps a schedule, and replaces it', async () => {
    const task = defineTask({ name: 'test.daily', schema: z.object({ n: z.number() }) });
    await jobs.schedule(task, '0 3 * * *', { n: 1 }, { zone: 'Asia/Shanghai' });
    await jobs.schedule(task, '0 4 * * *', { n: 2 }, { zone: 'Asia/Shanghai' });
    const read = async () => (await database.pool.query(`SELECT cron, timezone, data FROM pgboss.schedule`)).rows;
    expect(await read()).toEqual([{ cron: '0 4 * * *', timezone: 'Asia/Shanghai', data: { n: 2 } }]);
    await jobs.unschedule(task);
    expect(await read()).toEqual([]);
  });
});
