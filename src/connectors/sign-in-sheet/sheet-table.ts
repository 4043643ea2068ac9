import { BadInput } from '#kernel/errors.ts';
import type { SheetMapping, SheetOptions } from '../contract.ts';
import { type Column, columnsOf } from '../csv/csv-columns.ts';
import { type Delimiter, headRows } from '../shared/csv-rows.ts';
import { parseNumericDate, wallOfDate } from '../shared/numeric-date.ts';
import { findHead, proposeSheetMapping } from './sheet-columns.ts';

/** What the beginning of a sheet shows. `headRow` counts rows that are not blank; -1 where no head was found. */
export type SheetTable = {
  delimiter: Delimiter;
  head: string[];
  headRow: number;
  columns: Column[];
  mapping: SheetMapping;
  day: string | null;
  /** How many columns are called as those of sign-in sheets are. */
  known: number;
};

/** Looks at the beginning of a sheet: how it is separated, where its head is, which column seems to hold what. */
export function readSheetTable(
  text: string,
  fileName: string,
  { delimiter, sheet }: { delimiter?: Delimiter; sheet?: Partial<SheetOptions> },
): SheetTable {
  const candidates = (delimiter ? [delimiter] : ([',', '\t', ';', '|'] as const)).map((one) => {
    const rows = headRows(text, one, 60).filter((row) => row.some((cell) => cell.trim() !== ''));
    const headRow = findHead(rows, sheet?.mapping);
    const head = (rows[headRow] ?? []).map((cell) => cell.trim());
    return { delimiter: one, rows, headRow, head, known: Object.keys(proposeSheetMapping(head)).length };
  });
  const { rows, ...best } = candidates.toSorted((a, b) => b.known - a.known || b.head.length - a.head.length)[0]!;
  const titles = rows.slice(0, Math.max(best.headRow, 0)).flat();
  return {
    ...best,
    columns: best.headRow < 0 ? [] : columnsOf(rows.slice(best.headRow)),
    mapping: sheet?.mapping ?? proposeSheetMapping(best.head),
    day: dayIn([...titles, fileName]),
  };
}

const DATE = /(\d{4})\s?[-_/.年]?\s?(\d{1,2})\s?[-_/.月]?\s?(\d{1,2})/;

/** The first date, year first, in any of the texts. */
function dayIn(texts: readonly string[]): string | null {
  for (const text of texts) {
    const match = DATE.exec(text);
    const date = match && parseNumericDate(match.slice(1).join('-'));
    const wall = date ? wallOfDate(date, 'YMD') : Number.NaN;
    if (!Number.isNaN(wall) && date![0] >= 1990) return new Date(wall).toISOString().slice(0, 10);
  }
  return null;
}

/** Throws BadInput unless the mapping names columns of the sheet and says who signed in. */
export function checkSheetMapping({ headRow, head, mapping }: SheetTable): void {
  const found = `the columns are: ${head.join(', ')}`;
  const faults = Object.entries(mapping)
    .filter(([, name]) => name !== undefined && !head.includes(name))
    .map(([field, name]) => ({ where: `sheet.mapping.${field}`, what: `there is no column ${name}; ${found}` }));
  if (headRow < 0)
    faults.splice(0, faults.length, { where: 'sheet.mapping', what: 'no row holds the names of the columns' });
  else if (mapping.name === undefined && mapping.contact === undefined && mapping.id === undefined)
    faults.push({ where: 'sheet.mapping.name', what: `choose the column of the name, contact or id; ${found}` });
  if (faults.length > 0)
    throw new BadInput(`which column holds what is not clear: ${faults[0]!.what}`, faults, 'mapping_needed');
}
