import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findProofCode, newProofCode, proofCodeHash } from './proof-code.ts';

describe('codes that prove an account', () => {
  it('are found however somebody types them', () => {
    const code = newProofCode();
    expect(code).toMatch(/^QL-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    const plain = code.replaceAll('-', '');
    for (const written of [
      code,
      code.toLowerCase(),
      plain,
      `我的码是${code}，谢谢`,
      code.replaceAll('-', '—'),
      code.replaceAll('-', ' '),
    ])
      expect(findProofCode(written)).toBe(code);
    expect(findProofCode('QL-０００Ｏ-1lIo')).toBe('QL-0000-1110');
  });

  it('are not found in what is none', () => {
    for (const text of ['', 'QL-7K3', 'SQL-7K3M-9PXT', 'QL-7K3M-9PXTZ', 'QL-7U3M-9PXT', 'mysql 12345678'])
      expect(findProofCode(text)).toBeUndefined();
  });

  it('use the whole alphabet, and are kept as hashes', () => {
    const letters = new Set(Array.from({ length: 400 }, () => newProofCode().slice(3).replaceAll('-', '')).join(''));
    expect(letters.size).toBe(32);
    expect(proofCodeHash('QL-0000-0000')).toHaveLength(32);
    fc.assert(
      fc.property(fc.array(fc.nat(31), { minLength: 8, maxLength: 8 }), (numbers) => {
        let at = 0;
        const code = newProofCode(() => numbers[at++]!);
        expect(findProofCode(`a ${code}.`)).toBe(code);
      }),
    );
  });
});
