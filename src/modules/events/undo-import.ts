import { NIL_ID } from '#kernel/ids.ts';
import {
  inScope,
  p,
  rewritePartition,
  sql,
  type EventEngine,
  type Scope,
  type Sql,
} from '#platform/clickhouse/index.ts';
import { insertPlaced } from './event-log-inserts.ts';
import { fromRaw, markDays, nextRevision, type RawRow, standingRows, withIds } from './event-log-store.ts';
import type { EventRow } from './event-row.ts';
import { staleDays, type Change } from './stale-days.ts';
import { foldWithout, type Sighting } from './undo-fold.ts';
import type { SourcedRow } from './undo-sightings.ts';
import type { Turn } from './write-events.ts';

/** Beyond so many events every day is computed anew, in place of asking which ones change. */
const ASK_UP_TO = 20_000;

/** Subqueries that an undo is made of; all name the import, and none changes before the last step. */
function undoSql(scope: Scope, importId: string) {
  const id = p.uuid(importId);
  const here = inScope(scope);
  /** Events of which versions were kept whole, and one of them the import's. */
  const versioned = sql`(SELECT event_id FROM event_versions WHERE ${here} AND
      (event_id IN (SELECT event_id FROM event_versions WHERE ${here} AND import_id = ${id})
       OR event_id IN (SELECT event_id FROM event_sightings WHERE ${here} AND import_id = ${id})))`;
  const elsewhere = sql`(SELECT event_id FROM event_sightings WHERE ${here} AND import_id != ${id})`;
  /** Of a row of `events`: that nobody else brought it. */
  const isGone = sql`(import_id = ${id} AND event_id NOT IN ${elsewhere} AND event_id NOT IN ${versioned})`;
  const gone = sql`(SELECT event_id FROM events FINAL WHERE ${here} AND ${isGone})`;
  return { id, here, versioned, elsewhere, isGone, gone };
}
type UndoSql = ReturnType<typeof undoSql>;

export type UndoCounts = {
  /** Events that only this import brought. */
  gone: number;
  /** Events that others brought as well, and that stay; of them, those that fall back to another version. */
  kept: number;
  restored: number;
};

/** What taking an import back would do to the log. */
export async function countUndo(engine: EventEngine, scope: Scope, importId: string): Promise<UndoCounts> {
  const { id, here, isGone } = undoSql(scope, importId);
  const [row] = await engine.query<{ gone: number; own: number }>(
    scope,
    'events.count_undo',
    sql`SELECT countIf(${isGone}) AS gone,
          countIf(import_id = ${id} OR event_id IN (SELECT event_id FROM event_sightings WHERE ${here} AND import_id = ${id})
            OR event_id IN (SELECT event_id FROM event_versions WHERE ${here} AND import_id = ${id})) AS own
        FROM events FINAL WHERE ${here}`,
    { maxSeconds: 600 },
  );
  const restoring = await readRestored(engine, scope, importId);
  const vanishing = restoring.filter(({ after }) => !after).length;
  const gone = Number(row!.gone) + vanishing;
  return { gone, kept: Number(row!.own) - gone, restored: restoring.length - vanishing };
}

type Restored = { before: EventRow | undefined; after: SourcedRow | undefined };

async function readVersions(engine: EventEngine, scope: Scope, importId: string): Promise<SourcedRow[]> {
  const { here, versioned } = undoSql(scope, importId);
  const rows = await engine.query<RawRow & { text: string }>(
    scope,
    'events.versions_to_undo',
    sql`SELECT toUInt16(day) AS day_number, account_id, event_id, version, origin_version,
          toUnixTimestamp64Milli(at) AS at_ms, position, kind, group_id, thread, thread_id, reply_to, target, mentions,
          has_mentions, platform, bot, removed, value, has_value, weight, properties, import_id, text
        FROM event_versions FINAL WHERE ${here} AND event_id IN ${versioned}`,
    { maxSeconds: 600 },
  );
  return rows.map((raw) => ({ ...fromRaw(raw), text: raw.text, importId: raw.import_id }));
}

