import { NIL_ID } from '#kernel/ids.ts';
import { inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { eventColumns } from './event-columns.ts';
import { standingRows, withIds, type KnownVersion } from './event-log-store.ts';
import type { EventRow, SourceName } from './event-row.ts';

/** A row as a source brought it; nil for the live stream. */
export type SourcedRow = EventRow & { importId: string };

type Arrived = { known: ReadonlyMap<string, KnownVersion>; byId: ReadonlyMap<string, readonly EventRow[]> };

/**
 * Writes down what a write brings of events that are there already, before it changes them, so that an import can be
 * taken back: that the source brought them, too; and where versions differ, each version whole. Of the live stream only
 * what touches events of imports. Events that are new need nothing: their row names the import.
 */
export async function recordSightings(
  engine: EventEngine,
  scope: Scope,
  { known, byId }: Arrived,
  importId: string | undefined,
): Promise<void> {
  const source = importId ?? NIL_ID;
  const seen: { event_id: string; version: number; import_id: string }[] = [];
  const versioned = new Map<string, readonly EventRow[]>();
  const doubtful: string[] = [];
  for (const [id, rows] of byId) {
    const there = known.get(id);
    const matters = importId !== undefined || (there?.imported ?? false);
    if (rows.every(({ version }) => version === (there ?? rows[0]!).version)) {
      if (there && matters) seen.push({ event_id: id, version: there.version, import_id: source });
      continue;
    }
    versioned.set(id, rows);
    if (!matters) doubtful.push(id);
  }
  if (seen.length > 0) await engine.insert(scope, 'event_sightings', seen);
  if (versioned.size === 0) return;
  const ids = [...versioned.keys()];
  const recorded = await idsWithVersions(engine, scope, ids);
  for (const id of doubtful) if (!recorded.has(id)) versioned.delete(id);
  const first = [...versioned.keys()].filter((id) => known.has(id) && !recorded.has(id));
  const standing = await standingRows(engine, scope, first);
  await insertVersions(engine, scope, [
    ...standing.values(),
    ...[...versioned.values()].flat().map((row): SourcedRow => ({ ...row, importId: source })),
  ]);
}

async function idsWithVersions(engine: EventEngine, scope: Scope, ids: readonly string[]): Promise<Set<string>> {
  const rows = await withIds(engine, scope, ids, (list) =>
    engine.query<{ event_id: string }>(
      scope,
      'events.ids_with_versions',
      sql`SELECT DISTINCT event_id FROM event_versions WHERE ${inScope(scope)} AND event_id IN ${list}`,
    ),
  );
  return new Set(rows.map((row) => row.event_id));
}

async function insertVersions(engine: EventEngine, scope: Scope, rows: readonly SourcedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = rows.map((row) => {
    const { is_deleted: _, ...rest } = eventColumns(row, row.importId);
    return { ...rest, text: row.text };
  });
  await engine.insert(scope, 'event_versions', columns);
}

/** Writes down what a source called accounts and groups. */
export async function recordNames(
  engine: EventEngine,
  scope: Scope,
  names: Iterable<SourceName>,
  importId: string | undefined,
): Promise<void> {
  const rows = Array.from(names, ({ subject, id, externalId, platform, name, version }) => ({
    subject,
    id,
    import_id: importId ?? NIL_ID,
    external_id: externalId,
    platform,
    name,
    version,
  }));
  if (rows.length > 0) await engine.insert(scope, 'name_sightings', rows);
}
