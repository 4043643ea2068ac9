import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { piecesOf } from './marked-text.tsx';

describe('piecesOf', () => {
  it('cuts a text at its marks', () => {
    expect(piecesOf('有人问星尘吗', [{ from: 3, to: 5, as: 'term' }])).toEqual([
      { text: '有人问', as: [] },
      { text: '星尘', as: ['term'] },
      { text: '吗', as: [] },
    ]);
  });

  it('keeps every character, whatever the marks are', () => {
    const mark = fc.record({ from: fc.nat(30), to: fc.nat(30), as: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.array(mark, { maxLength: 5 }), (text, marks) => {
        expect(
          piecesOf(text, marks)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
