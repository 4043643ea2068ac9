import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { bar, cut, hanging, pad, plain, table, widthOf, wrap } from './layout.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '9', ' ', '，', '。', '群', '落', 'ー', '📚', '👨‍👩‍👧', 'é', '-', '('),
  maxLength: 80,
});

describe('layout', () => {
  it('counts a Chinese character as two columns', () => {
    expect(widthOf('群落ab')).toBe(6);
    expect(pad('群', 4)).toBe('群  ');
    expect(pad('群', 4, 'right')).toBe('  群');
    expect(cut('群落书友会', 5)).toBe('群落…');
  });

  it('never cuts, pads or wraps beyond the width', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (line, width) => {
        expect(widthOf(cut(line, width))).toBeLessThanOrEqual(width);
        expect(widthOf(pad(line, width))).toBe(width);
        for (const one of wrap(line, width)) expect(widthOf(one)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('loses nothing but spaces in wrapping', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (line, width) => {
        expect(wrap(line, width).join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
      }),
    );
  });

  it('breaks between words and wide characters, not before a closing mark', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('一二三四，五', 8)).toEqual(['一二三', '四，五']);
  });

  it('hangs lines under their lead', () => {
    expect(hanging('1. ', 'one two three four five', 18)).toEqual(['1. one two three', '   four five']);
  });

  it('draws bars from zero in eighths, and shows what is more than nothing', () => {
    expect(bar(0, 10, 8)).toBe('');
    expect(bar(10, 10, 4)).toBe('████');
    expect(bar(0.001, 10, 4)).toBe('▏');
    expect(bar(5, 10, 3)).toBe('█▌');
  });

  it('keeps a table within the width: flexible columns shrink, then the last ones go', () => {
    const columns = [
      { title: 'name', least: 4 },
      { title: 'count', align: 'right' as const },
      { title: 'note', least: 3 },
    ];
    const rows = [
      ['群落书友会总群', '12', 'a rather long note'],
      ['b', '3,456', ''],
    ];
    for (const width of [60, 30, 20, 12, 5])
      for (const line of table(columns, rows, width)) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(table(columns, rows, 60)[1]).toBe('群落书友会总群     12  a rather long note');
  });

  it('takes out what would drive a terminal', () => {
    expect(plain('a\u001B[31mb\nc\u202Ed')).toBe('a [31mb cd');
  });
});
