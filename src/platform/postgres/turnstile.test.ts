import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '#testkit/database.ts';
import { type Database, LockHolder, Turnstile } from './index.ts';

const NAME = 'test turnstile';

let database: Database;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('lets many pass beside each other, none while it is closed, and closes although it is never empty', async () => {
  const [here, elsewhere] = [new Turnstile(database.settings, NAME), new Turnstile(database.settings, NAME)];
  const locks = await LockHolder.connect(database.settings);
  let inside = 0;
  let most = 0;
  let passed = 0;
  const over = new AbortController();
  const walk = async (gate: Turnstile): Promise<void> => {
    while (!over.signal.aborted) {
      await gate.pass(async () => {
        most = Math.max(most, ++inside);
        await pause(5 + ((passed * 7) % 20));
        // What is inside goes on without waiting, also while somebody waits for all to be out.
        await gate.pass(() => pause(1));
        inside--;
        passed++;
      });
    }
  };
  const walkers = [here, here, here, elsewhere, elsewhere].map(walk);
  for (let round = 0; round < 3; round++) {
    await pause(100);
    const before = passed;
    await locks.alone(NAME, 20_000, async () => {
      expect(inside).toBe(0);
      const then = passed;
      await pause(50);
      expect([inside, passed - then]).toEqual([0, 0]);
    });
    await expect.poll(() => passed - before, { interval: 5 }).toBeGreaterThan(5);
  }
  over.abort();
  await Promise.all(walkers);
  expect(most).toBeGreaterThan(2);
  await Promise.all([here.close(), elsewhere.close(), locks.close()]);
});

it('gives up closing when somebody stays inside, and then lets others pass', async () => {
  const gate = new Turnstile(database.settings, NAME);
  const locks = await LockHolder.connect(database.settings);
  await gate.enter();
  await expect(locks.alone(NAME, 200, async () => 'alone')).rejects.toThrow(/still busy after 0.2 s/);
  await gate.leave();
  await expect(gate.pass(async () => 'passed')).resolves.toBe('passed');
  await expect(locks.alone(NAME, 5_000, async () => 'alone')).resolves.toBe('alone');
  await Promise.all([gate.close(), locks.close()]);
});

it('forgets a connection that was lost, and what fails inside leaves', async () => {
  const gate = new Turnstile(database.settings, NAME);
  await expect(gate.pass(() => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
  await gate.pass(async () => {
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
  });
  await expect(gate.pass(async () => 'again')).resolves.toBe('again');
  await gate.close();
});
