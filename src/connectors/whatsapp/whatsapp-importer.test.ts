import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from '#modules/events/contract.ts';
import { zipOf } from '../testing/pack.ts';
import { facts, fileOf, previewOf, readAll } from '../testing/read-all.ts';
import { parseNotice } from './whatsapp-notice.ts';

const ios = [
  '[12/31/23, 11:59:58\u202fPM] Ann: first',
  'second line 😀',
  '',
  '10:30 - not a message',
  '[1/13/24, 12:05:00\u202fAM] 读书会: \u200eMessages and calls are end-to-end encrypted. No one outside of this chat can read them.',
  '\u200e[1/13/24, 12:05:01\u202fAM] Bob: \u200eBob joined using this group\u2019s invite link',
  '[1/13/24, 12:05:02\u202fPM] ~\u202fCy\u202fD: hello: with a colon',
  '\u200e[1/13/24, 12:05:03\u202fPM] \u202a+86 138\u00a00013\u00a08000\u202c: \u200eimage omitted',
  '[1/13/24, 12:05:04\u202fPM] Ann: \u200eYou deleted this message.',
  '[1/13/24, 12:05:05\u202fPM] Ann: hey @\u2068Bob\u2069 and @8613800138000 \u200e<This message was edited>',
  '\u200e[1/13/24, 12:05:06\u202fPM] Bob: \u200e<attached: 00000012-PHOTO-2024.jpg>',
  '[1/13/24, 12:05:07\u202fPM] Ann: \u200eAnn added Dan, Eve and Fay',
  '[1/13/24, 12:05:08\u202fPM] Eve: \u200eEve left',
].join('\r\n');

describe('the form of iOS', () => {
  it('with marks, twelve hours, several lines, notices and media', async () => {
    const path = await fileOf(
      'WhatsApp Chat - 读书会.zip',
      zipOf([
        { name: '_chat.txt', data: ios },
        { name: '00000012-PHOTO-2024.jpg', data: 'x' },
      ]),
    );
    const { format, events, skipped } = await readAll(path);
    expect(format).toBe('whatsapp');
    expect(facts(events)).toEqual([
      ['Ann', 'message', '2023-12-31T15:59:58.000Z', 'first\nsecond line 😀\n\n10:30 - not a message'],
      ['Bob', 'join', '2024-01-12T16:05:01.000Z', undefined],
      ['Cy D', 'message', '2024-01-13T04:05:02.000Z', 'hello: with a colon'],
      ['+8613800138000', 'message', '2024-01-13T04:05:03.000Z', undefined],
      ['Ann', 'message', '2024-01-13T04:05:04.000Z', undefined],
      ['Ann', 'message', '2024-01-13T04:05:05.000Z', 'hey @Bob and @8613800138000'],
      ['Bob', 'message', '2024-01-13T04:05:06.000Z', undefined],
      ['Dan', 'join', '2024-01-13T04:05:07.000Z', undefined],
      ['Eve', 'join', '2024-01-13T04:05:07.000Z', undefined],
      ['Fay', 'join', '2024-01-13T04:05:07.000Z', undefined],
      ['Eve', 'leave', '2024-01-13T04:05:08.000Z', undefined],
    ]);
    expect(events[3]).toMatchObject({ media: 'image', group: '读书会', platform: 'whatsapp' });
    expect(events[4]).toMatchObject({ removed: 'deleted' });
    expect(events[5]).toMatchObject({ mentions: ['Bob', '+8613800138000'], edited: true });
    expect(events[6]).toMatchObject({ media: 'image' });
    expect(events[7]).toMatchObject({ inviter: 'Ann' });
    expect(skipped).toEqual([{ reason: 'system_line', count: 1, where: ['_chat.txt:5'] }]);
  });
});

const chinese = [
  '2024/3/1 下午3:04 - 消息和通话已进行端到端加密。',
  '2024/3/1 下午3:04 - 张三创建了群组“读书会: 周末”',
  '2024/3/1 下午3:05 - 您添加了李四',
  '2024/3/1 凌晨12:06 - 王五使用此群组的邀请链接加入了',
  '2024/3/1 中午12:06 - 李四: 大家好: 我是李四',
  '2024/3/1 晚上9:07 - 王五离开了',
  '2024/3/1 21:08 - 赵六: <媒体已忽略>',
  '2024/3/1 21:09 - 赵六: 此消息已删除',
  '2024/3/1 21:10 - +86 138 0013 8000 changed to +86 139 0013 9000',
].join('\n');

