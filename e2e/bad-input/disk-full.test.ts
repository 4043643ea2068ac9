import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Import } from '#modules/imports/contract.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { freePort, ServerProcess } from '../faults/server-process.ts';
import { line } from './bad-files.ts';
import { REFUSED, refusal, runCommand } from './run-command.ts';

let disk: string;

const mount = (...options: string[]) => execFileSync('mount', [...options, disk], { stdio: 'ignore' });

/** A disk of our own that is small; false where this process may not mount one. */
function mountSmall(size: string): boolean {
  try {
    mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs');
    return true;
  } catch {
    return false;
  }
}

const unmount = (): void => void execFileSync('umount', [disk], { stdio: 'ignore' });

async function fill(): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize)).catch(() => undefined);
}

async function mayMount(): Promise<boolean> {
  disk = await mkdtemp(join(tmpdir(), 'qunluo-disk-'));
  const may = mountSmall('64k');
  if (may) unmount();
  await rm(disk, { recursive: true });
  return may;
}

const able = await mayMount();
if (!able) console.warn('a full disk is not tested: this account may not mount a tmpfs');

describe.skipIf(!able)('a disk without space', { timeout: 180_000 }, () => {
  beforeAll(async () => void (disk = await mkdtemp(join(tmpdir(), 'qunluo-disk-'))));
  afterEach(unmount);
  afterAll(() => rm(disk, { recursive: true, force: true }));

  it.for(['64k', '20m'])('start on %s says so and leaves nothing half made', async (size) => {
    mountSmall(size);
    const ran = await runCommand(['start'], { env: { QUNLUO_DATA: join(disk, 'data'), QUNLUO_PORT: '0' } });
    expect(ran.error).toMatch(/no disk space is left/);
    expect(refusal(ran)).toEqual(REFUSED);
    expect(await readdir(join(disk, 'data', 'postgres'))).not.toContain('data');
  });

  it.for([
    ['no byte', true],
    ['64 kB', false],
  ] as const)('report with %s for its engine', async ([, filled]) => {
    mountSmall('64k');
    const scratch = join(disk, 'tmp');
    await mkdir(scratch);
    if (filled) await fill();
    const source = await mkdtemp(join(tmpdir(), 'qunluo-source-'));
    const file = join(source, 'good.jsonl');
    await writeFile(file, line({}));
    const ran = await runCommand(['report', file], { env: { TMPDIR: scratch } });
    await rm(source, { recursive: true });
    expect(ran.error).toMatch(/^qunluo: no disk space is left/);
    expect(refusal(ran)).toEqual(REFUSED);
    expect(await readdir(scratch)).toEqual([]);
  });

  it('report to a file and to standard output', async () => {
    mountSmall('64k');
    await fill();
    const source = await mkdtemp(join(tmpdir(), 'qunluo-source-'));
    const file = join(source, 'good.jsonl');
    await writeFile(file, line({}));
    const written = await runCommand(['report', file, '--format', 'html', '--out', join(disk, 'page.html')]);
    await rm(source, { recursive: true });
    expect(written.error).toMatch(/page\.html could not be written: ENOSPC/);
    expect(refusal(written)).toEqual(REFUSED);
    expect(await readdir(disk)).toEqual(['filler']);
  });

  it('live events and imports: what is acknowledged stays, and everything goes on when there is space', async () => {
    mountSmall('110m');
    const server = new ServerProcess(join(disk, 'data'), await freePort());
    try {
      await server.start();
      const ask = await asOwner(server);
      await ask('POST', '/api/v1/communities', { name: 'Full', key: 'full', zone: 'UTC' });
      const refused: number[] = [];
      const answers = new Set<string>();
      let sent = 0;
      for (; !answers.has('507 disk_full') && sent < 400; sent++) {
        const { status, body } = await ask('POST', '/api/v1/events?community=full', batch(sent));
        if (status === 202) continue;
        refused.push(sent);
        answers.add(`${status} ${body.code}`);
        if (status === 507) expect(body.detail).toMatch(/no disk space|disk .* full/);
        await pause(250);
      }
      expect(answers).toContain('507 disk_full');
      expect([...answers].filter((one) => !/^(503|507) /.test(one))).toEqual([]);
      expect(sent - refused.length).toBeGreaterThan(10);

      const upload = await ask('POST', '/api/v1/communities/full/imports', form());
      expect([503, 507]).toContain(upload.status);

      mount('-o', 'remount,size=600m');
      await expect.poll(() => server.ready(), { timeout: 60_000, interval: 200 }).toBe(true);
      for (const number of refused)
        await expect
          .poll(async () => (await ask('POST', '/api/v1/events?community=full', batch(number))).status, {
            timeout: 60_000,
          })
          .toBe(202);
      const uploaded = await ask<Import>('POST', '/api/v1/communities/full/imports', form());
      expect(uploaded.status).toBe(201);
      const imports = `/api/v1/communities/full/imports/${uploaded.body.id}`;
      expect((await ask('POST', `${imports}/start`, {})).status).toBe(202);
      await expect
        .poll(async () => (await ask<Import>('GET', imports)).body.status, { timeout: 60_000, interval: 200 })
        .toBe('done');

      await expect
        .poll(
          async () => {
            await ask('POST', '/api/v1/communities/full/evaluate', {});
            const { body } = await ask<{ report?: CommunityReport }>('GET', '/api/v1/communities/full/overview');
            return body.report?.events.total;
          },
          { timeout: 90_000, interval: 500 },
        )
        .toBe(sent * EVENTS + 2);
      expect((await ask('GET', '/api/v1/communities/full/events/refused')).body).toEqual({ refused: [] });
    } finally {
      await server.stop();
    }
  });

  it('an import in the middle of being written waits for space, and then ends as if nothing had happened', async () => {
    mountSmall('400m');
    const server = new ServerProcess(join(disk, 'data'), await freePort());
    try {
      await server.start();
      const ask = await asOwner(server);
      await ask('POST', '/api/v1/communities', { name: 'Full', key: 'full', zone: 'UTC' });
      const uploaded = await ask<Import>('POST', '/api/v1/communities/full/imports', long());
      expect(uploaded.status).toBe(201);
      const path = `/api/v1/communities/full/imports/${uploaded.body.id}`;
      await leave(3 << 20);
      expect((await ask('POST', `${path}/start`, {})).status).toBe(202);
      const phases = new Set<string>();
      const look = async () => {
        const { status, body } = await ask<Import>('GET', path);
        if (status !== 200) return String(status);
        phases.add(body.progress?.phase ?? '');
        return body.status;
      };
      await expect
        .poll(async () => [await look(), phases.has('waiting')], { timeout: 60_000, interval: 50 })
        .toEqual(['running', true]);
      expect(phases).toContain('checking');
      await rm(join(disk, 'filler'));
      await expect.poll(look, { timeout: 90_000, interval: 200 }).toBe('done');
      const { body } = await ask<Import>('GET', path);
      expect(body.summary).toMatchObject({ read: LONG, skipped: [] });
      expect(body.summary!.written + body.summary!.known).toBe(LONG);
    } finally {
      await server.stop();
    }
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Events of one batch, each with a text that does not pack. */
const EVENTS = 500;

const batch = (number: number) => ({
  events: Array.from({ length: EVENTS }, (_, at) => ({
    id: `b${number}-${at}`,
    member: `u${at % 50}`,
    group: 'g',
    kind: 'message',
    at: '2024-03-01T10:00:00Z',
    text: Array.from({ length: 130 }, (_, part) => Math.sin(number * 7919 + at * 131 + part).toString(36)).join(''),
  })),
});

/** Events of the long import: 20 MB that hardly pack. */
const LONG = 12_000;

function long(): FormData {
  const made = new FormData();
  const text = (number: number): string =>
    Array.from({ length: 120 }, (_, part) =>
      Math.sin(number * 131 + part)
        .toString(36)
        .slice(3),
    ).join('');
  const lines = Array.from({ length: LONG }, (_, number) => line({ id: `l${number}`, text: text(number) }));
  made.append('file', new Blob([lines.join('\n')]), 'history.jsonl');
  return made;
}

/** Fills the disk but for so many bytes. */
async function leave(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}

function form(): FormData {
  const made = new FormData();
  made.append('file', new Blob([line({ id: 'i1' }), '\n', line({ id: 'i2' })]), 'history.jsonl');
  return made;
}

type Answer<Body> = { status: number; body: Body & { code?: string; detail?: string } };
type Ask = <Body = object>(method: string, path: string, body?: object) => Promise<Answer<Body>>;

/** Redeems the printed link and gives a caller with the owner's token. */
async function asOwner(server: ServerProcess): Promise<Ask> {
  const token = /token=([\w-]+)/.exec(server.output)![1];
  const owner = {
    token,
    name: 'Owner',
    email: 'owner@example.com',
    password: 'correct horse battery',
    workspace: 'W',
  };
  const set = await fetch(`${server.address}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.address },
    body: JSON.stringify(owner),
  });
  expect(set.ok).toBe(true);
  const secret = await server.ownerToken();
  return async (method, path, body) => {
    const plain = body !== undefined && !(body instanceof FormData);
    const response = await fetch(server.address + path, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(plain && { 'content-type': 'application/json' }) },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, body: (await response.json()) as never };
  };
}
