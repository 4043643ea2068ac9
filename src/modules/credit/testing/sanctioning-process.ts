import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { connectDatabase, type PostgresSettings } from '#platform/postgres/index.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { watchSteps } from '#testkit/pool-steps.ts';
import { doNextAct } from '../do-act.ts';
import { endSanctions } from '../end-sanctions.ts';
import { recordViolation } from '../record-violation.ts';
import { liftSanction } from '../take-back.ts';

/** One thing that is done to one person, apart from all others. */
export type Work =
  | ({ kind: 'record' } & Parameters<typeof recordViolation>[1])
  | ({ kind: 'lift' } & Omit<Parameters<typeof liftSanction>[2], 'now'>)
  | { kind: 'end'; workspaceId: string; connectionId: string };

/**
 * What a process does that a test kills: the first work whole, which says how many statements that takes; then the second up to its first
 * statement, the third up to its second, and so on, at the same time; the last is done, and not answered.
 */
export type SanctioningOrder = { settings: PostgresSettings; now: number; works: Work[] };

type Own = { done: number; holdAt: number };

const order = JSON.parse(process.argv[2]!) as SanctioningOrder;
const database = connectDatabase(order.settings, { maxConnections: 100 });
// Evidence is written by hand: nothing is asked of the log.
const parts = { database, engine: {} as EventEngine, clock: { now: () => order.now }, connectors: [chatConnector()] };
const say = (line: string) => process.stdout.write(`${line}\n`);
const hold = async () => {
  say('held');
  await sleep(3_600_000);
};

const steps = new AsyncLocalStorage<Own>();
watchSteps(database.pool, async () => {
  const own = steps.getStore();
  if (own && ++own.done === own.holdAt) await hold();
});

async function perform(work: Work): Promise<unknown> {
  if (work.kind === 'record') return recordViolation(parts, work);
  if (work.kind === 'lift')
    return database.inWorkspace(work.actor.workspaceId, (tx) =>
      liftSanction(tx, parts, { ...work, now: new Date(order.now) }),
    );
  await endSanctions(database, work.workspaceId, new Date(order.now));
  const act = async () => {
    say(`asked ${work.connectionId}`);
    return { fate: 'done' } as const;
  };
  while (await doNextAct(database, act, { ...work, now: () => order.now }));
  return undefined;
}

const [first, ...others] = order.works;
const whole: Own = { done: 0, holdAt: 0 };
await steps.run(whole, () => perform(first!));
say(`steps ${whole.done}`);
await Promise.all(
  others.slice(0, whole.done + 1).map(async (work, at) => {
    await steps.run({ done: 0, holdAt: at + 1 }, () => perform(work));
    await hold();
  }),
);
