import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Preview, Skipped, SkipReason } from '../contract.ts';
import { type ExportFile, isTextName } from '../files/export-file.ts';
import { readHead } from '../files/sniff.ts';
import type { Importer, ReadSettings } from '../importer.ts';
import { parseInstant } from './when.ts';

/** Events shown, and events read to tell groups, kinds and dates. */
const SHOWN = 50;
const READ = 5_000;
const PLACES = 20;

/** Counts what was skipped by reason and remembers the first places of each. */
export class SkipTally {
  readonly #reasons = new Map<SkipReason, Skipped>();

  skipped = (where: number | string, reason: SkipReason): void => {
    let found = this.#reasons.get(reason);
    if (!found) this.#reasons.set(reason, (found = { reason, count: 0, where: [] }));
    found.count++;
    if (found.where.length < PLACES) found.where.push(where);
  };

  /** Reasons by falling count. */
  list(): Skipped[] {
    return [...this.#reasons.values()].sort((a, b) => b.count - a.count);
  }
}

/** The preview that every format shares: its own reader, stopped early. Formats add columns, ambiguities and warnings. */
export async function previewByReading(
  importer: Importer,
  file: ExportFile,
  settings: ReadSettings,
  more: Partial<Preview> = {},
): Promise<Preview> {
  const skips = new SkipTally();
  const groups = new Map<string, { id: string; name?: string; events: number }>();
  const communities = new Map<string, number>();
  const kinds: Record<string, number> = {};
  const events: NeutralEvent[] = [];
  let read = 0;
  let complete = true;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for await (const event of importer.read(file, settings, skips)) {
    if (read >= READ) {
      complete = false;
      break;
    }
    read++;
    if (events.length < SHOWN) events.push(event);
    const group = groups.get(event.group) ?? { id: event.group, events: 0 };
    groups.set(event.group, { ...group, name: event.groupName ?? group.name, events: group.events + 1 });
    if (event.community !== undefined) communities.set(event.community, (communities.get(event.community) ?? 0) + 1);
    kinds[event.kind] = (kinds[event.kind] ?? 0) + 1;
    const at = parseInstant(event.at);
    if (at < first) first = at;
    if (at > last) last = at;
  }
  const dates = read > 0 ? { firstAt: new Date(first).toISOString(), lastAt: new Date(last).toISOString() } : {};
  const encoding = await encodingOf(file, settings);
  return {
    format: importer.id,
    events,
    read,
    complete,
    ...dates,
    ...(encoding === undefined ? {} : { encoding }),
    groups: [...groups.values()],
    ...(communities.size > 0 ? { communities: Array.from(communities, ([id, count]) => ({ id, events: count })) } : {}),
    kinds,
    skipped: skips.list(),
    ambiguities: [],
    warnings: [],
    ...more,
  };
}

/** What the first text of an export is encoded in. */
async function encodingOf(file: ExportFile, settings: ReadSettings): Promise<string | undefined> {
  const name = file.entries.map((entry) => entry.name).find(isTextName);
  return name === undefined ? undefined : readHead(name, await file.head(name), settings.encoding).encoding;
}
