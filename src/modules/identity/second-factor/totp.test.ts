import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32, codeAt, fromBase32, otpauthUri, stepOfCode } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('codes of an authenticator app', () => {
  it('are those of RFC 6238, appendix B (the last six of its eight digits)', () => {
    const vectors: [number, string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ];
    for (const [seconds, code] of vectors) expect(codeAt(secret, seconds * 1000)).toBe(code);
  });

  it('live 30 seconds: as long as the app shows them and no longer, and say which step they are of', () => {
    const step = 56_666_667;
    const begin = step * 30_000;
    const code = codeAt(secret, begin);
    for (const [at, found] of [
      [begin - 1, undefined],
      [begin, step],
      [begin + 29_999, step],
      [begin + 30_000, undefined],
    ] as const)
      expect(stepOfCode(secret, code, at)).toBe(found);
    for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(stepOfCode(secret, wrong, begin)).toBe(undefined);
  });

  it('have secrets that an app reads back', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([...fromBase32(base32(bytes))]).toEqual([...bytes]);
      }),
    );
    expect(otpauthUri('ABC', '林 x@example.com')).toBe(
      'otpauth://totp/Qunluo:%E6%9E%97%20x%40example.com?secret=ABC&issuer=Qunluo',
    );
  });
});
