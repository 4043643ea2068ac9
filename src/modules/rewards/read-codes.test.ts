import { expect, it } from 'vitest';
import { readCodes } from './read-codes.ts';

const codesOf = (text: string) => readCodes(Buffer.from(text)).codes;

it('takes the first column, whatever divides it, with quotes within a code and without a spreadsheet’s apostrophe', () => {
  expect(codesOf('code\nX1;note\nY2,note\nZ3\tnote\n')).toEqual(['X1', 'Y2', 'Z3']);
  expect(codesOf('券码\nAB"C\n5" OFF\n')).toEqual(['AB"C', '5" OFF']);
  expect(codesOf("'=A1\n'plain\n")).toEqual(['=A1', "'plain"]);
});
