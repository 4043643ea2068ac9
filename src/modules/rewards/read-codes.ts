import { BadInput } from '#kernel/errors.ts';
import { csvTable, plainCell } from '#platform/csv/index.ts';

/** The longest code, the most of one file, and the largest file. */
export const CODE_LIMITS = { length: 200, codes: 100_000, bytes: 8 * 2 ** 20 } as const;

const HEADINGS = ['code', 'codes', 'coupon', 'coupon code', 'voucher', '券码', '兑换码', '优惠码', '卡密', '编码'];

export type CodeFault = { line: number; why: 'empty' | 'too_long' | 'control' };
export type CodeList = { lines: number; codes: string[]; repeated: number; refused: CodeFault[] };

/**
 * The codes of a CSV file: its first column, in order, each once; a heading is left out. UTF-8, else GB18030, which
 * spreadsheets in China write. Throws BadInput for what is no CSV, holds nothing or too much.
 */
export function readCodes(content: Buffer): CodeList {
  const rows = csvTable(decode(content), '/body', { loose: true });
  const first = rows[0]?.fields[0]?.trim().toLowerCase();
  const data = first !== undefined && HEADINGS.includes(first) ? rows.slice(1) : rows;
  if (data.length === 0) throw new BadInput('the file has no codes', [{ where: '/body', what: 'holds no codes' }]);
  if (data.length > CODE_LIMITS.codes)
    throw new BadInput(`at most ${CODE_LIMITS.codes} codes at once`, [{ where: '/body', what: 'holds more' }]);
  const codes = new Set<string>();
  const refused: CodeFault[] = [];
  let repeated = 0;
  for (const { fields, line } of data) {
    const code = plainCell((fields[0] ?? '').trim());
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
