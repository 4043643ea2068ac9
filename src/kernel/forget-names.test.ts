import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forgetNames } from './forget-names.ts';

const ID = '6f1f6bd4-6f0e-5d5c-8a58-0f6f3d1c2b3a';
const OTHER = '11111111-2222-4333-8444-555555555555';
const forget = forgetNames(new Map([[ID, OTHER]]), ['Annabel', '王小明', 'a.b"c-d', 'Al'], '—');

it('takes ids and names out of texts, keys and values of JSON, in either case', () => {
  expect(forget.in(`Ask ANNABEL (${ID})`)).toBe(`Ask — (${OTHER})`);
  expect(forget.in({ [ID]: ['王小明的小号', { q: 'a.b"c-d' }], n: 3, none: null })).toEqual({
    [OTHER]: ['—的小号', { q: '—' }],
    n: 3,
    none: null,
  });
});

it('leaves short names, parts of words and everything else as they are', () => {
  const value = { a: 'Al went', b: 'Annabella', c: ['a.b.c-d'] };
  expect(forget.in(value)).toBe(value);
  fc.assert(fc.property(fc.jsonValue(), (json) => forgetNames(new Map(), ['Al'], '—').in(json) === json));
});

it('finds rows by patterns that also match JSON text and escape what means something to LIKE', () => {
  expect(forget.patterns).toContain('%a.b\\\\"c-d%');
  expect(forgetNames(new Map(), ['100%_sure'], '—').patterns).toEqual([String.raw`%100\%\_sure%`]);
});
