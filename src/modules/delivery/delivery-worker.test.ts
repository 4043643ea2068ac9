import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing, SendOutcome } from '#modules/connections/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { asSuperuser, testDatabase } from '#testkit/database.ts';
import { DeliveryWorker } from './delivery-worker.ts';
import type { Channel } from './order.ts';
import { putPause } from './settings-store.ts';
import { createHeardNotes } from './heard.ts';
import { OPEN_CHANNEL, type Outbox, openOutbox, PLATFORM } from './testing/outbox.ts';
import { type StandIn, standIn } from './testing/stand-in-platform.ts';

let database: Database;
let outbox: Outbox;
let platform: StandIn;
let worker: DeliveryWorker;
const log = createLogger({ logLevel: 'silent' });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  outbox = await openOutbox(database);
  platform = standIn();
  worker = makeWorker();
});
afterEach(() => worker.stop());

const makeWorker = (change: Partial<ConstructorParameters<typeof DeliveryWorker>[0]> = {}) =>
  new DeliveryWorker({
    database,
    log,
    clock: { now: () => Date.now() },
    channels: platform,
    listChannels: async () => outbox.channels,
    listWorkspaces: async () => [outbox.workspaceId],
    lookAroundMs: 500,
    random: () => 0,
    ...change,
  });

async function begin(change: Partial<Channel> = {}): Promise<void> {
  Object.assign(outbox.channels[0]!, change);
  platform.setHeld(outbox.channels.map(({ id }) => ({ workspaceId: outbox.workspaceId, connectionId: id })));
  await worker.start();
}

const service = (items: Parameters<Outbox['plan']>[0]['items'], order = {}) =>
  outbox.plan({ purpose: 'answer', items, ...order }, Date.now());
const fates = async (ids: readonly (string | undefined)[]) => (await outbox.rows({ ids })).map(({ fate }) => fate);
const settled = (ids: readonly (string | undefined)[]) =>
  expect.poll(async () => (await fates(ids)).every((fate) => !['queued', 'sending'].includes(fate))).toBe(true);
const content = (text: string) => ({ content: { kind: 'text', text } }) as const;

