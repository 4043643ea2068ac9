import type { ColumnMapping, DateOrder, SkipReason } from '../contract.ts';
import type { ReadSettings } from '../importer.ts';
import type { Draft } from '../shared/event-shaper.ts';
import { OrdinalIds } from '../shared/ordinal-ids.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { lacksYear, parseWallTime } from '../shared/wall-time.ts';
import type { Field } from './csv-columns.ts';

const HALF_YEAR = 182 * 86_400_000;

/** Makes events of a table's rows by a mapping. Columns that are not mapped are kept as properties. */
export class CsvEvents {
  readonly #mapping: ColumnMapping;
  readonly #order?: DateOrder;
  readonly #settings: ReadSettings;
  readonly #group: string;
  readonly #clock: WallClock;
  readonly #ids = new OrdinalIds();
  #head?: string[];
  #fields = new Map<Field, number>();
  #others: [name: string, index: number][] = [];
  #year?: number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: { mapping: ColumnMapping; order?: DateOrder; settings: ReadSettings; group: string }) {
    this.#mapping = options.mapping;
    this.#order = options.order;
    this.#settings = options.settings;
    this.#group = options.group;
    this.#clock = new WallClock(options.settings.timezone);
    this.#year = options.settings.year;
  }

  /** The event of a row, why it gives none, or undefined for the first row, which holds the names. */
  row(fields: string[]): Draft | SkipReason | undefined {
    if (!this.#head) {
      this.#setHead(fields.map((name) => name.trim()));
      return undefined;
    }
    if (fields.length !== this.#head.length) return 'bad_row';
    const get = (field: Field): string | undefined => fields[this.#fields.get(field) ?? -1]?.trim() || undefined;
    const written = [get('at'), get('time')].filter((part) => part !== undefined).join(' ');
    if (written === '') return 'missing_date';
    return { ...this.#properties(fields), ...this.#event(get, this.#timeOf(written)) };
  }

  #setHead(head: string[]): void {
    this.#head = head;
    for (const [field, name] of Object.entries(this.#mapping))
      if (name !== undefined) this.#fields.set(field as Field, head.indexOf(name));
    const used = new Set(this.#fields.values());
    this.#others = head.flatMap((name, index): [string, number][] =>
      used.has(index) || name === '' || RESERVED.has(name) ? [] : [[name, index]],
    );
  }

  #properties(fields: readonly string[]): Record<string, string> {
    const properties: Record<string, string> = {};
    for (const [name, index] of this.#others)
      if (fields[index] !== '') properties[name] = fields[index]!.slice(0, 2000);
    return properties;
  }

  #event(get: (field: Field) => string | undefined, at: number): Draft {
    const group = get('group') ?? this.#group;
    const member = get('member');
    const text = get('text');
    const kind = get('kind') ?? 'message';
    const value = get('value')?.replace(/[,，¥￥$€\s]/g, '');
    const replyTo = get('replyTo');
    return {
      id: get('id') ?? this.#ids.next(group, member ?? '', String(at), kind, text ?? '', value ?? ''),
      group,
      groupName: get('groupName'),
      member,
      name: get('name'),
      kind: kind === 'message' && replyTo !== undefined && get('kind') === undefined ? 'reply' : kind,
      at,
      text,
      thread: get('thread'),
      replyTo,
      target: get('target'),
      value: value !== undefined && Number.isFinite(Number(value)) ? Number(value) : undefined,
    };
  }

  /** Without a year, a history that jumps back by more than half of one has passed New Year. */
  #timeOf(written: string): number {
    const style = { order: this.#order, year: this.#year, format: this.#settings.dateFormat };
    const at = parseWallTime(written, this.#clock, style);
    if (this.#year === undefined || Number.isNaN(at) || !lacksYear(written)) return at;
    if (at < this.#last - HALF_YEAR) {
      this.#year++;
      return this.#timeOf(written);
    }
    this.#last = at;
    return at;
  }
}

/** Columns by these names that are not mapped would pass for fields of an event. */
const RESERVED = new Set([
  'id',
  'community',
  'group',
  'member',
  'kind',
  'at',
  'thread',
  'text',
  'replyTo',
  'target',
  'mentions',
  'platform',
  'bot',
  'removed',
  'value',
  'version',
  'name',
  'groupName',
  'position',
  'textCut',
  '__proto__',
]);
