import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../importers.ts';
import { tarGzOf, tarOf, zipOf } from '../testing/pack.ts';
import { faultOf, fileOf, folderOf, readAll } from '../testing/read-all.ts';
import { openExport } from './export-file.ts';
import { LIMITS } from './limits.ts';

const line = (id: number): string =>
  JSON.stringify({
    id: `e${id}`,
    group: 'g',
    member: 'm',
    kind: 'message',
    at: '2024-01-01T00:00:00Z',
    text: `第 ${id} 条`,
  });
const lines = [1, 2, 3].map(line).join('\n');

describe('one history in every wrapping', () => {
  it.each([
    ['plain', async () => fileOf('events.jsonl', lines)],
    ['gzip', async () => fileOf('events.jsonl.gz', gzipSync(lines))],
    [
      'gzip',
      async () =>
        fileOf('two-members.gz', Buffer.concat([gzipSync(`${line(1)}\n`), gzipSync(`${line(2)}\n${line(3)}`)])),
    ],
    [
      'zip',
      async () =>
        fileOf(
          'events.zip',
          zipOf([
            { name: 'in/events.jsonl', data: lines },
            { name: '__MACOSX/in/._events.jsonl', data: 'x' },
          ]),
        ),
    ],
    ['tar', async () => fileOf('events.tar', await tarOf([{ name: './events.jsonl', data: lines }]))],
    ['tar.gz', async () => fileOf('events.tgz', await tarGzOf([{ name: 'events.jsonl', data: lines }]))],
    ['directory', async () => folderOf({ 'a/events.jsonl': lines, '.DS_Store': 'x' })],
  ])('%s', async (container, make) => {
    const { detection, events } = await readAll(await make());
    expect(detection).toMatchObject({ container, candidates: [{ format: 'qunluo-jsonl' }] });
    expect(events.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
    expect(events.map(({ position }) => position)).toEqual([0, 1, 2]);
  });

  it('does not follow links out of a directory', async () => {
    const root = await folderOf({ 'events.jsonl': lines });
    await symlink('/etc', join(root, 'etc'));
    const file = await openExport(root);
    expect(file.entries.map(({ name }) => name)).toEqual(['events.jsonl']);
  });

  it('tells how much of the file was read', async () => {
    const file = await openExport(await fileOf('events.jsonl.gz', gzipSync(lines)));
    for await (const entry of file.walk(() => true))
      for await (const chunk of entry.bytes) expect(chunk.length).toBeGreaterThan(0);
    expect(file.consumed).toBe(file.bytes);
  });
});

describe('what is no export', () => {
  const reading =
    'Readable are: Qunluo JSONL, Telegram result.json, DiscordChatExporter JSON, Slack zip, Zulip export, WhatsApp txt, QQ txt, WeChat CSV (MemoTrace, PyWxDump), Discourse archive, CSV; plain, .gz, .zip, .tar.gz or an unpacked directory';
  it.each([
    ['an empty file', 'x.jsonl', '', 'x.jsonl is not an export at all: the file is empty'],
    ['a picture', 'x.png', Buffer.from('89504e470d0a1a0a00', 'hex'), 'x.png is not an export at all: a PNG picture'],
    [
      'a database',
      'MSG0.db',
      Buffer.from('SQLite format 3\0'),
      'MSG0.db is not an export at all: an SQLite database; export it to CSV or JSON first',
    ],
    [
      'random bytes',
      'x.bin',
      Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)),
      'x.bin is not an export at all: it is a binary file',
    ],
    [
      'prose',
      'x.txt',
      'Once upon a time\nthere was a file.\n',
      'x.txt is not an export at all: nothing in it looks like a chat history',
    ],
    ['a gzip of nothing', 'x.gz', gzipSync(''), 'x.gz is not an export at all: the gzip file is empty'],
    [
      'a gzip of a zip',
      'x.gz',
      gzipSync(zipOf([{ name: 'a', data: 'b' }])),
      'x.gz is not an export at all: an archive within a gzip file; unpack it first',
    ],
    [
      'a zip of pictures',
      'x.zip',
      zipOf([{ name: 'a.png', data: 'png' }]),
      'x.zip is not an export at all: nothing in it looks like a chat history',
    ],
  ])('%s', async (_, name, data, message) => {
    expect(await faultOf(readAll(await fileOf(name, data)))).toEqual({
      code: 'not_an_export',
      message: `${message}. ${reading}`,
    });
  });

  it('a path that is not there', async () => {
    expect(await faultOf(openExport('/nowhere/at/all'))).toEqual({
      code: 'no_such_file',
      message: '/nowhere/at/all does not exist',
    });
  });
});

