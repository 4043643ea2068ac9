/** What a spreadsheet would take for a formula, half or full width, or for something else than this cell. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]/u;

/**
 * One line of a CSV file (RFC 4180). Texts that a spreadsheet could run as a formula get an apostrophe before them,
 * which spreadsheets show as the text it is (OWASP, "CSV injection"); numbers stay numbers.
 */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** A cell as it was meant: without the apostrophe that `csvLine` and spreadsheets put before what could be a formula. */
export const plainCell = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
