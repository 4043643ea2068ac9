import { describe, expect, it } from 'vitest';
import { formatAxis, formatChange, formatCount, formatMinutes, formatNumber, formatShare } from './number-format.ts';

describe('formatCount', () => {
  it.each([
    [0, '0', '0'],
    [999, '999', '999'],
    [9999, '9,999', '9,999'],
    [10_000, '1 万', '10k'],
    [12_345, '1.2 万', '12.3k'],
    [999_999, '100 万', '1M'],
    [99_999_999, '1 亿', '100M'],
    [123_456_789, '1.2 亿', '123.5M'],
    [-12_345, '-1.2 万', '-12.3k'],
  ])('writes %d in 万 and in k', (value, zh, en) => {
    expect(formatCount(value, 'zh-CN')).toBe(zh);
    expect(formatCount(value, 'en')).toBe(en);
  });

  it('never writes the unknown as 0', () => {
    for (const value of [null, undefined, Number.NaN]) {
      expect(formatCount(value, 'en')).toBe('—');
      expect(formatNumber(value)).toBe('—');
      expect(formatShare(value)).toBe('—');
      expect(formatChange(value)).toBe('—');
      expect(formatMinutes(value, 'en')).toBe('—');
    }
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0%'],
    [0.0004, '< 0.1%'],
    [0.0123, '1.2%'],
    [0.0994, '9.9%'],
    [0.0997, '10%'],
    [0.5, '50%'],
    [0.994, '99.4%'],
    [0.9999, '99.9%'],
    [1, '100%'],
  ])('writes %d', (value, text) => expect(formatShare(value)).toBe(text));
});

describe('other forms', () => {
  it('signs changes', () => {
    expect([0.034, -0.12, 0.001].map(formatChange)).toEqual(['+3%', '−12%', '±0%']);
  });

  it('chooses the unit of time', () => {
    expect([0.5, 7.42, 35.2, 90, 4320].map((value) => formatMinutes(value, 'en'))).toEqual([
      '30 s',
      '7.4 min',
      '35 min',
      '1.5 h',
      '3 d',
    ]);
    expect(formatMinutes(90, 'zh-CN')).toBe('1.5 小时');
  });

  it('keeps decimals on an axis only where they are needed', () => {
    expect([0.5, 2, 2000, 20_000].map((value) => formatAxis(value, 'en'))).toEqual(['0.5', '2', '2,000', '20k']);
  });
});
