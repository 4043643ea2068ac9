import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { SheetOptions } from '../contract.ts';
import { faultOf, fileOf, previewOf, readAll } from '../testing/read-all.ts';
import { attendeeOf, isAbsent } from './attendee-key.ts';

const DAY: SheetOptions = { day: '2026-05-02', time: '19:30' };
const GROUP = { group: 'offline-1' };

describe('a sign-in sheet', () => {
  it('as people keep them: a title above, GBK, a column to sign in, blank lines, somebody twice', async () => {
    const text =
      '南城读书会签到表,,,\r\n地点：书店二楼  日期：2026年5月2日,,,\r\n,,,\r\n姓名,手机号,场次,签到\r\n王小明,138 0013 8000,上半场,✓\r\n王小明,+86 13800138000,下半场,✓\r\n李雷,13900139000,上半场,\r\n韩梅梅,,上半场,是\r\n,,,\r\n韩梅梅,,上半场,是\r\n,,上半场,✓\r\n';
    const path = await fileOf('签到.csv', iconv.encode(text, 'gbk'));
    const { detection, events, skipped } = await readAll(path, GROUP);
    expect(detection.candidates[0]).toMatchObject({ format: 'sign-in-sheet', score: 0.8 });
    expect(
      events.map(({ member, name, at, kind, group, platform }) => [member, name, at, kind, group, platform]),
    ).toEqual([
      ['13800138000', '王小明', '2026-05-02T04:00:00.000Z', 'attend', 'offline-1', 'offline'],
      ['13800138000', '王小明', '2026-05-02T04:00:00.000Z', 'attend', 'offline-1', 'offline'],
      ['name:韩梅梅', '韩梅梅', '2026-05-02T04:00:00.000Z', 'attend', 'offline-1', 'offline'],
    ]);
    const [first, second, third] = events;
    expect(first!.thread).not.toBe(second!.thread);
    expect(first!.thread).toBe(third!.thread);
    expect(skipped).toEqual([
      { reason: 'not_signed', count: 1, where: [7] },
      { reason: 'signed_twice', count: 1, where: [10] },
      { reason: 'missing_member', count: 1, where: [11] },
    ]);
    const preview = await previewOf(path);
    expect(preview.sheet).toMatchObject({
      mapping: { name: '姓名', contact: '手机号', session: '场次', signed: '签到' },
      day: '2026-05-02',
      headRow: 2,
    });
    expect(preview.ambiguities.filter(({ required }) => required).map(({ option }) => option)).toEqual(['group']);
  });

  it('asks for the day and the column of the person where the sheet does not say', async () => {
    const path = await fileOf('attendance.csv', 'Guest list,Attended,Date\nAnn,1,\nBob,2,\n');
    const preview = await previewOf(path);
    expect(preview.ambiguities.filter(({ required }) => required).map(({ option }) => option)).toEqual(['mapping']);
    expect(await faultOf(readAll(path))).toMatchObject({ code: 'mapping_needed' });

    const named = await fileOf('attendance.csv', 'Name,E-mail\nAnn,ANN@x.org\nBob,\n');
    expect((await previewOf(named)).ambiguities.map(({ option }) => option)).toContain('sheet');
    expect((await readAll(named, GROUP)).skipped).toMatchObject([{ reason: 'missing_date', count: 2, where: [2, 3] }]);
    const { events } = await readAll(named, { ...GROUP, sheet: { ...DAY, session: 'Spring' }, timezone: 'UTC' });
    expect(events.map(({ member, at, session }) => [member, at, session])).toEqual([
      ['ann@x.org', '2026-05-02T19:30:00.000Z', 'Spring'],
      ['name:bob', '2026-05-02T19:30:00.000Z', 'Spring'],
    ]);
  });

  it('takes the columns that are chosen, and says which there are when one is not', async () => {
    const path = await fileOf('签到.csv', 'Name,When,Phone\nAnn,01/05/2026 18:00,12345\nBob,nonsense,67890\n');
    const sheet = { time: '12:00', mapping: { name: 'Name', date: 'When' } };
    const { events, skipped } = await readAll(path, { ...GROUP, sheet, dateOrder: 'DMY', timezone: 'UTC' });
    expect(events.map(({ member, at }) => [member, at])).toEqual([['name:ann', '2026-05-01T18:00:00.000Z']]);
    expect(skipped).toEqual([{ reason: 'bad_date', count: 1, where: [3] }]);
    expect(await faultOf(readAll(path, { sheet: { ...sheet, mapping: { name: 'Nobody' } } }))).toMatchObject({
      code: 'mapping_needed',
    });
  });

  it('gives the same events whatever the order of its rows, its columns and the time that was chosen', async () => {
    const people = ['王小明,13800138000', '李雷,13900139000', '韩梅梅,', 'Ann,ann@x.org'];
    const idsOf = async (rows: string[], head = '姓名,联系方式') => {
      const path = await fileOf('签到.csv', [head, ...rows].join('\n'));
      const { events } = await readAll(path, {
        ...GROUP,
        sheet: { ...DAY, time: rows.length > 3 ? '08:00' : '21:00' },
      });
      return events.map(({ id }) => id).toSorted();
    };
    const expected = await idsOf(people);
    expect(new Set(expected).size).toBe(4);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(people, { minLength: 1 }), fc.boolean(), async (rows, turned) => {
        const ids = turned
          ? await idsOf(
              rows.map((row) => row.split(',').toReversed().join(',')),
              '联系方式,姓名',
            )
          : await idsOf(rows);
        expect(expected).toEqual(expect.arrayContaining(ids));
        expect(ids).toHaveLength(rows.length);
      }),
      { numRuns: 20 },
    );
  });

  it('is not what chats and order lists are taken for', async () => {
    for (const [name, text] of [
      ['a.csv', 'name,phone,date,amount\nAnn,12345,2026-01-01,5\n'],
      ['b.csv', 'name,time,text\nAnn,2026-01-01 10:00,hi\n'],
    ] as const)
      expect((await readAll(await fileOf(name, text))).format).toBe('csv');
  });
});

describe('who a row is', () => {
  it('is known by the most certain thing it says, written one way', () => {
    expect(attendeeOf({ id: ' Ｍ０１ ', contact: '13800138000', name: 'A' })).toEqual({ key: 'M01', name: 'A' });
    for (const contact of ['138-0013-8000', '+8613800138000', '008613800138000', '86 138 0013 8000'])
      expect(attendeeOf({ contact })?.key).toBe('13800138000');
    expect(attendeeOf({ contact: '+44 20 7946 0000' })?.key).toBe('+442079460000');
    expect(attendeeOf({ contact: '无', name: 'Ann  Lee' })).toEqual({ key: 'name:ann lee', name: 'Ann Lee' });
    expect(attendeeOf({ contact: ' ', name: '' })).toBeUndefined();
  });

  it('did not come when the column to sign in is blank or says no', () => {
    for (const cell of ['', ' ', '否', 'No', '缺席', '×', '0']) expect(isAbsent(cell)).toBe(true);
    for (const cell of ['✓', '是', 'Ann', '1', 'x.li']) expect(isAbsent(cell)).toBe(false);
  });
});
