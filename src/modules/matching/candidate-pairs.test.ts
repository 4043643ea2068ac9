import { assert, property, string } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { candidatePairs, type Claim, type ComparedAccount } from './candidate-pairs.ts';
import { compareHabits, scoreOf } from './habits.ts';
import { baseName, contactOf, foldName, isNear, nearForms } from './name-keys.ts';

const id = (at: number): string => `00000000-0000-8000-8000-${String(at).padStart(12, '0')}`;
const account = (at: number, name: string, over: Partial<ComparedAccount> = {}): ComparedAccount => ({
  accountId: id(at),
  person: id(at),
  platform: 'qq',
  externalId: String(10_000 + at),
  name,
  ...over,
});
const kinds = async (accounts: ComparedAccount[], claims: Claim[] = []) =>
  (await candidatePairs(accounts, claims)).map(({ first, second, reasons }) => [
    Number(first.slice(-12)),
    Number(second.slice(-12)),
    ...reasons.map(({ kind }) => kind),
  ]);

describe('names', () => {
  it('are compared without width, case, accents and decoration', () => {
    expect(foldName('Ｌｉｎ　Xiǎo★')).toBe('linxiao');
    expect(foldName('林晓🌸')).toBe('林晓');
    expect(foldName('ﾃｽﾄ')).toBe(foldName('テスト'));
    for (const [name, base] of [
      ['张三-上海', '张三'],
      ['张三（产品经理）', '张三'],
      ['【志愿者】张三', '张三'],
      ['张三 138', '张三'],
      ['zhang_san88', 'zhang'],
      ['ZhangSan88', 'zhangsan'],
    ])
      expect(baseName(name!), name).toBe(base);
  });

  it('one letter apart share a form, and only those are near', () => {
    expect(isNear('jonathan', 'jonathon')).toBe(true);
    expect(isNear('jonathan', 'jonatha')).toBe(true);
    expect(isNear('jonathan', 'jonathan')).toBe(false);
    expect(isNear('jonathan', 'jonethon')).toBe(false);
    assert(
      property(string({ minLength: 6, maxLength: 12, unit: 'grapheme-ascii' }), (text) => {
        const name = foldName(text);
        const other = `${name.slice(0, 2)}z${name.slice(3)}`;
        if (nearForms(name).length === 0 || nearForms(other).length === 0 || name === other) return;
        expect(isNear(name, other)).toBe(true);
        expect(nearForms(name).some((form) => nearForms(other).includes(form))).toBe(true);
      }),
    );
  });

  it('tell an address from other numbers', () => {
    expect(contactOf(' Lin@Example.COM ')).toBe('lin@example.com');
    expect(contactOf('+86 138-0013-8000')).toBe(contactOf('13800138000'));
    expect(contactOf('1990')).toBeUndefined();
  });
});

describe('candidates', () => {
  it('share a key: name, name without its tail, near name, handle, address, or what one says', async () => {
    const people = [
      account(1, '林晓'),
      account(2, '林晓', { platform: 'telegram' }),
      account(3, '欧阳修-杭州'),
      account(4, '欧阳修'),
      account(5, 'Jonathan'),
      account(6, 'jonathon'),
      account(7, 'One', { externalId: 'star_reader' }),
      account(8, 'Two', { externalId: 'Star_Reader', platform: 'discord' }),
      account(9, '甲甲甲'),
      account(10, '乙乙乙'),
      account(11, '丙丙丙'),
    ];
    const claims: Claim[] = [
      { person: id(9), value: 'a@b.example', where: 'attribute' },
      { person: id(10), value: 'A@b.example', where: 'attribute' },
      { person: id(11), value: '@star_reader', where: 'message' },
      { person: id(11), value: '@jonathan', where: 'attribute' },
    ];
    expect((await kinds(people, claims)).toSorted()).toEqual(
      [
        [1, 2, 'same_name'],
        [3, 4, 'similar_name'],
        [5, 6, 'similar_name'],
        [7, 8, 'same_handle'],
        [9, 10, 'same_contact'],
        [5, 11, 'says_so'],
      ].toSorted(),
    );
  });

  it('are nobody where a name is anybody’s, nor accounts of one person', async () => {
    expect(await kinds(Array.from({ length: 30 }, (_, at) => account(at, '小明')))).toEqual([]);
    expect(await kinds([account(1, '林晓'), account(2, '林晓', { person: id(1) })])).toEqual([]);
    expect(await kinds([account(1, '王'), account(2, '王'), account(3, '?!'), account(4, '?!')])).toEqual([]);
  });

  it('grow with the accounts and not with their square: each is compared with few', async () => {
    const people = Array.from({ length: 20_000 }, (_, at) =>
      account(at, `member${at.toString(36)}x${(at * 7919) % 1000}`),
    );
    const compared = vi.fn<(accounts: number) => void>();
    await candidatePairs(people, [], { onCompared: compared });
    const total = compared.mock.calls.reduce((sum, [count]) => sum + count, 0);
    expect(total).toBeGreaterThan(1000);
    expect(total).toBeLessThan(people.length * 20);
  });
});

describe('habits', () => {
  const groups = ['g'];
  const from = 480_000;
  const daily = (hours: number[], days = 60, shift = 0) =>
    Array.from({ length: days }, (_, day) => hours.map((hour) => from + day * 24 + hour + shift)).flat();

  it('alike and never at once speak for one person; seen together again and again against it', () => {
    const evens = daily([8, 9, 20]).filter((_, at) => Math.floor(at / 3) % 2 === 0);
    const odds = daily([8, 9, 20]).filter((_, at) => Math.floor(at / 3) % 2 === 1);
    const one = compareHabits(
      { hours: evens, groups, platforms: ['qq'] },
      { hours: odds, groups, platforms: ['telegram'] },
    );
    expect(one.map(({ kind, points }) => [kind, points])).toEqual([
      ['other_platform', 10],
      ['same_groups', 6],
      ['same_hours', 12],
      ['never_together', 15],
    ]);
    const two = compareHabits(
      { hours: daily([8, 9, 20]), groups: [], platforms: ['qq'] },
      { hours: daily([8, 9, 20]), groups, platforms: ['qq'] },
    );
    expect(two.map(({ kind }) => kind)).toEqual(['same_hours', 'seen_together']);
    expect(scoreOf(two)).toBe(0);
  });

  it('of the quiet say nothing', () => {
    const quiet = { hours: daily([8], 5), groups: [], platforms: ['qq'] };
    expect(compareHabits(quiet, { ...quiet, hours: daily([20], 5) })).toEqual([]);
  });
});
