import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { facts, fileOf, readAll } from '../testing/read-all.ts';

const RULE = '================================================================';
const head = (object: string) => [
  '消息记录（此消息记录为文本格式，不支持重新导入）',
  '',
  RULE,
  '消息分组:我的群聊',
  RULE,
  `消息对象:${object}`,
  RULE,
  '',
];
const body = [
  '2024-05-01 9:03:12 【管理员】小明(12345678)',
  '大家好😊',
  '2023-01-01 很久以前',
  '',
  '第三段',
  '',
  '2024-05-01 9:04:00 小红(读书)<xiaohong@example.com>',
  '@小明 [图片]',
  '',
  '2024-05-01 下午 9:05:00 系统消息(10000)',
  '小刚(87654321) 加入了本群。',
  '',
  '2024-05-01 21:05:01 系统消息(10000)',
  '小明(12345678) 邀请 小丽(22222222)、阿强(33333333) 加入了本群。',
  '',
  '2024-05-01 21:05:02 系统消息(10000)',
  '小明 撤回了一条消息',
  '',
  '2024-05-01 21:05:03 系统消息(10000)',
  '小刚(87654321) 被管理员 小明(12345678) 移出本群',
  '',
  '2024-05-01 21:05:04 系统消息(10000)',
  '群公告已更新',
  '',
  '2024-05-01 21:06:00 【群主】:-)(99999999)',
  '名字里有符号',
  '',
  '2024-05-01 21:07:00 Q群管家(2854196310)',
  '欢迎新人',
];

describe('a QQ history', () => {
  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['GB18030', (text: string) => iconv.encode(text, 'gb18030')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('in %s', async (_, encode) => {
    const { format, events, skipped } = await readAll(
      await fileOf('群.txt', encode([...head('读书群'), ...body].join('\r\n'))),
    );
    expect(format).toBe('qq');
    expect(facts(events)).toEqual([
      ['12345678', 'message', '2024-05-01T01:03:12.000Z', '大家好😊\n2023-01-01 很久以前\n\n第三段'],
      ['xiaohong@example.com', 'message', '2024-05-01T01:04:00.000Z', '@小明 [图片]'],
      ['87654321', 'join', '2024-05-01T13:05:00.000Z', undefined],
      ['22222222', 'join', '2024-05-01T13:05:01.000Z', undefined],
      ['33333333', 'join', '2024-05-01T13:05:01.000Z', undefined],
      ['12345678', 'message', '2024-05-01T13:05:02.000Z', undefined],
      ['87654321', 'leave', '2024-05-01T13:05:03.000Z', undefined],
      ['99999999', 'message', '2024-05-01T13:06:00.000Z', '名字里有符号'],
      ['2854196310', 'message', '2024-05-01T13:07:00.000Z', '欢迎新人'],
    ]);
    expect(events[0]).toMatchObject({ name: '小明', title: '管理员', group: '读书群', platform: 'qq' });
    expect(events[1]).toMatchObject({ name: '小红(读书)', mentions: ['12345678'] });
    expect(events[3]).toMatchObject({ name: '小丽', inviter: '12345678' });
    expect(events[5]).toMatchObject({ removed: 'recalled' });
    expect(events[6]).toMatchObject({ by: '12345678' });
    expect(events[7]).toMatchObject({ name: ':-)', title: '群主' });
    expect(events[8]).toMatchObject({ bot: true });
    expect(skipped).toEqual([{ reason: 'system_line', count: 1, where: [30] }]);
  });

  it('of many groups and a friend keeps them apart', async () => {
    const text = [
      ...head('甲群'),
      '2024-05-01 9:00:00 小明(12345678)',
      '在甲',
      '',
      RULE,
      '消息对象:乙群',
      RULE,
      '',
      '2024-05-01 9:00:00 小明(12345678)',
      '在乙',
      '',
      RULE,
      '消息对象:老李',
      RULE,
      '',
      '2024-05-01 9:00:01 老李',
      '你好',
      '',
      '2024-05-01 9:00:02 我',
      '你好呀',
    ].join('\n');
    const { events } = await readAll(await fileOf('全部.txt', text));
    expect(events.map(({ group, member, text: said }) => [group, member, said])).toEqual([
      ['甲群', '12345678', '在甲'],
      ['乙群', '12345678', '在乙'],
      ['老李', '老李', '你好'],
      ['老李', '我', '你好呀'],
    ]);
  });

  it('tells bad times by line, and gives ids that stay', async () => {
    const text = [
      ...head('群'),
      '2024-02-30 9:00:00 小明(12345678)',
      '没有这一天',
      '2034-01-01 9:00:00 小明(12345678)',
      '未来',
      '2024-01-01 9:00:00 小明(12345678)',
      '好',
      '2024-01-01 9:00:00 小明(12345678)',
      '好',
    ].join('\n');
    const path = await fileOf('群.txt', text);
    const { events, skipped } = await readAll(path);
    expect(skipped).toEqual([
      { reason: 'bad_date', count: 1, where: [9] },
      { reason: 'date_in_future', count: 1, where: [11] },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect((await readAll(path)).events).toEqual(events);
  });
});
