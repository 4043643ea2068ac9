import { dayOf, formatDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { derivedId } from '#kernel/ids.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Ambiguity, Preview, SheetMapping, SkipReason } from '../contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import { type Head, readHead } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { readCsv } from '../shared/csv-rows.ts';
import { orderAmbiguity, zoneAmbiguity, DateOrderEvidence } from '../shared/date-order.ts';
import { best } from '../shared/entries.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { parseNumericDate } from '../shared/numeric-date.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { parseWallTime } from '../shared/wall-time.ts';
import { attendeeOf, isAbsent } from './attendee-key.ts';
import { isForeign } from './sheet-columns.ts';
import { checkSheetMapping, readSheetTable, type SheetTable } from './sheet-table.ts';

const PLATFORM = 'offline';
const DEFAULT_TIME = '12:00';

/**
 * Who was there: a table saved from a spreadsheet, one row a person (and a session). Each row that signed in becomes one
 * `attend` event of an account of the platform "offline"; its id is made of group, day, session and person, so that a
 * sheet read again, or one with the same people, changes nothing.
 */
export const signInSheetImporter: Importer = {
  id: 'sign-in-sheet',
  label: { zh: '签到表', en: 'Sign-in sheet' },
  detect: ({ heads, names }) => (names.length === 1 ? best(heads, score) : NOT_MINE),
  preview: previewSheet,
  read: readSheet,
};

function score({ name, text }: Head): Confidence {
  if (!/\.(csv|tsv|txt)$/i.test(name) || text.trim() === '') return NOT_MINE;
  const { head, mapping, known } = readSheetTable(withoutMark(text), name, {});
  if (known < 2 || isForeign(head)) return NOT_MINE;
  const who = [mapping.name, mapping.contact, mapping.id].filter((column) => column !== undefined).length;
  const said = /签到|签名|出席|sign.?in|attend/i.test(`${name} ${text.slice(0, 400)}`);
  if (who === 0 || !(said || (mapping.name !== undefined && who > 1))) return NOT_MINE;
  return { score: said ? 0.8 : 0.65, because: `a table of people with the columns ${head.filter(Boolean).join(', ')}` };
}

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

async function tableOf(file: ExportFile, settings: ReadSettings): Promise<SheetTable> {
  const { name } = file.entries[0]!;
  const head = readHead(name, await file.head(name), settings.encoding);
  if (head.problem !== undefined) throw head.problem;
  return readSheetTable(withoutMark(head.text), file.name, settings);
}

async function previewSheet(file: ExportFile, settings: ReadSettings): Promise<Preview> {
  const table = await tableOf(file, settings);
  const { columns, mapping, day, headRow } = table;
  const sheet = { columns, mapping, day, headRow };
  const ambiguities = choicesOf(table, settings);
  try {
    return await previewByReading(signInSheetImporter, file, settings, { sheet, ambiguities });
  } catch (error) {
    if (!(error instanceof BadInput) || error.code !== 'mapping_needed') throw error;
    return {
      format: signInSheetImporter.id,
      events: [],
      read: 0,
      complete: false,
      groups: [],
      kinds: {},
      skipped: [],
      warnings: [],
      sheet,
      ambiguities: [{ option: 'sheet', required: true, evidence: error.message }],
    };
  }
}

function choicesOf({ columns, mapping, day }: SheetTable, settings: ReadSettings): Ambiguity[] {
  const samples = columns.find(({ name }) => name === mapping.date)?.samples ?? [];
  const choices: Ambiguity[] = [zoneAmbiguity(settings.timezone ?? new WallClock().zone, 'a sheet names no zone')];
  if (settings.group === undefined)
    choices.push({ option: 'group', required: true, evidence: 'which group met is not in the sheet' });
  if (samples.length === 0 && settings.sheet?.day === undefined && day === null)
    choices.push({ option: 'sheet', required: true, evidence: 'the sheet does not say which day it is of' });
  if (settings.dateOrder === undefined) {
    const evidence = new DateOrderEvidence();
    const dates = samples
      .map((value) => parseNumericDate(value.split(/[\sT]/, 1)[0]!))
      .filter((date) => date !== undefined && date[0] < 1000);
    for (const date of dates) evidence.add(date!);
    if (dates.length > 0) choices.push(...orderAmbiguity(evidence.verdict()));
  }
  return choices;
}

async function* readSheet(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const table = await tableOf(file, settings);
  checkSheetMapping(table);
  const shaper = new EventShaper(settings, sink, PLATFORM);
  const sheet = new SheetRows(table, settings);
  for await (const entry of file.walk((name) => name === file.entries[0]!.name)) {
    let row = -1;
    for await (const { fields, line } of readCsv(entry.bytes, entry.name, table.delimiter, settings.encoding)) {
      if (fields.every((cell) => cell.trim() === '')) continue;
      row++;
      if (row <= table.headRow) continue;
      const draft = sheet.read(fields);
      const event = typeof draft === 'string' ? void sink.skipped(line, draft) : shaper.take(draft, line);
      if (event) yield event;
    }
  }
}

/** Makes events of the rows below the head. */
class SheetRows {
  readonly #settings: ReadSettings;
  readonly #clock: WallClock;
  readonly #day: string | null;
  readonly #columns: Partial<Record<keyof SheetMapping, number>> = {};
  readonly #width: number;
  readonly #signed = new Set<string>();

  constructor({ head, mapping, day }: SheetTable, settings: ReadSettings) {
    this.#settings = settings;
    this.#clock = new WallClock(settings.timezone);
    this.#day = settings.sheet?.day ?? day;
    this.#width = head.length;
    for (const [field, name] of Object.entries(mapping))
      if (name !== undefined) this.#columns[field as keyof SheetMapping] = head.indexOf(name);
  }

  /** The event of a row, or why it gives none. */
  read(fields: readonly string[]): Draft | SkipReason {
    if (fields.slice(this.#width).some((cell) => cell.trim() !== '')) return 'bad_row';
    const get = (field: keyof SheetMapping): string => fields[this.#columns[field] ?? -1]?.trim() ?? '';
    const who = attendeeOf({ id: get('id'), contact: get('contact'), name: get('name') });
    if (!who) return 'missing_member';
    if (this.#columns.signed !== undefined && isAbsent(get('signed'))) return 'not_signed';
    const at = this.#timeOf(get('date'));
    if (at === undefined) return 'missing_date';
    if (Number.isNaN(at)) return 'bad_date';
    const session = get('session') || this.#settings.sheet?.session || '';
    const group = this.#settings.group ?? '';
    const occasion = derivedId('occasion', group, formatDay(dayOf(at, this.#clock.zone)), session);
    const id = derivedId('sign-in', occasion, who.key);
    if (this.#signed.has(id)) return 'signed_twice';
    this.#signed.add(id);
    return {
      id,
      group,
      member: who.key,
      name: who.name,
      kind: 'attend',
      at,
      thread: occasion,
      ...(session && { session: session.slice(0, 400) }),
    };
  }

  /** When a row was signed: what it says, its day at the time when sessions begin, or that of the sheet. */
  #timeOf(written: string): number | undefined {
    const text = written || this.#day;
    if (!text) return undefined;
    const dateOnly = parseNumericDate(text) !== undefined;
    const whole = dateOnly ? `${text} ${this.#settings.sheet?.time ?? DEFAULT_TIME}` : text;
    return parseWallTime(whole, this.#clock, { order: this.#settings.dateOrder });
  }
}
