import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { type Outbox, openOutbox } from './testing/outbox.ts';
import type { SendingOrder } from './testing/sending-process.ts';

const PROGRAM = new URL('testing/sending-process.ts', import.meta.url).pathname;
const MESSAGES = 120;
const KILLS = 3;

let database: Database;
let server: Server;
/** How often each message came in, as a platform without keys shows it. */
const arrived = new Map<string, number>();

beforeAll(async () => {
  database = await testDatabase();
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { id } = JSON.parse(body) as { id: string };
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
      // The answer takes a while: a kill finds messages that came in and were never answered.
      setTimeout(() => response.end(JSON.stringify({ fate: 'sent', id: `m-${id}` })), 20);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => arrived.clear());
afterAll(async () => {
  server.close();
  await database.close();
});

/** Starts a process that sends and kills it in the middle, some times; the last one may go on to the end. */
async function sendUnderKills(outbox: Outbox, idempotent: boolean): Promise<(string | undefined)[]> {
  const [channel] = outbox.channels;
  channel!.capabilities = { ...channel!.capabilities, idempotent };
  const items = Array.from({ length: MESSAGES }, () => outbox.item());
  const { ids } = await outbox.plan({ purpose: 'answer', items }, Date.now());
  const platform = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const order: SendingOrder = {
    settings: database.settings,
    workspaceId: outbox.workspaceId,
    channel: channel!,
    platform,
  };
  for (let kill = 1; kill <= KILLS + 1; kill += 1) {
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    if (kill <= KILLS)
      await expect.poll(() => arrived.size, { interval: 5 }).toBeGreaterThan((MESSAGES / (KILLS + 1)) * kill);
    else
      await expect
        .poll(
          async () => (await outbox.rows({ ids })).filter(({ fate }) => fate === 'queued' || fate === 'sending').length,
        )
        .toBe(0);
    child.kill('SIGKILL');
    await ended;
  }
  return ids;
}

describe('a process that is killed while it sends', () => {
  it('sends nothing twice and says of what nobody can know that it is unknown', async () => {
    const outbox = await openOutbox(database);
    const ids = await sendUnderKills(outbox, false);
    const rows = await outbox.rows({ ids });
    expect([...arrived.values()].every((times) => times === 1)).toBe(true);
    for (const { id, fate, reason } of rows) {
      if (fate === 'sent') expect(arrived.get(id)).toBe(1);
      else expect([fate, reason]).toEqual(['unknown', 'killed']);
    }
    const unknown = rows.filter(({ fate }) => fate === 'unknown').length;
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeLessThanOrEqual(16 * KILLS);
  });

  it('sends everything, with the same id, where the platform takes a key', async () => {
    const outbox = await openOutbox(database);
    const ids = await sendUnderKills(outbox, true);
    const rows = await outbox.rows({ ids });
    expect(rows.map(({ fate }) => fate)).toEqual(rows.map(() => 'sent'));
    // A platform with keys has each once; the same id came again where a kill hid the answer.
    expect(arrived.size).toBe(MESSAGES);
    expect(Math.max(...arrived.values())).toBeGreaterThan(1);
    expect(Math.max(...arrived.values())).toBeLessThanOrEqual(1 + KILLS);
  });
});
