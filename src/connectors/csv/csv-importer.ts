import { basename } from 'node:path';
import { BadInput } from '#kernel/errors.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Ambiguity, ColumnMapping } from '../contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import { type Head, readHead } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { type Delimiter, detectDelimiter, headRows, readCsv } from '../shared/csv-rows.ts';
import { DateOrderEvidence, type OrderVerdict, orderAmbiguity, zoneAmbiguity } from '../shared/date-order.ts';
import { best, placeIn } from '../shared/entries.ts';
import { EventShaper } from '../shared/event-shaper.ts';
import { parseNumericDate } from '../shared/numeric-date.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { lacksYear } from '../shared/wall-time.ts';
import { type Column, columnsOf, proposeMapping } from './csv-columns.ts';
import { CsvEvents } from './csv-events.ts';

/** Any table with a first row of names: the person chooses which column is what, or takes the proposal. */
export const csvImporter: Importer = {
  id: 'csv',
  label: { zh: '通用 CSV（可选列）', en: 'CSV (choose the columns)' },
  detect: ({ heads }) => best(heads, score),
  preview: previewCsv,
  read: readTables,
};

const isTable = (file: ExportFile) => (name: string) => /\.(csv|tsv)$/i.test(name) || file.entries.length === 1;

type Table = { delimiter: Delimiter; columns: Column[]; mapping: Partial<ColumnMapping> };

/** What the beginning of a table shows. */
function tableOf(text: string, settings: Pick<ReadSettings, 'delimiter' | 'mapping'>): Table {
  const delimiter = settings.delimiter ?? detectDelimiter(text);
  const columns = columnsOf(headRows(text, delimiter, 60));
  return { delimiter, columns, mapping: settings.mapping ?? proposeMapping(columns) };
}

async function firstTable(file: ExportFile, settings: ReadSettings): Promise<Table> {
  const name = file.entries.map((entry) => entry.name).find(isTable(file));
  const head = name === undefined ? undefined : readHead(name, await file.head(name), settings.encoding);
  if (head?.problem !== undefined) throw head.problem;
  return tableOf(head?.text.replace(/^\ufeff/, '') ?? '', settings);
}

async function previewCsv(file: ExportFile, settings: ReadSettings) {
  const { columns, mapping } = await firstTable(file, settings);
  const ambiguities: Ambiguity[] = [];
  const more = { columns, mapping, ambiguities };
  if (mapping.member === undefined || mapping.at === undefined) {
    ambiguities.push({
      option: 'mapping',
      required: true,
      choices: columns.map(({ name }) => name),
      evidence: 'no column is plainly the member, or the time',
    });
    return {
      format: csvImporter.id,
      events: [],
      read: 0,
      complete: false,
      groups: [],
      kinds: {},
      skipped: [],
      warnings: [],
      ...more,
    };
  }
  ambiguities.push(...(await choicesOf(file, settings, mapping.at, columns)));
  return previewByReading(csvImporter, file, settings, more);
}

async function choicesOf(
  file: ExportFile,
  settings: ReadSettings,
  at: string,
  columns: readonly Column[],
): Promise<Ambiguity[]> {
  const samples = columns.find(({ name }) => name === at)?.samples ?? [];
  const choices: Ambiguity[] = [
    {
      option: 'platform',
      required: false,
      proposed: settings.platform ?? 'csv',
      evidence: 'accounts of a table have no platform: choose one so that they meet their other histories',
    },
  ];
  if (samples.some((value) => !/([zZ]|[+-]\d{2}:?\d{2}|^\d{9,})$/.test(value)))
    choices.push(zoneAmbiguity(settings.timezone ?? new WallClock().zone, 'times are written without a zone'));
  if (samples.some(lacksYear) && settings.year === undefined)
    choices.push({
      option: 'year',
      required: true,
      proposed: String(new Date(settings.now).getUTCFullYear()),
      evidence: 'dates are written without a year',
    });
  if (settings.dateOrder === undefined && samples.some((value) => /^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}/.test(value)))
    choices.push(...orderAmbiguity(await orderIn(file, settings, at)));
  return choices;
}

/** Looks over the dates of a table for the order they are written in. */
async function orderIn(file: ExportFile, settings: ReadSettings, at: string): Promise<OrderVerdict> {
  const evidence = new DateOrderEvidence();
  for await (const entry of file.walk(isTable(file))) {
    const { delimiter } = await firstTable(file, settings);
    let column = -1;
    for await (const { fields } of readCsv(entry.bytes, entry.name, delimiter, settings.encoding)) {
      if (column < 0) column = fields.findIndex((name) => name.trim() === at);
      const date = parseNumericDate((fields[column] ?? '').split(/[\s,，T]/, 1)[0]!);
      if (date) evidence.add(date);
    }
  }
  return evidence.verdict();
}

async function* readTables(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const { delimiter, columns, mapping } = await firstTable(file, settings);
  const wanted = checkMapping(mapping, columns);
  const numeric = columns
    .find(({ name }) => name === wanted.at)
    ?.samples.some((value) => /^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}/.test(value));
  const order = settings.dateOrder ?? (numeric ? (await orderIn(file, settings, wanted.at)).order : undefined);
  const shaper = new EventShaper(settings, sink, 'csv');
  for await (const entry of file.walk(isTable(file))) {
    const place = placeIn(file, entry.name);
    const table = new CsvEvents({
      mapping: wanted,
      order,
      settings,
      group: file.entries.length > 1 ? basename(entry.name).replace(/\.\w+$/, '') : '',
    });
    for await (const { fields, line } of readCsv(entry.bytes, entry.name, delimiter, settings.encoding)) {
      const draft = table.row(fields);
      const event =
        typeof draft === 'string' ? void sink.skipped(place(line), draft) : draft && shaper.take(draft, place(line));
      if (event) yield event;
    }
  }
}

function checkMapping(mapping: Partial<ColumnMapping>, columns: readonly Column[]): ColumnMapping {
  const names = columns.map(({ name }) => name);
  const found = `the columns are: ${names.join(', ')}`;
  const faults = Object.entries(mapping)
    .filter(([, name]) => name !== undefined && !names.includes(name))
    .map(([field, name]) => ({ where: `mapping.${field}`, what: `there is no column ${name}; ${found}` }));
  if (mapping.member === undefined)
    faults.push({ where: 'mapping.member', what: `choose the column of the member; ${found}` });
  if (mapping.at === undefined) faults.push({ where: 'mapping.at', what: `choose the column of the time; ${found}` });
  if (faults.length > 0)
    throw new BadInput(`which column holds what is not clear: ${faults[0]!.what}`, faults, 'mapping_needed');
  return mapping as ColumnMapping;
}

function score({ name, text }: Head): Confidence {
  const plain = text.replace(/^\ufeff/, '');
  if (/^\s*[[{]/.test(plain) || plain.trim() === '') return NOT_MINE;
  const { columns, mapping, delimiter } = tableOf(plain, {});
  if (columns.length < 2) return NOT_MINE;
  const known = Object.keys(mapping).length;
  const named = /\.(csv|tsv)$/i.test(name);
  if (mapping.member !== undefined && mapping.at !== undefined)
    return {
      score: named ? 0.6 : 0.4,
      because: `a table with columns for member and time, separated by ${JSON.stringify(delimiter)}`,
    };
  return named
    ? { score: 0.25 + Math.min(known, 4) * 0.03, because: 'a table whose columns have to be chosen' }
    : NOT_MINE;
}
