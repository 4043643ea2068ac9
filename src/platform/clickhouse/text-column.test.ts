import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSink } from './byte-sink.ts';
import { TextColumn } from './text-column.ts';

describe('a text column', () => {
  const rows = fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 200 }), { nil: undefined }), {
    maxLength: 600,
  });

  it('gives each row its text back, and any range as it would be sent', () => {
    fc.assert(
      fc.property(rows, fc.nat(600), fc.nat(600), (texts, one, other) => {
        const column = new TextColumn();
        texts.forEach((text, row) => column.put(row, text));
        texts.forEach((text, row) => {
          expect(column.has(row)).toBe(text !== undefined);
          expect(column.textAt(row)).toBe((text ?? '').toWellFormed());
        });
        const [from, to] = [Math.min(one, other, texts.length), Math.min(Math.max(one, other), texts.length)];
        const there = texts.slice(from, to).filter((text) => text !== undefined);
        const sink = new ByteSink();
        for (const text of there) sink.text(text);
        const range = column.range(from, to, there.length);
        expect(range.length).toBe(there.length);
        expect(Buffer.from(range.bytes)).toEqual(sink.flush());
      }),
      { numRuns: 60 },
    );
  });

  it('goes on from where it was cut', () => {
    const column = new TextColumn();
    for (const [row, text] of ['one', 'two', 'three'].entries()) column.put(row, text);
    column.cut(1);
    column.put(1, '二');
    column.put(2, undefined);
    expect([0, 1, 2].map((row) => column.textAt(row))).toEqual(['one', '二', '']);
    column.cut(0);
    expect(column.size).toBe(0);
  });
});
