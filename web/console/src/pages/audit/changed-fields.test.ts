import { describe, expect, it } from 'vitest';
import { showValue } from './changed-fields.tsx';

describe('a value of the audit trail', () => {
  it('reads as a person would write it', () => {
    expect(showValue(['新人', '常客'])).toBe('新人, 常客');
    expect([showValue(null), showValue([]), showValue(''), showValue(undefined)]).toEqual(['–', '–', '–', '–']);
    expect(showValue({ a: 1, b: ['x'] })).toBe('{ "a": 1, "b": [ "x" ] }');
    expect([showValue(0), showValue(false)]).toEqual(['0', 'false']);
  });
});
