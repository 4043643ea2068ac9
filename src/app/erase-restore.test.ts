import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createToken, createWorkspace } from '#modules/identity/index.ts';
import { RIGHTS } from '#modules/identity/contract.ts';
import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/log.ts';
import { allColumns, jsonLines } from '#testkit/traces/erasing-app.ts';
import { findTraces } from '#testkit/traces/find-traces.ts';
import { multipartFile } from '#testkit/multipart.ts';
import { readArchive, verifyArchive } from './backup/archive-reader.ts';
import { reachStores } from './backup/reach-stores.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { takeBackup } from './backup/take-backup.ts';
import { addErasure } from './erase-member-store.ts';
import { runErasure } from './erase-member.ts';
import { tombstoneFile } from './erase-member-tombstones.ts';
import { rotateSecret, serverSecret } from './server-secret.ts';
import { type App, startApp } from './start-app.ts';
import { StopStack } from './stop-stack.ts';

const mark = randomBytes(5).toString('hex');
const ANN = { id: `ann-${mark}`, name: `Annabel${mark}`, text: `quetzal${mark} flies` };
const log = createLogger({ logLevel: 'silent' });

let root: string;
let app: App | undefined;
let place: { workspaceId: string; communityId: string; token: string };
let ids: { ann: string; first: string };
const folder = (name: string): string => join(root, name);
const configOf = (name: string) => loadConfig({ QUNLUO_DATA: folder(name), QUNLUO_PORT: '0', QUNLUO_LOG: 'silent' });
const traces = (): string[] => [ANN.id, ANN.name, `quetzal${mark}`, ids.ann, ids.first];

beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'qunluo-back-'))));
afterAll(async () => {
  await app?.stop();
  await rm(root, { recursive: true, force: true });
}, 60_000);

async function settle(): Promise<void> {
  const { database, clock } = app!.services;
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  const { id: communityId } = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'C', zone: 'UTC' }),
  );
  const { secret } = await database.asSystem((tx) =>
    createToken(tx, {
      workspaceId,
      name: 'test',
      rights: RIGHTS,
      createdBy: null,
      expiresAt: new Date(clock.now() + 1e8),
    }),
  );
  place = { workspaceId, communityId, token: secret };
  const space = communitySpace(communityId);
  ids = { ann: space.accountId('wechat', ANN.id), first: space.eventId('wechat', '1') };
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${app!.address}/api/v1/communities/${place.communityId}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${place.token}`, ...(init.headers as Record<string, string>) },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<T>;
}

const CHAT = jsonLines(
  [
    { id: '1', member: ANN.id, name: ANN.name, text: ANN.text, at: '2026-01-05T08:00:00Z' },
    { id: '2', member: 'bob', name: 'Bob', text: `hello @${ANN.name}`, mentions: [ANN.id], at: '2026-01-06T08:00:00Z' },
  ].map((event) => ({ group: 'g', platform: 'wechat', kind: 'message', ...event })),
);

async function importChat(): Promise<void> {
  const { payload, headers } = multipartFile('chat.jsonl', CHAT);
  const { id } = await ask<{ id: string }>('/imports', { method: 'POST', body: new Uint8Array(payload), headers });
  const json = { method: 'POST', body: '{"options":{}}', headers: { 'content-type': 'application/json' } };
  await ask(`/imports/${id}/start`, json);
  await expect
    .poll(async () => (await ask<{ status: string }>(`/imports/${id}`)).status, { timeout: 60_000 })
    .toBe('done');
}

/** A backup, and a folder with every part of it unpacked beside the archive. */
async function backUp(data: string, name: string): Promise<{ file: string; unpacked: string }> {
  const stack = new StopStack(log);
  const stores = await reachStores(configOf(data), log, stack);
  const { file } = await takeBackup({ config: configOf(data), stores, target: folder(`${name}.tar`), now: Date.now });
  await stack.stop();
  await verifyArchive(file);
  const unpacked = folder(`${name}-unpacked`);
  await mkdir(unpacked);
  for await (const part of readArchive(file))
    await writeFile(join(unpacked, part.name.replaceAll('/', '_')), await buffer(Readable.from(part.content)));
  return { file, unpacked };
}

const rowsWithAnn = async (): Promise<string[]> =>
  [...(await allColumns(app!.services.database))]
    .filter(([, text]) => [ANN.id, ANN.name, ids.ann].some((trace) => text.includes(trace)))
    .map(([column]) => column);

/** The preview of an import shows what others wrote as the file has it: only tombstones are known, no names. */
async function nobodyCameBack(name: string): Promise<void> {
  const { unpacked } = await backUp(name === 'rotated' ? 'first' : 'second', name);
  const found = findTraces([unpacked], traces());
  expect(found.filter((one) => !(one.startsWith(ANN.name) && one.endsWith('postgres_public.imports')))).toEqual([]);
  expect((await rowsWithAnn()).filter((column) => column !== 'imports.preview')).toEqual([]);
}

it('leaves nothing of somebody in a backup taken afterwards, in no form that either store writes', async () => {
  app = await startApp(configOf('first'), { log });
  await settle();
  await importChat();
  await ask('/evaluate', { method: 'POST' });
  const before = await backUp('first', 'before');
  const there = findTraces([before.unpacked], traces());
  for (const trace of traces())
    expect(
      there.filter((found) => found.startsWith(trace)),
      trace,
    ).not.toEqual([]);
  // Ids stand there in the binary forms of either store.
  for (const part of ['postgres_public.accounts', 'engine_events'])
    expect(
      there.some((found) => found.startsWith(ids.ann) && found.includes(part)),
      part,
    ).toBe(true);

  const { services } = app;
  const erasureId = newId();
  await services.database.inWorkspace(place.workspaceId, (tx) =>
    addErasure(tx, { id: erasureId, communityId: place.communityId, memberId: ids.ann, requestedBy: null }),
  );
  const order = { workspaceId: place.workspaceId, erasureId };
  expect(await runErasure({ ...services, onCommunityChanged: () => undefined, durable: false }, order)).toBe(true);
  const after = await backUp('first', 'after');
  expect(findTraces([after.unpacked], traces())).toEqual([]);
}, 400_000);

it('lets nobody come back after the server’s secret was changed, twice, and the ones before are forgotten', async () => {
  for (let turn = 0; turn < 2; turn += 1) {
    await app!.stop();
    const { secret } = await serverSecret(configOf('first'));
    await rotateSecret(configOf('first'));
    app = await startApp(configOf('first'), { log });
    const now = await serverSecret(configOf('first'));
    expect([now.secret === secret, now.earlierSecrets]).toEqual([false, []]);
  }
  await importChat();
  await nobodyCameBack('rotated');
}, 400_000);

it('erases somebody again whom an older backup brings back, with the list that went along', async () => {
  await app!.stop();
  app = undefined;
  const restored = { config: configOf('second'), file: folder('before.tar'), log, now: Date.now };
  await restoreBackup({ ...restored, tombstones: tombstoneFile(folder('first')) });
  app = await startApp(configOf('second'), { log });
  await expect.poll(rowsWithAnn, { timeout: 120_000, interval: 500 }).toEqual([]);
  // The backup knew of no erasure: this one the start asked for.
  expect((await ask<{ erasures: object[] }>('/erasures')).erasures).toHaveLength(1);
  const { unpacked } = await backUp('second', 'again');
  expect(findTraces([unpacked], traces())).toEqual([]);
  await importChat();
  await nobodyCameBack('imported-again');
}, 400_000);
