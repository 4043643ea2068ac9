import { type Options, parse } from 'csv-parse/sync';
import { BadInput } from '#kernel/errors.ts';

/** The longest code, the most of one file, and the largest file. */
export const CODE_LIMITS = { length: 200, codes: 100_000, bytes: 8 * 2 ** 20 } as const;

const HEADINGS = ['code', 'codes', 'coupon', 'coupon code', 'voucher', '券码', '兑换码', '优惠码', '卡密', '编码'];

export type CodeFault = { line: number; why: 'empty' | 'too_long' | 'control' };
export type CodeList = { lines: number; codes: string[]; repeated: number; refused: CodeFault[] };

type Line = { fields: string[]; line: number };

/**
 * The codes of a CSV file: its first column, in order, each once; a heading is left out. UTF-8, else GB18030, which
 * spreadsheets in China write. Throws BadInput for what is no CSV, holds nothing or too much.
 */
export function readCodes(content: Buffer): CodeList {
  const rows = parseLines(decode(content));
  const first = rows[0]?.fields[0]?.trim().toLowerCase();
  const data = first !== undefined && HEADINGS.includes(first) ? rows.slice(1) : rows;
  if (data.length === 0) throw new BadInput('the file has no codes', [{ where: '/body', what: 'holds no codes' }]);
  if (data.length > CODE_LIMITS.codes)
    throw new BadInput(`at most ${CODE_LIMITS.codes} codes at once`, [{ where: '/body', what: 'holds more' }]);
  const codes = new Set<string>();
  const refused: CodeFault[] = [];
  let repeated = 0;
  for (const { fields, line } of data) {
    // Spreadsheets write an apostrophe before what they would take for a formula.
    const code = (fields[0] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
    const why = faultOf(code);
    if (why) refused.push({ line, why });
    else if (codes.has(code)) repeated++;
    else codes.add(code);
  }
  return { lines: data.length, codes: [...codes], repeated, refused };
}

const faultOf = (code: string): CodeFault['why'] | undefined =>
  code === '' ? 'empty' : code.length > CODE_LIMITS.length ? 'too_long' : /\p{Cc}/u.test(code) ? 'control' : undefined;

function decode(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('gb18030').decode(content);
  }
}

function parseLines(text: string): Line[] {
  const onRecord = (fields: string[], { lines }: { lines: number }): Line => ({ fields, line: lines });
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      delimiter: [',', ';', '\t'],
      on_record: onRecord as unknown as NonNullable<Options['on_record']>,
    }) as unknown as Line[];
  } catch (error) {
    throw new BadInput(`the file is no CSV: ${(error as Error).message}`, [{ where: '/body', what: 'is no CSV' }]);
  }
}