describe('the form of Android', () => {
  it('in Chinese', async () => {
    const { events, skipped } = await readAll(await fileOf('与 读书会 的 WhatsApp 聊天.txt', chinese), {
      self: '小安',
    });
    expect(facts(events)).toEqual([
      ['张三', 'join', '2024-03-01T07:04:00.000Z', undefined],
      ['李四', 'join', '2024-03-01T07:05:00.000Z', undefined],
      ['王五', 'join', '2024-02-29T16:06:00.000Z', undefined],
      ['李四', 'message', '2024-03-01T04:06:00.000Z', '大家好: 我是李四'],
      ['王五', 'leave', '2024-03-01T13:07:00.000Z', undefined],
      ['赵六', 'message', '2024-03-01T13:08:00.000Z', undefined],
      ['赵六', 'message', '2024-03-01T13:09:00.000Z', undefined],
      ['+8613800138000', 'rename', '2024-03-01T13:10:00.000Z', undefined],
    ]);
    expect(events[1]).toMatchObject({ inviter: '小安', group: '读书会' });
    expect(events.at(-1)).toMatchObject({ target: '+8613900139000' });
    expect(skipped).toEqual([{ reason: 'system_line', count: 1, where: [1] }]);
  });

  it('with names that hold a colon', async () => {
    const text = [
      "01/02/2024, 10:00 - Bob: the builder joined using this group's invite link",
      '01/02/2024, 10:01 - Bob: the builder: can we fix it',
      '13/02/2024, 10:02 - Amy: PS: one',
      '13/02/2024, 10:03 - Amy: two',
      '13/02/2024, 10:04 - Q: A: 1',
      '13/02/2024, 10:05 - Q: A: 2',
      '13/02/2024, 10:06 - Q: A: 3',
    ].join('\n');
    const { events } = await readAll(await fileOf('WhatsApp Chat with X.txt', text));
    expect(
      events
        .filter(({ kind }) => kind === 'message')
        .map(({ member, text: said }) => [member, said])
        .slice(-5),
    ).toEqual([
      ['Amy', 'PS: one'],
      ['Amy', 'two'],
      ['Q: A', '1'],
      ['Q: A', '2'],
      ['Q: A', '3'],
    ]);
  });

  it('knows times that a change of clocks skips or repeats', async () => {
    const text = [
      '31/03/2024, 02:30 - Ann: skipped',
      '27/10/2024, 02:30 - Ann: twice',
      '28/10/2024, 02:30 - Ann: once',
    ].join('\n');
    const { events } = await readAll(await fileOf('c.txt', text), { timezone: 'Europe/Berlin' });
    expect(events.map(({ at }) => at)).toEqual([
      '2024-03-31T01:30:00.000Z',
      '2024-10-27T00:30:00.000Z',
      '2024-10-28T01:30:00.000Z',
    ]);
  });
});

describe('the order of dates', () => {
  const chat = (...dates: string[]) => dates.map((date, i) => `${date}, 10:0${i} - Ann: hi`).join('\n');

  it.each([
    ['a day above 12', chat('01/02/24', '13/02/24'), [], '2024-02-01'],
    ['a month that comes second', chat('1/2/24', '1/13/24'), [], '2024-01-02'],
    ['time that would run backwards', chat('1/5/24', '1/6/24', '2/1/24', '2/3/24'), [], '2024-01-05'],
    ['nothing', chat('1/2/24'), ['dateOrder'], '2024-02-01'],
  ])('is told by %s', async (_, text, asked, first) => {
    const path = await fileOf('c.txt', text);
    const preview = await previewOf(path);
    expect(preview.ambiguities.filter(({ required }) => required).map(({ option }) => option)).toEqual(asked);
    expect((await readAll(path)).events[0]!.at.slice(0, 10)).toBe(first);
  });

  it('is what was chosen, and dates that do not exist in it are skipped', async () => {
    const { events, skipped } = await readAll(await fileOf('c.txt', chat('1/2/24', '13/2/24')), { dateOrder: 'MDY' });
    expect(events.map(({ at }) => at.slice(0, 10))).toEqual(['2024-01-02']);
    expect(skipped).toEqual([{ reason: 'bad_date', count: 1, where: [2] }]);
  });
});

describe('ids', () => {
  const all = [
    '1/2/24, 10:00 - Ann: ok',
    '1/2/24, 10:00 - Ann: ok',
    '13/2/24, 10:01 - Bob: hi',
    '13/2/24, 10:02 - Ann: ok',
  ];
  const idsOf = async (lines: string[]) =>
    (await readAll(await fileOf('WhatsApp Chat with X.txt', lines.join('\n')))).events.map(({ id }) => id);

  it('are the same when read again, distinct for equal messages, and meet where exports overlap', async () => {
    const once = await idsOf(all);
    expect(await idsOf(all)).toEqual(once);
    expect(new Set(once).size).toBe(4);
    const early = await idsOf(all.slice(0, 3));
    const late = await idsOf(all.slice(1));
    expect(new Set([...early, ...late])).toEqual(new Set(once));
  });
});

it('skips what comes before the first message and bad times, and cuts very long ones', async () => {
  const text = [
    'stray',
    'stray too',
    '1/2/2034, 10:00 - Ann: later',
    '31/12/1989, 10:00 - Ann: earlier',
    '1/2/24, 25:00 - Ann: no hour',
    `13/2/24, 10:00 - Ann: ${'长'.repeat(1_000_000)}`,
  ].join('\n');
  const { events, skipped } = await readAll(await fileOf('c.txt', text));
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ text: '长'.repeat(MAX_TEXT), textCut: 1_000_000 });
  expect(skipped).toEqual([
    { reason: 'no_message', count: 1, where: [1] },
    { reason: 'date_in_future', count: 1, where: [3] },
    { reason: 'date_before_1990', count: 1, where: [4] },
    { reason: 'bad_date', count: 1, where: [5] },
  ]);
});

it.each([
  ['Ann added Bob', { kind: 'join', person: 'Bob', by: 'Ann' }],
  ['Bob was removed', { kind: 'leave', person: 'Bob', by: undefined }],
  ['You left', { kind: 'leave', person: '' }],
  ['Ann removed You', { kind: 'leave', person: '', by: 'Ann' }],
  ['王五 使用此群組的邀請連結加入了', { kind: 'join', person: '王五' }],
  ['張三 已新增 李四', { kind: 'join', person: '李四', by: '張三' }],
  ['张三将李四移出了群组', { kind: 'leave', person: '李四', by: '张三' }],
  ['李四 已離開', { kind: 'leave', person: '李四' }],
  ["Ann changed this group's icon", undefined],
])('the notice %s', (text, notice) => {
  if (notice === undefined) expect(parseNotice(text)).toBeUndefined();
  else expect(parseNotice(text)).toMatchObject(notice);
});
