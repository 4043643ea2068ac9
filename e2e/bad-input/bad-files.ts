import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { zipOf } from '#connectors/testing/pack.ts';

/** One event as a line of Qunluo JSONL; a field given as undefined is left out. */
export const line = (fields: object): string =>
  JSON.stringify({ id: '1', group: 'g', member: 'ann', kind: 'message', at: '2024-03-01T10:00:00Z', ...fields });

/** Many events, so long that a preview does not see their end. */
const manyLines = (count: number): string =>
  Array.from({ length: count }, (_, at) => line({ id: `m${at}`, text: `第 ${at} 条 ${Math.sin(at)}` })).join('\n');

const telegram = (messages: number): string =>
  `{"name":"g","type":"private_supergroup","id":1,"messages":[${Array.from(
    { length: messages },
    (_, at) =>
      `{"id":${at},"type":"message","date":"2026-01-01T00:00:00","date_unixtime":"${1_767_225_600 + at}","from":"A","from_id":"user${at % 9}","text":"hi ${at}"}`,
  ).join(',')}]}`;

function broken(whole: Buffer): Buffer {
  const copy = Buffer.from(whole);
  copy.fill(0x55, copy.length >> 1, (copy.length >> 1) + 64);
  return copy;
}

/** A file that nobody can take: what is told of it, and by which code. Cut after its preview, it fails only when it runs. */
export type BadFile = {
  name: string;
  content: () => Buffer | string;
  code: string;
  says: RegExp;
  late?: boolean;
};

export const BAD_FILES: readonly BadFile[] = [
  {
    name: 'poem.txt',
    content: () => 'Shall I compare thee to a summer’s day?\n'.repeat(30),
    code: 'not_an_export',
    says: /poem\.txt is not an export at all.*Readable are: .*Telegram/s,
  },
  {
    name: 'photo.jsonl',
    content: () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    code: 'not_an_export',
    says: /a PNG picture/,
  },
  {
    name: 'noise.jsonl',
    content: () => Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256)),
    code: 'not_an_export',
    says: /it is a binary file/,
  },
  {
    name: 'result.json',
    content: () => telegram(3).slice(0, -60),
    code: 'broken_json',
    says: /result\.json: the JSON is cut short \(line 1, byte \d+\)/,
  },
  {
    name: 'late-result.json',
    content: () => telegram(12_000).slice(0, -60),
    code: 'broken_json',
    says: /late-result\.json: the JSON is cut short \(line 1, byte \d{6,}\)/,
    late: true,
  },
  {
    name: 'cut.jsonl.gz',
    content: () => gzipSync(manyLines(2_000)).subarray(0, -40),
    code: 'broken_gzip',
    says: /the gzip file is broken or cut short: .*near byte \d+/,
  },
  {
    name: 'late.jsonl.gz',
    content: () => broken(gzipSync(manyLines(60_000))),
    code: 'broken_gzip',
    says: /the gzip file is broken or cut short: .*near byte \d+/,
    late: true,
  },
  {
    name: 'bomb.jsonl.gz',
    content: () => Buffer.concat([gzipSync(`${line({})}\n`), gzipSync(Buffer.alloc(160 * 2 ** 20, 0x20))]),
    code: 'unpacks_too_large',
    says: /more than 250 times its packed size/,
  },
  {
    name: 'bomb.zip',
    content: () => zipOf([{ name: 'a.jsonl', data: Buffer.alloc(160 * 2 ** 20, 0x20) }]),
    code: 'unpacks_too_large',
    says: /a\.jsonl unpacks to far more than an export would/,
  },
  {
    name: 'cut.zip',
    content: () => zipOf([{ name: 'a.jsonl', data: manyLines(50) }]).subarray(0, -30),
    code: 'broken_zip',
    says: /the zip file is broken or cut short/,
  },
  {
    name: 'strange.jsonl',
    content: () =>
      Buffer.concat([
        Buffer.from('{"id":"1","member":"'),
        Buffer.from(Array.from({ length: 3000 }, (_, at) => 128 + ((at * 37 + (at >> 2) * 11) % 128))),
        Buffer.from('","kind":"message","at":"2024-03-01T10:00:00Z"}\n'),
      ]),
    code: 'wrong_encoding',
    says: /the text encoding of strange\.jsonl cannot be told/,
  },
  {
    name: 'quotes.csv',
    content: () => `id,member,at,text\n1,ann,2024-03-01 10:00,"never closed\n${'x,y,2024-03-01 10:00,z\n'.repeat(20)}`,
    code: 'broken_csv',
    says: /a quote that is opened is never closed \(line 2\)/,
  },
];

/** Only events that cannot be: each is named with its reason, and nothing is left. */
export const IMPOSSIBLE_DATES = [
  line({ at: '2199-01-01T00:00:00Z' }),
  line({ id: '2', at: '1985-01-01T00:00:00Z' }),
].join('\n');

/** Three good events among lines with every fault that a line can have. */
export const MIXED_LINES = [
  line({}),
  line({ id: '2', at: '2199-01-01T00:00:00Z' }),
  line({ id: '3', at: '1985-01-01T00:00:00Z' }),
  line({ id: '4', at: '2024-02-30T00:00:00Z' }),
  line({ id: undefined }),
  line({ id: '5', member: '' }),
  line({ id: '6', kind: 'gift', member: 'bob' }),
  line({ id: '7', text: '长'.repeat(1_000_000), member: 'cat' }),
  'nonsense',
  line({ id: '8' }).slice(0, 30),
].join('\n');

/** What a summary names of MIXED_LINES: reason, count, lines. */
export const MIXED_SKIPPED = [
  ['not_json', [9, 10]],
  ['date_in_future', [2]],
  ['date_before_1990', [3]],
  ['bad_date', [4]],
  ['missing_id', [5]],
  ['missing_member', [6]],
] as const;

/** Chinese in GB18030, with no word about its encoding. */
export const gb18030 = (): Buffer =>
  iconv.encode(
    [
      line({ name: '张三', community: '读书会', text: '今天大家一起读书，分享心得体会，非常开心' }),
      line({ id: '2', member: 'bob', name: '李四', community: '读书会', text: '是的，我也喜欢这本小说，明天再聊' }),
    ].join('\n'),
    'gb18030',
  );