describe('the worker', () => {
  it('sends what is due, once each, one at a time to a recipient and streams in order', async () => {
    platform.delay = () => new Promise((resolve) => setTimeout(resolve, 5));
    await begin();
    const chats = ['a', 'b', 'c'].map((id) => ({ kind: 'chat', id }) as const);
    const items = Array.from({ length: 30 }, (_, at) =>
      outbox.item({ to: chats[at % 3]!, stream: 'talk', message: content(String(at).padStart(2, '0')) }),
    );
    const { ids } = await service(items);
    await settled(ids);
    expect(new Set(await fates(ids))).toEqual(new Set(['sent']));
    expect(platform.arrived).toHaveLength(30);
    expect(platform.crossed).toBe(0);
    for (const { id } of chats) {
      const texts = platform.arrived.flatMap(({ message }) =>
        message.to.id === id ? (message.content as { text: string }).text : [],
      );
      expect(texts).toEqual(texts.toSorted());
    }
    expect(await outbox.rows({ ids: [ids[0]] })).toMatchObject([
      { message_id: `m-${ids[0]}`, attempts: 1, reason: '' },
    ]);
  });

  it('plans the rest, and never exceeds a limit whatever comes at once', async () => {
    await begin({ limits: [{ key: 'pace', of: 'connection', count: 5, window: { seconds: 1 } }] });
    const now = Date.now();
    const planned = outbox.plan(
      {
        purpose: 'service',
        items: Array.from({ length: 8 }, () => outbox.item({ to: { kind: 'public', id: `p${Math.random()}` } })),
      },
      now,
    );
    const answers = service(Array.from({ length: 8 }, () => outbox.item()));
    const ids = [...(await planned).ids, ...(await answers).ids];
    await settled(ids);
    const times = platform.arrived.map(({ at }) => at).toSorted((a, b) => a - b);
    expect(times).toHaveLength(16);
    for (const [at, time] of times.entries()) if (at >= 5) expect(time - times[at - 5]!).toBeGreaterThanOrEqual(995);
  });

  it('tries again what the platform puts off, gives up what it refuses, and a poison message stops nobody', async () => {
    const tried: string[] = [];
    platform.answer = ({ to, id }: Outgoing): SendOutcome | undefined => {
      tried.push(to.id);
      if (to.id === 'blocked') return { fate: 'refused', code: 'blocked', reason: 'the user blocked the account' };
      if (to.id === 'poison') throw new Error(`cannot be encoded: ${id}`);
      if (to.id === 'slow' && tried.filter((one) => one === 'slow').length < 2)
        return { fate: 'later', seconds: 0.2, code: '429', reason: 'too many requests' };
      return undefined;
    };
    await begin();
    const to = (id: string) => outbox.item({ to: { kind: 'person', id } });
    const { ids } = await service([
      to('poison'),
      to('blocked'),
      to('slow'),
      ...Array.from({ length: 20 }, () => outbox.item()),
    ]);
    await settled(ids);
    expect(
      (await outbox.rows({ ids: ids.slice(0, 4) })).map(({ fate, reason, attempts }) => [fate, reason, attempts]),
    ).toEqual([
      ['unknown', 'no_answer', 1],
      ['failed', 'platform:blocked', 1],
      ['sent', '', 2],
      ['sent', '', 1],
    ]);
    expect(platform.arrived).toHaveLength(21);
  });

  it('rests when the platform puts everything off, and goes on when it takes messages again', async () => {
    let calls = 0;
    let down = true;
    platform.answer = () => {
      calls += 1;
      return down ? { fate: 'later', seconds: 0.1, code: '500', reason: 'down' } : undefined;
    };
    await begin();
    const { ids } = await service(Array.from({ length: 40 }, () => outbox.item()));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // All that were on their way together, then one at a time with longer and longer pauses.
    expect(calls).toBeLessThan(30);
    down = false;
    await outbox.inWorkspace((tx) => sql`UPDATE delivery_lanes SET rests_until = now()`.execute(tx));
    await settled(ids);
    expect(platform.arrived).toHaveLength(40);
  });

  it('asks about what waits for the platform’s person until it is known', async () => {
    platform.answer = () => ({ fate: 'awaiting', task: 't1' });
    worker = makeWorker({ leaseMs: 300 });
    await begin();
    const { ids } = await service([outbox.item()]);
    await expect.poll(() => fates(ids)).toEqual(['awaiting']);
    platform.awaitedAnswer = { fate: 'sent', id: 'confirmed' };
    await outbox.inWorkspace((tx) => sql`UPDATE deliveries SET send_at = now() WHERE fate = 'awaiting'`.execute(tx));
    await expect.poll(() => outbox.rows({ ids })).toMatchObject([{ fate: 'sent', message_id: 'confirmed' }]);
  });

  it('sends nothing of a community that is paused, and loses nothing', async () => {
    await outbox.inWorkspace((tx) => putPause(tx, outbox.communityId, { at: new Date(), by: null, reason: 'raid' }));
    await begin();
    const { ids } = await service([outbox.item()]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([await fates(ids), platform.arrived.length]).toEqual([['queued'], 0]);
    await outbox.inWorkspace((tx) => putPause(tx, outbox.communityId, null));
    await settled(ids);
    expect(platform.arrived).toHaveLength(1);
  });

  it('neither loses nor doubles anything while the database goes away again and again', async () => {
    platform.delay = () => new Promise((resolve) => setTimeout(resolve, 10));
    await begin();
    const { ids } = await service(Array.from({ length: 150 }, () => outbox.item()));
    for (let cut = 0; cut < 5; cut += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await asSuperuser({ ...database.settings, database: 'postgres' }, (client) =>
        client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          database.settings.database,
        ]),
      );
    }
    const known = () => fates(ids).catch(() => ['sending']);
    await expect.poll(async () => (await known()).every((fate) => fate === 'sent')).toBe(true);
    expect(new Set(platform.arrived.map(({ message }) => message.id)).size).toBe(150);
    expect(platform.arrived).toHaveLength(150);
  });

  it('writes to people only for a while after they wrote, where the platform wants it so', async () => {
    await begin({
      capabilities: { ...outbox.channels[0]!.capabilities, answerWithin: 3600, sends: ['text', 'template'] },
    });
    const notes = createHeardNotes({
      database,
      connectors: [{ ...OPEN_CHANNEL, capabilities: outbox.channels[0]!.capabilities } as never],
    });
    const heard = (member: string, minutes: number) => ({
      eventId: '',
      version: 0,
      source: '',
      receivedAt: new Date(),
      event: {
        id: member,
        member,
        group: '',
        kind: 'message',
        platform: PLATFORM,
        at: new Date(Date.now() - minutes * 60_000).toISOString(),
      },
    });
    await notes.react(outbox, [heard('now', 90), heard('now', 5), heard('then', 61)]);
    await notes.react(outbox, [heard('now', 70)]);
    const to = (id: string, change = {}) => outbox.item({ to: { kind: 'person', id }, ...change });
    const template = { content: { kind: 'template', template: 't', fields: { a: 'b' }, url: null } } as const;
    const items = [
      to('now'),
      to('then'),
      to('never'),
      to('then', { message: template }),
      to('then', { ticket: 'code' }),
    ];
    const { ids } = await service(items);
    await settled(ids);
    expect((await outbox.rows({ ids })).map(({ fate, reason }) => reason || fate)).toEqual([
      'sent',
      'window_closed',
      'window_closed',
      'sent',
      'sent',
    ]);
    // What is planned for after the window is left out at once.
    const later = await outbox.plan(
      { purpose: 'service', items: [to('now', { notBefore: Date.now() + 3_600_000 })] },
      Date.now(),
    );
    await settled(later.ids);
    expect(await outbox.rows({ ids: later.ids })).toMatchObject([{ fate: 'suppressed', reason: 'window_closed' }]);
  });

  it('keeps what a revoked connection was to send', async () => {
    platform.answer = () => {
      platform.setHeld([]);
      return { fate: 'revoked', reason: 'token withdrawn' };
    };
    await begin();
    const { ids } = await service([outbox.item()]);
    await expect
      .poll(() => outbox.rows({ ids }))
      .toMatchObject([{ fate: 'queued', reason: 'connection_paused', detail: 'token withdrawn' }]);
  });

  it('replaces a message that arrived, and says so where it cannot', async () => {
    await begin({ capabilities: { ...outbox.channels[0]!.capabilities, edits: true } });
    const to = { kind: 'chat', id: 'room' } as const;
    const first = await service([outbox.item({ to, stream: 's' })]);
    const edit = await service([outbox.item({ to, stream: 's', replaces: first.ids[0]!, message: content('better') })]);
    await settled([...first.ids, ...edit.ids]);
    expect(platform.arrived.map(({ message }) => message.replaces)).toEqual([undefined, `m-${first.ids[0]}`]);
    outbox.channels[0]!.capabilities = { ...outbox.channels[0]!.capabilities, edits: false };
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const again = await service([outbox.item({ to, stream: 's', replaces: first.ids[0]! })]);
    await settled(again.ids);
    expect(await outbox.rows({ ids: again.ids })).toMatchObject([{ fate: 'suppressed', reason: 'not_supported' }]);
  });
});
