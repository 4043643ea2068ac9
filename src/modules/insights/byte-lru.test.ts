import { expect, it } from 'vitest';
import { ByteLru } from './byte-lru.ts';

it('keeps what was asked for last within its bytes', () => {
  const lru = new ByteLru<string>(10);
  lru.set('a', 'A', 4);
  lru.set('b', 'B', 4);
  expect(lru.get('a')).toBe('A');
  lru.set('c', 'C', 4);
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual(['A', undefined, 'C']);
  expect(lru.bytes).toBe(8);
});

it('counts a thing that is put again once, and keeps nothing larger than all', () => {
  const lru = new ByteLru<string>(10);
  lru.set('a', 'A', 9);
  lru.set('a', 'A2', 3);
  expect([lru.get('a'), lru.bytes]).toEqual(['A2', 3]);
  lru.set('b', 'B', 11);
  expect([lru.get('a'), lru.get('b'), lru.bytes]).toEqual(['A2', undefined, 3]);
  lru.set('a', 'A3', 11);
  expect([lru.get('a'), lru.bytes]).toEqual([undefined, 0]);
});

it('makes a thing once for everybody who asks meanwhile, and again after a failure', async () => {
  const lru = new ByteLru<string>(10);
  let made = 0;
  const ask = (fails = false) =>
    lru.getOrMake(
      'a',
      async () => {
        made++;
        await Promise.resolve();
        if (fails) throw new Error('lost');
        return 'A';
      },
      () => 4,
    );
  const lost = await Promise.allSettled([ask(true), ask(true)]);
  expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(made).toBe(1);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['A', 'A', 'A']);
  expect([await ask(), made, lru.bytes]).toEqual(['A', 2, 4]);
});
