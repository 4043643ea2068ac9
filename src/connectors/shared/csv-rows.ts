import { pipeline, Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { brokenAt } from '../files/faults.ts';
import { decodeText } from '../files/encoding.ts';

export type Delimiter = ',' | ';' | '\t' | '|';

/** A row and the line of the file it begins on. */
export type CsvRow = { fields: string[]; line: number };

/** A field of a million characters fits; a quote that is never closed does not take the rest of the file with it unseen. */
const LARGEST_ROW = 16 * 1024 * 1024;

const OPTIONS = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: ['\r\n', '\n'],
  max_record_size: LARGEST_ROW,
};

/** The rows of a CSV file, the first one too, blank lines left out. Throws BadInput naming the line where quoting is broken. */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  where: string,
  delimiter: Delimiter,
  encoding?: string,
): AsyncGenerator<CsvRow> {
  let line = 1;
  // Counted here, as rows are found: the parser's own count takes CRLF within quotes for two lines.
  const onRecord = (fields: string[]): CsvRow => {
    const row = { fields, line };
    line += 1 + fields.reduce((sum, field) => sum + countBreaks(field), 0);
    return row;
  };
  const parser = parse({ ...OPTIONS, delimiter, on_record: onRecord as unknown as NonNullable<Options['on_record']> });
  pipeline(Readable.from(decodeText(bytes, where, encoding)), parser, () => {});
  try {
    for await (const row of parser as AsyncIterable<CsvRow>)
      if (row.fields.length > 1 || row.fields[0] !== '') yield row;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const open = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
    const what = open ? 'a quote that is opened is never closed' : error.message;
    throw brokenAt('broken_csv', `${where}: the CSV is broken: ${what}`, `line ${line}`);
  }
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The first rows of a text that may end in the middle of one. */
export function headRows(text: string, delimiter: Delimiter, most = 30): string[][] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1) || text;
  for (const options of [{}, { quote: null }]) {
    try {
      return parseSync(whole, { ...OPTIONS, ...options, skip_empty_lines: true, delimiter, to: most }) as string[][];
    } catch {
      // A quoted field that the head cuts: read again without quoting.
    }
  }
  return [];
}

/** The delimiter by which the first rows have the same number of columns, and most of them. */
export function detectDelimiter(text: string): Delimiter {
  let found: Delimiter = ',';
  let most = 1;
  for (const delimiter of [',', '\t', ';', '|'] as const) {
    const rows = headRows(text, delimiter);
    const width = rows[0]?.length ?? 0;
    const same = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1);
    if (width * same > most) {
      found = delimiter;
      most = width * same;
    }
  }
  return found;
}
