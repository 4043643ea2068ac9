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

  it('are taken from one step before to one step after, and say which step they are of', () => {
    const now = 1_700_000_010_000;
    const step = Math.floor(now / 30_000);
    for (const [shift, found] of [
      [-60, undefined],
      [-30, step - 1],
      [0, step],
      [30, step + 1],
      [60, undefined],
    ] as const)
      expect(stepOfCode(secret, codeAt(secret, now + shift * 1000), now)).toBe(found);
    for (const wrong of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(stepOfCode(secret, wrong, now)).toBe(undefined);
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
