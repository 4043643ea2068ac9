import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine, plainCell } from './csv-line.ts';

it('quotes what needs it and keeps numbers as they are', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'two\nlines', -1.5, null])).toBe('a,"b,c","d""e","two\nlines",-1.5,\r\n');
});

it('lets no text begin as a formula, in half or full width, after spaces, or inside quotes', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '＝1', '＋1', '－1', '＠x', '|calc', '%0a=1']) {
    expect(csvLine([text]), text).toMatch(/^"?'/);
  }
  expect(csvLine(['=HYPERLINK("http://a")'])).toBe(`"'=HYPERLINK(""http://a"")"\r\n`);
});

it('is read back as what was written, for any text that is no formula', () => {
  assert(
    property(string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      const line = csvLine([text, 'end']);
      const cell = line.startsWith('"')
        ? line.slice(1, line.lastIndexOf('",end')).replaceAll('""', '"')
        : line.slice(0, line.lastIndexOf(',end'));
      expect(cell === text || cell === `'${text}`).toBe(true);
      if (!text.startsWith("'")) expect(plainCell(cell)).toBe(text);
    }),
  );
});
