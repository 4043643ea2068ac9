import { describe, expect, it } from 'vitest';
import type { FormatId } from './contract.ts';
import type { ExportFile } from './files/export-file.ts';
import { importerOf, SkipTally } from './importers.ts';
import { faultOf, NOW } from './testing/read-all.ts';

const MB = 1024 * 1024;
const CHUNK = 64 * 1024;

/** A file that is made while it is read, so that only the reader can hold it. */
function endless(name: string, begin: string, row: (number: number) => string, bytes: number, end = ''): ExportFile {
  return {
    path: name,
    name,
    container: 'plain',
    bytes,
    consumed: 0,
    entries: [{ name }],
    async *walk() {
      yield { name, bytes: rows(begin, row, bytes, end) };
    },
    head: async () => Buffer.from(begin + row(0)),
    close: async () => {},
  };
}

async function* rows(
  begin: string,
  row: (number: number) => string,
  bytes: number,
  end: string,
): AsyncGenerator<Buffer> {
  let text = begin;
  let given = 0;
  for (let number = 0; given < bytes; number++) {
    text += row(number);
    if (text.length < CHUNK) continue;
    const chunk = Buffer.from(text);
    given += chunk.length;
    text = '';
    yield chunk;
  }
  yield Buffer.from(text + end);
}

/** Events read, lines skipped, and by how much the heap grew at most meanwhile. */
async function readWatched(format: FormatId, file: ExportFile) {
  const tally = new SkipTally();
  let events = 0;
  let peak = 0;
  const before = process.memoryUsage();
  for await (const _ of importerOf(format).read(file, { now: NOW }, tally)) {
    events++;
    if (events % 5000 !== 1) continue;
    const now = process.memoryUsage();
    peak = Math.max(peak, now.heapUsed - before.heapUsed + now.arrayBuffers - before.arrayBuffers);
  }
  return { events, skipped: tally.list(), peak };
}

const at = (number: number): string => new Date(1_500_000_000_000 + number * 1000).toISOString();
const words = '今天的活动从七点开始，欢迎大家参加。'.repeat(6);

describe('a large file is read in little memory', () => {
  it.each([
    [
      'qunluo-jsonl',
      endless(
        'e.jsonl',
        '',
        (n) => `{"id":"${n}","group":"g","member":"m${n % 5000}","kind":"message","at":"${at(n)}","text":"${words}"}\n`,
        96 * MB,
      ),
    ],
    [
      'telegram',
      endless(
        'result.json',
        '{"name":"g","type":"private_group","id":1,"messages":[',
        (n) =>
          `${n ? ',' : ''}{"id":${n},"type":"message","date_unixtime":"${1_500_000_000 + n}","from":"u","from_id":"user${n % 5000}","text":"${words}"}`,
        64 * MB,
        ']}',
      ),
    ],
    [
      'whatsapp',
      endless(
        'c.txt',
        '',
        (n) => `13/${(n % 12) + 1}/2020, 10:${10 + (n % 50)} - A person with a long name ${n % 5000}: ${words}\n`,
        48 * MB,
      ),
    ],
    [
      'csv',
      endless(
        't.csv',
        'user,date,text\n',
        (n) => `a person with a long name ${n % 5000},${at(n)},"${words}"\n`,
        48 * MB,
      ),
    ],
  ] as const)('%s', { timeout: 180_000 }, async (format, file) => {
    const { events, skipped, peak } = await readWatched(format, file);
    expect(events).toBeGreaterThan(100_000);
    expect(skipped).toEqual([]);
    expect(peak).toBeLessThan(160 * MB);
  });

  it('a line without an end is passed over, and what follows is read', async () => {
    const good = `{"id":"1","member":"m","kind":"message","at":"${at(1)}"}\n`;
    const file = endless('e.jsonl', good, () => 'x'.repeat(CHUNK), 128 * MB, `\n${good}`);
    const { events, skipped, peak } = await readWatched('qunluo-jsonl', file);
    expect({ events, skipped }).toEqual({ events: 2, skipped: [{ reason: 'too_long_line', count: 1, where: [2] }] });
    expect(peak).toBeLessThan(160 * MB);
  });

  it('a value without an end is refused before it fills memory', async () => {
    const file = endless('result.json', '{"name":"g","id":1,"messages":[{"text":"', () => 'x'.repeat(CHUNK), 256 * MB);
    expect(await faultOf(readWatched('telegram', file))).toMatchObject({
      code: 'broken_json',
      message: expect.stringContaining('a single value is too large to be read'),
    });
  });
});