/** Events of several versions: how they stand, and how they would without the import. */
async function readRestored(engine: EventEngine, scope: Scope, importId: string): Promise<Restored[]> {
  const versions = Map.groupBy(await readVersions(engine, scope, importId), ({ eventId }) => eventId);
  const ids = [...versions.keys()];
  if (ids.length === 0) return [];
  const sightings = await withIds(engine, scope, ids, (list) =>
    engine.query<{ event_id: string; version: number; import_id: string }>(
      scope,
      'events.sightings_of',
      sql`SELECT event_id, version, import_id FROM event_sightings FINAL WHERE ${inScope(scope)} AND event_id IN ${list}`,
    ),
  );
  const seen = new Map<string, Sighting[]>();
  for (const { event_id: id, version, import_id: source } of sightings) {
    const sighting = { version: Number(version), importId: source };
    const some = seen.get(id);
    if (some) some.push(sighting);
    else seen.set(id, [sighting]);
  }
  const standing = await standingRows(engine, scope, ids);
  return ids.map((id) => ({
    before: standing.get(id),
    after: foldWithout(importId, versions.get(id)!, seen.get(id) ?? []),
  }));
}

/** A row that is about to go, as a change: what hangs on it changes as if a moderator had removed it. */
const going = (before: EventRow): Change => ({ before, after: { ...before, removed: 'undone' } });

async function changesOf(
  engine: EventEngine,
  scope: Scope,
  { here, gone }: UndoSql,
  restored: readonly Restored[],
): Promise<Change[] | undefined> {
  const rows = await engine.query<{ event_id: string }>(
    scope,
    'events.ids_to_undo',
    sql`SELECT event_id FROM events FINAL WHERE ${here} AND event_id IN ${gone} LIMIT ${p.uint(ASK_UP_TO + 1)}`,
    { maxSeconds: 600 },
  );
  if (rows.length + restored.length > ASK_UP_TO) return undefined;
  const standing = await standingRows(
    engine,
    scope,
    rows.map((row) => row.event_id),
  );
  const edited = restored.flatMap(({ before, after }) =>
    before ? [after ? { before, after } : going(before)] : after ? [{ before: undefined, after }] : [],
  );
  return [...[...standing.values()].map(going), ...edited];
}

/** Accounts of which only the import said that they are bots. */
async function botsToUndo(
  engine: EventEngine,
  scope: Scope,
  { id, here, versioned, isGone }: UndoSql,
  restored: readonly Restored[],
): Promise<string[]> {
  const rows = await engine.query<{ account_id: string; others: number }>(
    scope,
    'events.bots_to_undo',
    sql`SELECT account_id, countIf(other) AS others FROM
          (SELECT account_id, NOT ${isGone} AND event_id NOT IN ${versioned} AS other FROM events FINAL
           WHERE ${here} AND bot = 1
           UNION ALL
           SELECT account_id, import_id != ${id} AS other FROM event_versions FINAL WHERE ${here} AND bot = 1)
        GROUP BY account_id HAVING others = 0`,
    { maxSeconds: 600 },
  );
  const still = new Set(restored.flatMap(({ after }) => (after?.bot ? [after.accountId] : [])));
  return rows.map((row) => row.account_id).filter((account) => !still.has(account));
}

async function markChanged(
  engine: EventEngine,
  scope: Scope,
  changes: readonly Change[] | undefined,
  bots: readonly string[],
): Promise<void> {
  const revision = await nextRevision(engine, scope);
  if (changes) return markDays(engine, scope, await staleDays(engine, scope, changes, bots), revision);
  const days = await engine.query<{ day_number: number }>(
    scope,
    'events.all_days',
    sql`SELECT DISTINCT toUInt16(day) AS day_number FROM day_marks WHERE ${inScope(scope)}`,
  );
  await markDays(
    engine,
    scope,
    days.map((row) => Number(row.day_number)),
    revision,
  );
}

