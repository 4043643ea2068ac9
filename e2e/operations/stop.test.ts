import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { becomeOwner, caller } from '../faults/kill-everything.ts';
import { freePort, ServerProcess } from '../faults/server-process.ts';

let root: string;
let server: ServerProcess;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'qunluo-stop-'));
  server = new ServerProcess(join(root, 'data'), await freePort());
  await server.start();
});
afterAll(async () => {
  await server?.stop();
  await rm(root, { recursive: true, force: true });
});

it('told to stop, the server answers what is under way, takes nothing new, and is gone within 15 seconds', async () => {
  const token = await becomeOwner(server);
  const call = caller(server, token);
  const { id } = await call<{ id: string }>('POST', '/api/v1/communities', {
    name: 'S',
    key: 's',
    zone: 'Asia/Shanghai',
  });
  const events = Array.from({ length: 500 }, (_, index) => ({
    id: `e${index}`,
    member: `m${index % 7}`,
    kind: 'message',
    at: new Date(Date.now() - index * 60_000).toISOString(),
  }));
  const body = Buffer.from(JSON.stringify({ events }));
  const answered = new Promise<number>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const slow = request(`${server.address}/api/v1/events?community=${id}`, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode!));
    });
    slow.on('error', reject);
    slow.write(body.subarray(0, 1000));
    // The rest of the body comes after the server was told to stop.
    setTimeout(() => slow.end(body.subarray(1000)), 900);
  });
  await sleep(300);
  const began = performance.now();
  const stopped = server.stop();
  await sleep(200);
  const late = await fetch(`${server.address}/healthz`).then(
    ({ status }) => status,
    () => 'refused',
  );
  expect([await answered, late === 200]).toEqual([202, false]);
  expect(await stopped).toBe(0);
  expect(performance.now() - began).toBeLessThan(15_000);

  await server.start();
  await call('POST', `/api/v1/communities/${id}/evaluate`, {});
  const total = async (): Promise<number> => {
    await call('POST', `/api/v1/communities/${id}/evaluate`, {});
    const path = `/api/v1/communities/${id}/overview`;
    return (await call<{ report: { events: { total: number } } }>('GET', path)).report.events.total;
  };
  await expect.poll(total, { interval: 300 }).toBe(500);
});
