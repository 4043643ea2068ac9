export { csvLine, plainCell } from './csv-line.ts';
export { csvTable } from './csv-table.ts';
