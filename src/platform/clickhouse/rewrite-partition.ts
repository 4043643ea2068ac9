import { setTimeout as sleep } from 'node:timers/promises';
import type { EventEngine } from './event-engine.ts';
import type { Scope } from './scope.ts';
import { inScope, p, sql, Sql } from './sql.ts';

/** A table's name as part of a statement: not everywhere does the engine take it as a parameter. */
function named(table: string): Sql {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new TypeError(`not a table: ${table}`);
  return new Sql([table], [], []);
}

const shadowOf = (scope: Scope, table: string): Sql =>
  named(`rewriting_${table}_${scope.communityId.replaceAll('-', '')}`);

/**
 * Writes a community's partition of a table anew as `select` gives it (all columns, in the table's order; `selects`: one
 * after the other, where all at once need too much memory) and puts it in the place of the old one in one step: readers see the old rows or the new ones. Key columns may change, which a
 * mutation cannot do, and other communities' parts are not touched. Killed anywhere, doing it again is right. Writers of
 * the community must be kept away meanwhile. The replaced parts stay on disk until `purgeOldParts`.
 */
export async function rewritePartition(
  engine: EventEngine,
  scope: Scope,
  { table, ...rows }: { table: string } & ({ select: Sql } | { selects: readonly Sql[] }),
): Promise<void> {
  const shadow = shadowOf(scope, table);
  const original = named(table);
  const scoped = sql`/* ${inScope(scope)} */`;
  const run = (name: string, statement: Sql) => engine.command(scope, name, statement);
  // A try that was killed may have left one.
  await run('rewrite.drop', sql`DROP TABLE IF EXISTS ${shadow} SYNC ${scoped}`);
  await run('rewrite.create', sql`CREATE TABLE ${shadow} AS ${original} ${scoped}`);
  for (const select of 'selects' in rows ? rows.selects : [rows.select])
    await run(`rewrite.fill_${table}`, sql`INSERT INTO ${shadow} ${select}`);
  const whole = p.uuid(scope.communityId);
  const left = await engine.query(scope, 'rewrite.is_empty', sql`SELECT 1 AS there FROM ${shadow} LIMIT 1 ${scoped}`);
  // Out of nothing a partition cannot be replaced.
  await (left.length === 0
    ? run('rewrite.empty', sql`ALTER TABLE ${original} DROP PARTITION ${whole} ${scoped}`)
    : run('rewrite.replace', sql`ALTER TABLE ${original} REPLACE PARTITION ${whole} FROM ${shadow} ${scoped}`));
  await run('rewrite.drop', sql`DROP TABLE IF EXISTS ${shadow} SYNC ${scoped}`);
}

/**
 * Removes the rows of a community that `gone` describes, by writing its partition without them. A mutation would have to go
 * through every part of every community, a tenth of a second each, before the next one may begin: with hundreds of communities
 * they pile up. Writers of the community must be kept away meanwhile. Gives whether there were any.
 */
export async function removeRows(
  engine: EventEngine,
  scope: Scope,
  { table, gone }: { table: string; gone: Sql },
): Promise<boolean> {
  const original = named(table);
  const found = await engine.query(
    scope,
    `remove.find_${table}`,
    sql`SELECT 1 AS there FROM ${original} WHERE ${inScope(scope)} AND ${gone} LIMIT 1`,
  );
  if (found.length === 0) return false;
  const select = sql`SELECT * FROM ${original} WHERE ${inScope(scope)} AND NOT (${gone})`;
  await rewritePartition(engine, scope, { table, select });
  return true;
}

/** How long long-running reads of old parts are waited for. */
const GIVE_UP_MS = 300_000;

/** Parts that a merge replaced are kept so many seconds, because the merged one may not have reached the disk yet. */
const lifetime = (durable: boolean): Sql => (durable ? sql`45` : sql`0`);

/**
 * Waits until no bytes of replaced parts of a community are left on disk: tables keep them for eight minutes otherwise,
 * and longer while a query reads them. Throws when a query still holds them after five minutes. `durable: false`, for
 * tests, does not wait for the disk.
 */
export async function purgeOldParts(
  engine: EventEngine,
  scope: Scope,
  tables: readonly string[],
  { durable = true }: { durable?: boolean } = {},
): Promise<void> {
  const scoped = sql`/* ${inScope(scope)} */`;
  const each = async (name: string, make: (table: Sql) => Sql): Promise<void> => {
    for (const table of tables) await engine.command(scope, name, make(named(table)));
  };
  const deadline = Date.now() + GIVE_UP_MS;
  try {
    await each(
      'purge.hurry',
      (table) => sql`ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = ${lifetime(durable)} ${scoped}`,
    );
    while ((await oldParts(engine, scope, tables)) > 0) {
      if (Date.now() > deadline) throw new Error('parts that were replaced are still being read; trying again later');
      await sleep(durable ? 1000 : 100);
      // Dropping a partition that nobody has makes the table clear what is old.
      await each('purge.nudge', (table) => sql`ALTER TABLE ${table} DROP PARTITION ${p.uuid(NOBODY)} ${scoped}`);
    }
  } finally {
    await each('purge.rest', (table) => sql`ALTER TABLE ${table} RESET SETTING old_parts_lifetime ${scoped}`);
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

async function oldParts(engine: EventEngine, scope: Scope, tables: readonly string[]): Promise<number> {
  const [row] = await engine.query<{ old: number }>(
    scope,
    'purge.old_parts',
    sql`SELECT count() AS old FROM system.parts
        WHERE database = currentDatabase() AND active = 0 AND rows > 0 AND table IN ${p.strings(tables)}
          AND (partition = ${p.string(scope.communityId)} OR table = 'asked_ids') /* ${inScope(scope)} */`,
  );
  return Number(row!.old);
}