/**
 * Takes out of the log what only one import brought; events that others brought as well stay, in the version that stands
 * without it. Marks the days that change, for `rollUp`. Whatever is killed when, doing it again is right, as long as
 * `forgetSightings` has not run.
 */
export async function undoImport(engine: EventEngine, scope: Scope, importId: string, turn: Turn): Promise<void> {
  const undo = undoSql(scope, importId);
  const { id, here, versioned, elsewhere, gone, isGone } = undo;
  const rewrite = (table: string, select: Sql) => rewritePartition(engine, scope, { table, select });
  await turn(async () => {
    const restored = await readRestored(engine, scope, importId);
    const bots = await botsToUndo(engine, scope, undo, restored);
    await markChanged(engine, scope, await changesOf(engine, scope, undo, restored), bots);
    if (bots.length > 0)
      await rewrite(
        'bot_accounts',
        sql`SELECT * FROM bot_accounts FINAL WHERE ${here} AND account_id NOT IN ${p.uuids(bots)}`,
      );
    await rewrite('source_names', namesWithout(undo));
    for (const table of ['event_texts', 'renames'] as const)
      await rewrite(
        table,
        sql`SELECT * FROM ${table === 'renames' ? sql`renames` : sql`event_texts`} FINAL
            WHERE ${here} AND event_id NOT IN ${versioned} AND event_id NOT IN ${gone}`,
      );
    await rewrite(
      'events',
      sql`SELECT * EXCEPT (other) REPLACE (if(import_id = ${id}, other, import_id) AS import_id) FROM
            (SELECT events.*, sighted.other AS other FROM
               (SELECT * FROM events FINAL WHERE ${here} AND NOT ${isGone} AND event_id NOT IN ${versioned}) AS events
               ANY LEFT JOIN
               (SELECT event_id, min(import_id) AS other FROM event_sightings
                WHERE ${here} AND event_id IN ${elsewhere} AND import_id != ${id} GROUP BY event_id) AS sighted
               ON sighted.event_id = events.event_id)`,
    );
    await putBack(engine, scope, restored);
  });
}

async function putBack(engine: EventEngine, scope: Scope, restored: readonly Restored[]): Promise<void> {
  const rows = restored.flatMap(({ after }) => (after ? [after] : []));
  for (const [importId, some] of Map.groupBy(rows, (row) => row.importId))
    await insertPlaced(
      engine,
      scope,
      some.map((row) => ({ row })),
      // A token of its own each time: what an earlier try put back may be gone again.
      { importId: importId === NIL_ID ? undefined : importId, token: crypto.randomUUID() },
    );
}

/** Names that the import gave fall back to the best that others gave. */
function namesWithout({ id, here }: UndoSql): Sql {
  const given = sql`(SELECT subject, id FROM name_sightings WHERE ${here} AND import_id = ${id})`;
  return sql`SELECT * FROM source_names FINAL WHERE ${here} AND (subject, id) NOT IN ${given}
      UNION ALL
      SELECT workspace_id, community_id, subject, id, external_id, platform, name, version FROM
        (SELECT * FROM name_sightings FINAL WHERE ${here} AND import_id != ${id} AND (subject, id) IN ${given}
         ORDER BY version DESC, name DESC LIMIT 1 BY subject, id)`;
}

/** Forgets what an import brought besides; the last step of taking it back. */
export async function forgetSightings(engine: EventEngine, scope: Scope, importId: string, turn: Turn): Promise<void> {
  const others = sql`${inScope(scope)} AND import_id != ${p.uuid(importId)}`;
  await turn(async () => {
    for (const [table, select] of [
      ['event_sightings', sql`SELECT * FROM event_sightings FINAL WHERE ${others}`],
      ['event_versions', sql`SELECT * FROM event_versions FINAL WHERE ${others}`],
      ['name_sightings', sql`SELECT * FROM name_sightings FINAL WHERE ${others}`],
    ] as const)
      await rewritePartition(engine, scope, { table, select });
  });
}
