import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfEach, isCurrency, minorDigits, moneyText, parseMoney } from './money.ts';

describe('money', () => {
  it('knows currencies and their digits', () => {
    expect(['CNY', 'JPY', 'KWD', 'USD'].map((code) => [isCurrency(code), minorDigits(code)])).toEqual([
      [true, 2],
      [true, 0],
      [true, 3],
      [true, 2],
    ]);
    expect(isCurrency('ABC')).toBe(false);
  });

  it.each([
    ['12', 'CNY', 1200],
    ['12.5', 'CNY', 1250],
    ['1,234.56', 'CNY', 123_456],
    ['1，234', 'JPY', 1234],
    ['-0.01', 'CNY', -1],
    ['−3', 'CNY', -300],
    ['0', 'CNY', 0],
    ['-0', 'CNY', 0],
    ['1.234', 'KWD', 1234],
    ['1.234', 'CNY', undefined],
    ['1.5', 'JPY', undefined],
    ['', 'CNY', undefined],
    ['12元', 'CNY', undefined],
    ['1e3', 'CNY', undefined],
    ['99999999999999999', 'CNY', undefined],
  ])('reads %j as an amount of %s', (text, currency, amount) => {
    expect(parseMoney(text, currency)).toBe(amount);
  });

  it('writes what it reads, to the last digit', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('CNY', 'JPY', 'KWD'), (amount, currency) => {
        expect(parseMoney(moneyText(amount, currency), currency)).toBe(amount + 0);
      }),
    );
    expect(moneyText(5, 'CNY')).toBe('0.05');
    expect(moneyText(-1234, 'CNY')).toBe('-12.34');
  });

  it('shares a cost half up, and never among nobody', () => {
    expect([costOfEach(100, 3), costOfEach(5, 2), costOfEach(0, 4), costOfEach(10, 0)]).toEqual([33, 3, 0, null]);
  });
});
