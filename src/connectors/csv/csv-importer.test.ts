import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { facts, faultOf, fileOf, folderOf, previewOf, readAll } from '../testing/read-all.ts';

describe('a table', () => {
  it('is read by the columns it names, other columns kept', async () => {
    const text =
      'Message ID;Username;Created At;Message;Channel;Likes\n1;ann;2024-05-01T10:00:00+08:00;"hi; ""you""\nthere";general;3\n2;bob;2024-05-01 10:00;yo;general;\n';
    const { format, events, skipped } = await readAll(await fileOf('chat.csv', text), {
      timezone: 'UTC',
      platform: 'forum',
    });
    expect(format).toBe('csv');
    expect(skipped).toEqual([]);
    expect(events).toEqual([
      {
        id: '1',
        member: 'ann',
        kind: 'message',
        at: '2024-05-01T02:00:00.000Z',
        text: 'hi; "you"\nthere',
        group: 'general',
        Likes: '3',
        platform: 'forum',
        position: 0,
      },
      {
        id: '2',
        member: 'bob',
        kind: 'message',
        at: '2024-05-01T10:00:00.000Z',
        text: 'yo',
        group: 'general',
        platform: 'forum',
        position: 1,
      },
    ]);
  });

  it('in Chinese, in GB18030, with tabs', async () => {
    const text = '发送时间\t昵称\t群名\t内容\n2024年5月1日 下午3:04\t小明\t读书群\t大家好，欢迎新来的朋友\n';
    const { events } = await readAll(await fileOf('记录.csv', iconv.encode(text, 'gb18030')));
    expect(events).toMatchObject([
      { member: '小明', group: '读书群', at: '2024-05-01T07:04:00.000Z', text: '大家好，欢迎新来的朋友' },
    ]);
  });

  it('in an encoding that cannot be told is read once it is named', async () => {
    const bytes = Buffer.from(`user,date,text\na,2024-05-01,${'\u0081\u008d\u009d\u00fe'.repeat(40)}\n`, 'latin1');
    const path = await fileOf('t.csv', bytes);
    expect(await faultOf(readAll(path))).toMatchObject({ code: 'wrong_encoding' });
    expect((await readAll(path, { encoding: 'latin1' })).events).toHaveLength(1);
  });

  it.each([
    ['seconds', '1714500000', '2024-04-30T18:00:00.000Z'],
    ['milliseconds', '1714500000123', '2024-04-30T18:00:00.123Z'],
    ['a fraction', '1714500000.5', '2024-04-30T18:00:00.500Z'],
    ['microseconds', '1714500000123456', '2024-04-30T18:00:00.123Z'],
    ['UTC', '2024-04-30 18:00:00 UTC', '2024-04-30T18:00:00.000Z'],
    ['an offset without a colon', '2024-05-01T02:00:00+0800', '2024-04-30T18:00:00.000Z'],
    ['a short date', '2024/5/1 2:00', '2024-04-30T18:00:00.000Z'],
    ['a date alone', '2024-05-01', '2024-04-30T16:00:00.000Z'],
    ['twelve hours', '5/13/2024, 2:00:00 AM', '2024-05-12T18:00:00.000Z'],
    ['dots', '13.05.2024 02:00', '2024-05-12T18:00:00.000Z'],
  ])('with times as %s', async (_, written, at) => {
    const { events } = await readAll(await fileOf('t.csv', `user,date,text\na,"${written}",x\n`));
    expect(events.map((event) => event.at)).toEqual([at]);
  });

  it('with date and time of day apart', async () => {
    const { events } = await readAll(await fileOf('t.csv', 'user,date,time,text\na,2024-05-01,14:30,x\n'));
    expect(events[0]).toMatchObject({ at: '2024-05-01T06:30:00.000Z' });
  });

  it('without years passes New Year', async () => {
    const path = await fileOf('t.csv', 'user,date,text\na,12-30 10:00,x\na,12-31 10:00,y\na,01-01 10:00,z\n');
    expect((await previewOf(path)).ambiguities).toContainEqual(
      expect.objectContaining({ option: 'year', required: true, proposed: '2026' }),
    );
    expect((await readAll(path)).skipped).toEqual([{ reason: 'bad_date', count: 3, where: [2, 3, 4] }]);
    expect((await readAll(path, { year: 2023 })).events.map(({ at }) => at.slice(0, 10))).toEqual([
      '2023-12-30',
      '2023-12-31',
      '2024-01-01',
    ]);
  });

  it('asks which column is what when that is not plain, and takes the answer', async () => {
    const path = await fileOf('t.csv', 'a,b,c\nx1,2024-05-01 10:00,hello\n');
    const preview = await previewOf(path);
    expect(preview).toMatchObject({
      read: 0,
      columns: [{ name: 'a', samples: ['x1'] }, { name: 'b' }, { name: 'c' }],
      mapping: { at: 'b' },
      ambiguities: [{ option: 'mapping', required: true, choices: ['a', 'b', 'c'] }],
    });
    expect(await faultOf(readAll(path))).toEqual({
      code: 'mapping_needed',
      message: 'which column holds what is not clear: choose the column of the member; the columns are: a, b, c',
    });
    expect(facts((await readAll(path, { mapping: { member: 'a', at: 'b', text: 'c' } })).events)).toEqual([
      ['x1', 'message', '2024-05-01T02:00:00.000Z', 'hello'],
    ]);
    expect(await faultOf(readAll(path, { mapping: { member: 'zzz', at: 'b' } }))).toMatchObject({
      message: expect.stringContaining('there is no column zzz'),
    });
  });

  it('with kinds, replies and amounts', async () => {
    const { events } = await readAll(
      await fileOf(
        't.csv',
        'id,user,time,kind,amount,reply_to\n1,a,2024-05-01 10:00,purchase,"¥1,234.50",\n2,b,2024-05-01 10:00,message,,1\n',
      ),
    );
    expect(events).toMatchObject([
      { kind: 'purchase', value: 1234.5 },
      { kind: 'message', replyTo: '1' },
    ]);
  });

  it('tells bad rows by their first line', async () => {
    const text =
      'user,date,text\na,2024-05-01,"two\nlines"\nb,2024-05-01\n,2024-05-01,x\nc,,x\nd,31/31/2024,x\ne,2031-01-01,x\nf,2024-05-01,x\n';
    const { events, skipped } = await readAll(await fileOf('t.csv', text));
    expect(events.map(({ member }) => member)).toEqual(['a', 'f']);
    expect(skipped).toEqual([
      { reason: 'bad_row', count: 1, where: [4] },
      { reason: 'missing_member', count: 1, where: [5] },
      { reason: 'missing_date', count: 1, where: [6] },
      { reason: 'bad_date', count: 1, where: [7] },
      { reason: 'date_in_future', count: 1, where: [8] },
    ]);
  });

  it('has ids that stay, also where exports overlap', async () => {
    const rows = ['a,2024-05-01 10:00,ok', 'a,2024-05-01 10:00,ok', 'b,2024-05-02 10:00,x'];
    const ids = async (list: string[]) =>
      (await readAll(await fileOf('t.csv', ['user,date,text', ...list].join('\n')))).events.map(({ id }) => id);
    const all = await ids(rows);
    expect(new Set(all).size).toBe(3);
    expect(new Set([...(await ids(rows.slice(0, 2))), ...(await ids(rows.slice(1)))])).toEqual(new Set(all));
  });

  it('a file a group makes a history of many', async () => {
    const root = await folderOf({
      '甲群.csv': 'user,date,text\na,2024-05-01,x\n',
      '乙群.csv': 'user,date,text\nb,2024-05-01,y\n',
    });
    expect((await readAll(root)).events.map(({ group }) => group).sort()).toEqual(['乙群', '甲群']);
  });
});

