import { expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { asWords, IdIndex, idText, idWords } from './id-index.ts';

it('numbers ids by their first appearance and finds them again, past every growth', () => {
  const ids = Array.from({ length: 5000 }, () => newId());
  const words = idWords([...ids, ...ids]);
  const index = new IdIndex(1);
  ids.forEach((id, row) => expect(index.add(words, row)).toBe(row));
  ids.forEach((id, row) => expect(index.add(words, ids.length + row)).toBe(row));
  expect(index.size).toBe(ids.length);
  expect([index.text(0), index.text(4999), idText(words, 4999)]).toEqual([ids[0], ids[4999], ids[4999]]);
  expect(index.indexOfText(ids[77]!)).toBe(77);
  expect(index.indexOfText(newId())).toBe(-1);
});

it('keeps ids apart that differ in one word only', () => {
  const ids = ['0', '1', '2', '3'].map((digit, k) => {
    const parts = ['00000000', '00000000', '00000000', '00000000'];
    parts[k] = `${digit}0000001`;
    const hex = parts.join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  });
  const index = new IdIndex();
  ids.forEach((_, row) => index.add(idWords(ids), row));
  expect(index.size).toBe(4);
});

it('reads ids that do not begin at a multiple of four bytes', () => {
  const id = newId();
  const bytes = new Uint8Array(17);
  bytes.set(new Uint8Array(idWords([id]).buffer), 1);
  expect(idText(asWords(bytes.subarray(1)), 0)).toBe(id);
});