describe('broken archives', () => {
  it('says where a gzip file is cut short', async () => {
    const noise = Array.from({ length: 3000 }, (_, i) => line(i * 7919)).join('\n');
    const whole = gzipSync(noise);
    const { code, message } = await faultOf(
      readAll(await fileOf('cut.jsonl.gz', whole.subarray(0, whole.length - 20))),
    );
    expect(code).toBe('broken_gzip');
    expect(message).toMatch(/^the gzip file is broken or cut short: unexpected end of file \(near byte \d+\)$/);
    expect(Number(/\d+/.exec(message)![0])).toBeGreaterThan(0);
  });

  it('says that a gzip file was changed', async () => {
    const whole = gzipSync(lines);
    whole[whole.length - 6]! ^= 0xff;
    expect(await faultOf(readAll(await fileOf('bad.jsonl.gz', whole)))).toMatchObject({
      code: 'broken_gzip',
      message: expect.stringContaining('incorrect data check'),
    });
  });

  it('says that a zip file is cut short, and that a file in it is broken', async () => {
    const whole = zipOf([{ name: 'events.jsonl', data: lines }]);
    expect(await faultOf(openExport(await fileOf('cut.zip', whole.subarray(0, whole.length - 30))))).toMatchObject({
      code: 'broken_zip',
    });
    const broken = Buffer.from(whole);
    broken.fill(0xff, 45, 60);
    expect(await faultOf(readAll(await fileOf('bad.zip', broken)))).toMatchObject({
      code: 'broken_zip',
      message: expect.stringContaining('(events.jsonl)'),
    });
  });

  it('says that a tar archive is cut short', async () => {
    const whole = await tarOf([{ name: 'events.jsonl', data: lines.repeat(20) }]);
    expect(await faultOf(readAll(await fileOf('cut.tar', whole.subarray(0, 900))))).toMatchObject({
      code: 'broken_tar',
      message: expect.stringContaining('at events.jsonl'),
    });
  });

  it('refuses a zip file that needs a password', async () => {
    expect(
      await faultOf(readAll(await fileOf('locked.zip', zipOf([{ name: 'events.jsonl', data: lines, flags: 0x801 }])))),
    ).toMatchObject({ code: 'encrypted' });
  });
});

describe('hostile archives', () => {
  const small = { ...LIMITS, maxBytes: 5_000_000, ratioFrom: 100_000, maxEntries: 50 };
  const zeros = Buffer.alloc(2_000_000, 0x20);

  it('stops a gzip bomb while it grows', async () => {
    const path = await fileOf('bomb.gz', gzipSync(zeros));
    expect(await faultOf(openAndRead(path))).toEqual({
      code: 'unpacks_too_large',
      message:
        'the gzip file unpacks to far more than an export would (more than 250 times its packed size); it was not read',
    });
  });

  it('stops what is larger than any export', async () => {
    const path = await fileOf(
      'large.gz',
      gzipSync(Buffer.from(Array.from({ length: 6_000_000 }, (_, i) => 32 + ((i * i) % 90)))),
    );
    expect(await faultOf(openAndRead(path))).toMatchObject({
      code: 'unpacks_too_large',
      message: expect.stringContaining('more than 5000000 bytes'),
    });
  });

  it('refuses a zip bomb before unpacking, and one that lies about its size while unpacking', async () => {
    const honest = await fileOf('bomb.zip', zipOf([{ name: 'a.jsonl', data: zeros }]));
    expect(await faultOf(openExport(honest, small))).toMatchObject({ code: 'unpacks_too_large' });
    const lying = await fileOf('lies.zip', zipOf([{ name: 'a.jsonl', data: zeros, claims: 1000 }]));
    expect(await faultOf(openAndRead(lying))).toMatchObject({
      code: 'broken_zip',
      message: expect.stringContaining('too many bytes'),
    });
  });

  it('refuses entries that overlap', async () => {
    const zip = zipOf([{ name: 'a', data: Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 31) % 256)) }]);
    const at = zip.indexOf(Buffer.from('504b0102', 'hex'));
    const entry = zip.subarray(at, -22);
    const end = Buffer.from(zip.subarray(-22));
    end.writeUInt16LE(8, 8);
    end.writeUInt16LE(8, 10);
    end.writeUInt32LE(entry.length * 8, 12);
    const path = await fileOf(
      'overlap.zip',
      Buffer.concat([zip.subarray(0, at), ...Array<Buffer>(8).fill(entry), end]),
    );
    expect(await faultOf(openExport(path))).toMatchObject({
      code: 'unpacks_too_large',
      message: expect.stringContaining('overlap'),
    });
  });

  it('refuses too many files', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ name: `${i}.json`, data: '[]' }));
    expect(await faultOf(openExport(await fileOf('many.zip', zipOf(many)), small))).toMatchObject({
      code: 'unpacks_too_large',
      message: expect.stringContaining('more than 50 files'),
    });
    expect(await faultOf(openExport(await fileOf('many.tar', await tarOf(many)), small))).toMatchObject({
      code: 'unpacks_too_large',
    });
  });

  it.each(['../out.jsonl', '/etc/passwd', 'a/../../b.jsonl', 'C:/x.jsonl'])('refuses the name %s', async (name) => {
    expect(await faultOf(openExport(await fileOf('evil.zip', zipOf([{ name, data: lines }]))))).toMatchObject({
      code: 'unsafe_path',
    });
    expect(await faultOf(openExport(await fileOf('evil.tar', await tarOf([{ name, data: lines }]))))).toMatchObject({
      code: 'unsafe_path',
    });
  });

  async function openAndRead(path: string): Promise<void> {
    const file = await openExport(path, small);
    for await (const entry of file.walk(() => true)) for await (const chunk of entry.bytes) void chunk;
  }
});

it('offers formats by falling confidence', async () => {
  const path = await fileOf(
    'chat.csv',
    'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime\n1,2,1,0,0,1700000000,,hi,\n',
  );
  const { candidates } = await detectFormat(await openExport(path));
  expect(candidates.map(({ format }) => format)).toEqual(['wechat-memotrace', 'csv']);
  expect(candidates[0]!.score).toBeGreaterThan(candidates[1]!.score);
});

it('passes on failures of the machine as they are', async () => {
  const path = await fileOf('a.jsonl', lines);
  const file = await openExport(path);
  await writeFile(path, lines);
  const { rm } = await import('node:fs/promises');
  await rm(path);
  await expect(
    Array.fromAsync(
      file.walk(() => true),
      async ({ bytes }) => Array.fromAsync(bytes),
    ),
  ).rejects.toMatchObject({ code: 'ENOENT' });
});
