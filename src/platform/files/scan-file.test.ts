import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#testkit/debian-program.ts';
import { createLogger } from '../log.ts';
import { createScanner, type ScanFile, scannerAddress } from './scan-file.ts';
import { CLAMD, CLAMD_MOST, type Clamd, PEST, startClamd } from '#testkit/clamd.ts';

const log = createLogger({ logLevel: 'silent' });

describe('where a scanner is', () => {
  it.each([
    ['/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
    ['clamav:3310', { host: 'clamav', port: 3310 }],
    ['[::1]:3310', { host: '::1', port: 3310 }],
    ['clamav', undefined],
    ['clamav:0', undefined],
    ['clamav:99999', undefined],
    ['http://clamav:3310', undefined],
    ['', undefined],
  ])('reads %o', (text, address) => expect(scannerAddress(text)).toEqual(address));
});

describe.skipIf(!CLAMD)('with a real clamd', () => {
  let clamd: Clamd;
  let scan: ScanFile;

  beforeAll(async () => {
    clamd = await startClamd();
    scan = createScanner({ path: clamd.socket }, log);
  });
  afterAll(() => clamd.stop());

  it('lets through what is clean, whole or as it comes', async () => {
    await scan(Buffer.from('a clean file'));
    await scan(Buffer.alloc(0));
    await scan(Readable.from([Buffer.alloc(300_000, 'a'), Buffer.alloc(300_000, 'b')]));
  });

  it('names what it finds, wherever in the stream', async () => {
    const found = { code: 'file_infected', status: 400, message: expect.stringContaining('Qunluo.Test.Pest') };
    await expect(scan(Buffer.from(`first ${PEST} last`))).rejects.toMatchObject(found);
    const parts = [Buffer.alloc(400_000, 'x'), Buffer.from(PEST.slice(0, 9)), Buffer.from(PEST.slice(9))];
    await expect(scan(Readable.from(parts))).rejects.toMatchObject(found);
  });

  it('takes nothing that is too large to be looked at', async () => {
    const much = Buffer.alloc(CLAMD_MOST + 1, 'x');
    await expect(scan(much)).rejects.toMatchObject({ code: 'file_not_scanned', status: 413 });
    await expect(scan(Readable.from(Array.from({ length: 40 }, () => much)))).rejects.toMatchObject({
      code: 'file_not_scanned',
    });
  });

  it('says so when the file cannot be read', async () => {
    await expect(scan(createReadStream('/nowhere/at/all'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('looks at many at once, each with an answer of its own', async () => {
    const fates = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => scan(Buffer.from(at % 3 === 0 ? PEST : `clean ${at}`))),
    );
    expect(fates.map(({ status }) => status === 'rejected')).toEqual(
      Array.from({ length: 20 }, (_, at) => at % 3 === 0),
    );
  });
});

describe('without an answer', () => {
  const down = { code: 'scanner_down', status: 503, retryAfter: 30 };

  it('takes nothing when nobody listens', async () => {
    await expect(
      createScanner({ host: '127.0.0.1', port: await freePort() }, log)(Buffer.from('x')),
    ).rejects.toMatchObject(down);
    await expect(createScanner({ path: '/nowhere/clamd.ctl' }, log)(Buffer.from('x'))).rejects.toMatchObject(down);
  });

  it.each([
    ['hangs up at once', ''],
    ['says something else', 'stream: Can’t allocate memory ERROR\0'],
  ])('takes nothing when it %s', async (_, answer) => {
    const server = createServer((socket) => socket.on('error', () => {}).end(answer)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as { port: number };
    const scan = createScanner({ host: '127.0.0.1', port: address.port }, log);
    await expect(scan(Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(2 ** 18))))).rejects.toMatchObject(
      down,
    );
    server.close();
  });

  it('looks at nothing where no scanner is set', async () => {
    await expect(createScanner(undefined, log)(Buffer.from(PEST))).resolves.toBeUndefined();
  });
});
