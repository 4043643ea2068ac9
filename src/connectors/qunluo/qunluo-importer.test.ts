import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '#kernel/errors.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { readLines } from '../files/text-lines.ts';
import { faultOf, fileOf, NOW, previewOf, readAll } from '../testing/read-all.ts';
import { qunluoImporter } from './qunluo-importer.ts';
import type { ExportFile } from '../files/export-file.ts';

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const eventOf: fc.Arbitrary<NeutralEvent> = fc.record(
  {
    id: word,
    group: word,
    member: word,
    kind: fc.constantFrom('message', 'reply', 'join', 'something-new'),
    at: fc
      .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date(NOW), noInvalidDate: true })
      .map((date) => date.toISOString()),
    text: fc.string({ unit: 'grapheme', maxLength: 200 }),
    thread: word,
    replyTo: word,
    target: word,
    mentions: fc.array(word, { maxLength: 4 }),
    platform: word,
    bot: fc.boolean(),
    removed: fc.oneof(word, fc.boolean()),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    version: fc.maxSafeNat(),
    emoji: word,
    nested: fc.array(fc.integer(), { maxLength: 3 }),
  },
  { requiredKeys: ['id', 'group', 'member', 'kind', 'at'] },
);

/** An export in memory, given in pieces of any size. */
function memoryFile(bytes: Buffer, size: number): ExportFile {
  return {
    path: '',
    name: 'events.jsonl',
    container: 'plain',
    bytes: bytes.length,
    consumed: 0,
    entries: [{ name: 'events.jsonl' }],
    async *walk() {
      yield { name: 'events.jsonl', bytes: pieces(bytes, size) };
    },
    head: async () => bytes.subarray(0, 65_536),
    close: async () => {},
  };
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = (bytes: Buffer, size: number, skipped: [number | string, string][] = []) =>
  Array.fromAsync(
    qunluoImporter.read(
      memoryFile(bytes, size),
      { now: NOW },
      { skipped: (where, reason) => void skipped.push([where, reason]) },
    ),
  );

describe('what is written is read back', () => {
  it('equal, in order, whatever the line ends and pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(eventOf, { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.integer({ min: 1, max: 4000 }),
        fc.boolean(),
        async (events, end, size, mark) => {
          const bytes = Buffer.from((mark ? '\ufeff' : '') + events.map((event) => JSON.stringify(event)).join(end));
          expect(await read(bytes, size)).toEqual(events.map((event, position) => ({ ...event, position })));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('and damage of any kind gives BadInput or skipped lines, never anything else', async () => {
    let faults = 0;
    let skips = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(eventOf, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        fc.boolean(),
        async (events, damage, cut, gzipped) => {
          const text = Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'));
          const bytes = gzipped ? gzipSync(text) : text;
          for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
          const path = await fileOf(
            gzipped ? 'events.jsonl.gz' : 'events.jsonl',
            bytes.subarray(0, 1 + (cut % bytes.length)),
          );
          try {
            const { skipped } = await readAll(path);
            skips += skipped.length;
          } catch (error) {
            if (!(error instanceof BadInput)) throw error;
            faults++;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(faults).toBeGreaterThan(10);
    expect(skips).toBeGreaterThan(10);
  });
});

describe('bad lines', () => {
  const good = (id: string) =>
    JSON.stringify({ id, group: 'g', member: 'm', kind: 'message', at: '2024-01-01T00:00:00Z' });

  it('are told by their line numbers, and the others taken', async () => {
    const text = [
      good('1'),
      '',
      '{"broken',
      good('2'),
      '{"id":"3","kind":"message","at":"2024-01-01T00:00:00Z"}',
      '   ',
      good('4'),
      good('5').replace('2024', '2034'),
      good('6').slice(0, 20),
    ].join('\n');
    const { events, skipped } = await readAll(await fileOf('events.jsonl', text));
    expect(events.map(({ id }) => id)).toEqual(['1', '2', '4']);
    expect(skipped).toEqual([
      { reason: 'not_json', count: 2, where: [3, 9] },
      { reason: 'missing_member', count: 1, where: [5] },
      { reason: 'date_in_future', count: 1, where: [8] },
    ]);
  });

  it('that are too long are passed over without being held', async () => {
    const tooLong: number[] = [];
    const bytes = pieces(Buffer.from(`a\n${'x'.repeat(5000)}\nb\n${'y'.repeat(3000)}`), 100);
    const batches = await Array.fromAsync(
      readLines(bytes, 'x', { maxLine: 1000, tooLong: (line) => void tooLong.push(line) }),
    );
    expect(batches).toEqual([
      { first: 1, lines: ['a'] },
      { first: 2, lines: ['', 'b'] },
    ]);
    expect(tooLong).toEqual([2, 4]);
  });

  it('hold at most a page of places for the summary', async () => {
    const { skipped } = await readAll(await fileOf('events.jsonl', `${good('1')}\n${'nonsense\n'.repeat(100)}`));
    expect(skipped).toEqual([{ reason: 'not_json', count: 100, where: Array.from({ length: 20 }, (_, i) => i + 2) }]);
  });
});

it('previews the first events, groups, kinds and dates', async () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    JSON.stringify({
      id: `e${i}`,
      group: i % 2 ? 'a' : 'b',
      groupName: i % 2 ? 'A' : undefined,
      member: 'm',
      kind: i ? 'message' : 'join',
      at: new Date(Date.UTC(2024, 0, 1 + i)).toISOString(),
    }),
  );
  const preview = await previewOf(await fileOf('events.jsonl', lines.join('\n')));
  expect(preview).toMatchObject({
    format: 'qunluo-jsonl',
    read: 60,
    complete: true,
    firstAt: '2024-01-01T00:00:00.000Z',
    lastAt: '2024-02-29T00:00:00.000Z',
    kinds: { join: 1, message: 59 },
    ambiguities: [],
  });
  expect(preview.events).toHaveLength(50);
  expect(preview.groups).toEqual([
    { id: 'b', events: 30, name: undefined },
    { id: 'a', events: 30, name: 'A' },
  ]);
});

it('gives a platform to events that name none, and a group to all, when asked', async () => {
  const path = await fileOf(
    'events.jsonl',
    `${JSON.stringify({ id: '1', member: 'm', kind: 'message', at: '2024-01-01T00:00:00Z' })}\n${JSON.stringify({ id: '2', member: 'm', kind: 'message', at: '2024-01-01T00:00:00Z', platform: 'irc', group: 'x' })}`,
  );
  const { events } = await readAll(path, { platform: 'forum', group: 'all' });
  expect(events.map(({ platform, group }) => [platform, group])).toEqual([
    ['forum', 'all'],
    ['irc', 'all'],
  ]);
});

it('names a wrong encoding', async () => {
  const path = await fileOf(
    'events.jsonl',
    Buffer.concat([
      Buffer.from('{"member":"m","kind":"message","at":"x","text":"'),
      Buffer.from(Array.from({ length: 600 }, (_, i) => 128 + ((i * 73 + (i >> 3)) % 128))),
    ]),
  );
  expect(await faultOf(readAll(path))).toMatchObject({ code: 'wrong_encoding' });
});