it('a Discourse archive gives the posts of its owner', async () => {
  const text =
    'topic_title,categories,is_pm,post_raw,like_count,reply_count,url,created_at\n你好,General,No,"first, ""post""\nmore",3,1,https://d.example/t/hello/12/1,2024-05-01 10:00:00 UTC\n你好,General,No,second,0,0,https://d.example/t/hello/12/4,2024-05-01 11:00:00 UTC\nsecret,,Yes,pm,0,0,https://d.example/t/x/13/1,2024-05-01 11:00:00 UTC\n';
  const { format, events, skipped } = await readAll(await fileOf('user_archive-ann-240501-101010.csv', text));
  expect(format).toBe('discourse');
  expect(events).toMatchObject([
    {
      id: 't/12/1',
      member: 'ann',
      kind: 'message',
      group: 'General',
      thread: '12',
      topic: '你好',
      at: '2024-05-01T10:00:00.000Z',
      text: 'first, "post"\nmore',
      likes: 3,
      platform: 'discourse',
    },
    { id: 't/12/4', kind: 'reply', replyTo: 't/12/1' },
  ]);
  expect(skipped).toEqual([{ reason: 'private_chat', count: 1, where: [5] }]);
  const nameless = await fileOf('user_archive.csv', text);
  expect((await previewOf(nameless)).ambiguities).toMatchObject([{ option: 'self', required: true }]);
  expect((await readAll(nameless)).skipped).toContainEqual({ reason: 'missing_member', count: 2, where: [2, 4] });
});
