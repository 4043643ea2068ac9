import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Limit, SendOutcome } from '#modules/connections/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import type { DeliveryItem, DeliveryOrder } from './order.ts';
import { planWorkspace } from './planner/plan-workspace.ts';
import { spanFinder } from './planner/windows.ts';
import { rehearse } from './rehearse.ts';
import { type Claim, claimDue } from './sender/claim-due.ts';
import { nextDue } from './sender/due.query.ts';
import { settleAttempts } from './sender/settle-attempts.ts';
import { putSettings } from './settings-store.ts';
import { openOutbox } from './testing/outbox.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 3, 9);

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const LIMITS = fc
  .array(
    fc.record({
      of: fc.constantFrom('connection', 'chat', 'person'),
      count: fc.integer({ min: 1, max: 4 }),
      window: fc.oneof(fc.constantFrom('day', 'month'), fc.record({ seconds: fc.constantFrom(1, 60, 3600) })),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((limits) => limits.map((limit, at) => ({ ...limit, key: `l${at}` }) as Limit));

const ITEM = fc.record({
  to: fc.constantFrom('chat a', 'chat b', 'person 0', 'person 1', 'person 2'),
  purpose: fc.constantFrom('answer', 'answer', 'service', 'promotion'),
  priority: fc.integer({ min: 0, max: 9 }),
  wait: fc.constantFrom(0, 0, 0, 0, 1, 14, 30),
  stream: fc.boolean(),
});
type Item = typeof ITEM extends fc.Arbitrary<infer T> ? T : never;

const COMMAND = fc.oneof(
  fc.record({ do: fc.constant('plan' as const), items: fc.array(ITEM, { minLength: 3, maxLength: 8 }) }),
  fc.record({
    do: fc.constant('pass' as const),
    ms: fc.constantFrom(10, 10, 500, 990, 1_000, 59_000, 61_000, HOUR, 25 * HOUR),
  }),
  fc.record({ do: fc.constant('jump' as const), ms: fc.constantFrom(-3 * DAY, -HOUR, -1_000, 1_000, HOUR, 3 * DAY) }),
);
const OUTCOME = fc.constantFrom('sent', 'sent', 'sent', 'later', 'refused', 'unknown');

const isQuiet = (at: number): boolean => new Date(at).getUTCHours() >= 22 || new Date(at).getUTCHours() < 7;

/** A community with three members and one connection under some limits. */
async function begin(limits: Limit[]) {
  const outbox = await openOutbox(database);
  Object.assign(outbox.channels[0]!, { limits });
  await outbox.inWorkspace((tx) =>
    putSettings(tx, outbox.communityId, {
      quiet: { from: '22:00', to: '07:00' },
      cap: { count: 2, days: 2 },
      consentNeeded: false,
      zoneAttribute: 'z',
    }),
  );
  return { outbox, people: await outbox.members(['Ann', 'Bob', 'Cat']) };
}
type World = Awaited<ReturnType<typeof begin>>;

const toItem = ({ outbox, people }: World, one: Item, now: number): DeliveryItem => {
  const [kind, name] = one.to.split(' ');
  const person = kind === 'person' ? people[Number(name)]! : undefined;
  return outbox.item({
    to: person ? { kind: 'person', id: person.account } : { kind: 'chat', id: name! },
    memberId: person?.id,
    notBefore: now + one.wait * HOUR,
    ...(one.stream && { stream: 'talk' }),
  });
};

const orderOf = ({ outbox }: World, items: readonly DeliveryItem[], { purpose, priority }: Item): DeliveryOrder => ({
  workspaceId: outbox.workspaceId,
  communityId: outbox.communityId,
  source: { kind: 'campaign', id: 'test' },
  purpose,
  priority,
  items,
});

describe('whatever is asked for when, and whatever the clock does', () => {
  it('no limit is exceeded, nothing is sent twice, nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        LIMITS,
        fc.array(COMMAND, { minLength: 8, maxLength: 24 }),
        fc.infiniteStream(OUTCOME),
        async (limits, commands, outcomes) => {
          const world = await begin(limits);
          const { outbox } = world;
          const [channel] = outbox.channels;
          const clock = { wall: START, steady: START };
          const arrivals: { id: string; at: number; wall: number; to: string }[] = [];
          const asked: (string | undefined)[] = [];
          const holder = newId();
          const attempt = (claim: Claim): SendOutcome => {
            const kind = outcomes.next().value as string;
            const { id, to } = claim.message;
            if (kind === 'sent' || kind === 'unknown')
              arrivals.push({ id, at: clock.steady, wall: clock.wall, to: to.id });
            if (kind === 'sent') return { fate: 'sent', id };
            if (kind === 'later') return { fate: 'later', seconds: 1, code: '429', reason: 'busy' };
            return kind === 'refused'
              ? { fate: 'refused', code: 'no', reason: 'no' }
              : { fate: 'unknown', reason: 'silence' };
          };
          // Not always planned first: the gate alone has to hold every limit.
          const tick = (planned: boolean) =>
            outbox.inWorkspace(async (tx) => {
              const times = { now: clock.wall, steady: clock.steady };
              if (planned)
                await planWorkspace(tx, { workspaceId: outbox.workspaceId, channels: outbox.channels, ...times });
              const { claims } = await claimDue(tx, { channel: channel!, ...times, most: 6, holder, leaseMs: DAY });
              const ended = claims.map((claim) => ({
                claim,
                outcome: attempt(claim),
                at: clock.wall,
                steady: clock.steady,
                random: 0,
              }));
              await settleAttempts(tx, ended, { connectionId: channel!.id, idempotent: false });
            });
          for (const command of commands) {
            if (command.do === 'pass') for (const key of ['wall', 'steady'] as const) clock[key] += command.ms;
            if (command.do === 'jump') clock.wall += command.ms;
            if (command.do === 'plan')
              for (const one of command.items)
                asked.push(
                  ...(await outbox.plan(orderOf(world, [toItem(world, one, clock.wall)], one), clock.wall)).ids,
                );
            await tick(command.do === 'pass');
            await tick(false);
          }
          await tick(true);
          const times = new Map<string, number>();
          for (const { id } of arrivals) times.set(id, (times.get(id) ?? 0) + 1);
          expect([...times.values()].every((one) => one === 1)).toBe(true);
          const rows = await outbox.rows({ ids: asked });
          expect(rows).toHaveLength(asked.length);
          for (const { id, fate, send_at } of rows) {
            expect(['queued', 'sent', 'failed', 'unknown', 'suppressed', 'expired']).toContain(fate);
            if (fate === 'queued') expect(send_at).not.toBeNull(); // the last tick planned
            expect(times.has(id)).toBe(fate === 'sent' || fate === 'unknown');
          }
          const purposes = new Map(rows.map(({ id, purpose }) => [id, purpose]));
          for (const { id, wall } of arrivals)
            if (purposes.get(id) !== 'answer') expect([id, isQuiet(wall)]).toEqual([id, false]);
          const promoted = arrivals.filter(
            ({ id, to }) => purposes.get(id) === 'promotion' && to.startsWith('account'),
          );
          for (const list of Object.values(Object.groupBy(promoted, ({ to }) => to)))
            for (const { wall } of list!)
              expect(list!.filter((one) => one.wall >= wall && one.wall < wall + 2 * DAY).length).toBeLessThanOrEqual(
                2,
              );
          const persons = new Set(world.people.map(({ account }) => account));
          for (const { of, count, window } of limits) {
            const counted = arrivals.filter(({ to }) => of === 'connection' || (of === 'person') === persons.has(to));
            for (const list of Object.values(Object.groupBy(counted, ({ to }) => (of === 'connection' ? '' : to)))) {
              const spans =
                typeof window === 'string'
                  ? Object.values(Object.groupBy(list!, ({ wall }) => spanFinder(window, 'UTC')(wall).start))
                  : list!.map(({ at }) => list!.filter((one) => one.at >= at && one.at < at + window.seconds * 1000));
              for (const span of spans) expect(span!.length).toBeLessThanOrEqual(count);
            }
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});

/** Lets the time go on from one due delivery to the next, and sends each. */
async function runToTheEnd({ outbox }: World, from: number): Promise<void> {
  const [channel] = outbox.channels;
  const holder = newId();
  for (let now = from; ;) {
    const next = await outbox.inWorkspace(async (tx) => {
      const order = { channel: channel!, now, steady: now, most: 50, holder, leaseMs: DAY };
      const { claims } = await claimDue(tx, order);
      const ended = claims.map((claim) => ({
        claim,
        outcome: { fate: 'sent' } as const,
        at: now,
        steady: now,
        random: 0,
      }));
      await settleAttempts(tx, ended, { connectionId: channel!.id, idempotent: false });
      return nextDue(tx, channel!.id);
    });
    if (next === null) return;
    now = Math.max(now, next);
  }
}

describe('a rehearsal', () => {
  it('writes nothing and is what then happens, to the millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(
        LIMITS,
        fc.array(ITEM, { maxLength: 8 }),
        fc.array(ITEM, { minLength: 1, maxLength: 8 }),
        async (limits, before, items) => {
          const world = await begin(limits);
          const { outbox } = world;
          const parts = { channels: outbox.channels, now: START };
          const plan = () =>
            outbox.inWorkspace((tx) => planWorkspace(tx, { workspaceId: outbox.workspaceId, ...parts }));
          for (const one of before) await outbox.plan(orderOf(world, [toItem(world, one, START)], one), START);
          await plan();
          const kept = await outbox.rows();
          const order = orderOf(
            world,
            items.map((one) => toItem(world, one, START)),
            items[0]!,
          );
          const rehearsed = await outbox.inWorkspace((tx) => rehearse(tx, order, parts));
          expect(await outbox.rows()).toEqual(kept);
          const { ids } = await outbox.plan(order, START);
          await plan();
          const planned = await outbox.rows({ ids });
          expect(
            planned.map(({ fate, reason, send_at }) => ({ fate, reason, sendAt: send_at?.getTime() ?? null })),
          ).toEqual(rehearsed.items.map((one) => ({ fate: one!.fate, reason: one!.reason, sendAt: one!.sendAt })));
          const now = await outbox.rows();
          const pushedOut = kept.filter(
            ({ id, send_at }) => send_at !== null && now.find((one) => one.id === id)!.fate !== 'queued',
          );
          expect(rehearsed.pushedOut).toBe(pushedOut.length);
          const all = new Map(now.map(({ id, send_at }) => [id, send_at?.getTime() ?? null]));
          await runToTheEnd(world, START);
          const { rows: tried } = await outbox.inWorkspace((tx) =>
            sql<{ id: string; fate: string; at: Date | null }>`SELECT id, fate, tried_at AS at FROM deliveries`.execute(
              tx,
            ),
          );
          for (const { id, fate, at } of tried) {
            expect([fate, at?.getTime() ?? null]).toEqual([all.get(id) === null ? fate : 'sent', all.get(id)]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
