import { type Options, parse } from 'csv-parse/sync';
import { BadInput } from '#kernel/errors.ts';

/** A row and the line of the text it ends on. */
export type TableRow = { fields: string[]; line: number };

/**
 * The rows of a small CSV text, the first one too, blank lines left out: commas, or the semicolons or tabs that its first
 * line has. `loose`: any of them on any line, and quotes within a text, as in lists of codes. BadInput at `where` for what
 * is no CSV.
 */
export function csvTable(text: string, where: string, { loose = false }: { loose?: boolean } = {}): TableRow[] {
  const onRecord = (fields: string[], { lines }: { lines: number }): TableRow => ({ fields, line: lines });
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      relax_quotes: loose,
      delimiter: loose ? [',', ';', '\t'] : /^[^\n]*\t/.test(text) ? '\t' : /^[^\n,]*;/.test(text) ? ';' : ',',
      on_record: onRecord as unknown as NonNullable<Options['on_record']>,
    }) as unknown as TableRow[];
  } catch (error) {
    const what = (error as Error).message;
    throw new BadInput(`the file is no CSV: ${what}`, [{ where, what }]);
  }
}
