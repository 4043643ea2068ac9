import {
  inScope,
  p,
  rewritePartition,
  sql,
  type EventEngine,
  type Scope,
  type Sql,
} from '#platform/clickhouse/index.ts';
import type { ErasurePlan } from './erase-plan.ts';
import { erasureSql, type ErasureSql } from './erase-sql.ts';
import { markDays, nextRevision } from './event-log-store.ts';
import { currentDays } from './roll-up-reads.ts';
import { rollUp } from './roll-up.ts';
import type { Turn } from './write-events.ts';

/** Tables of the log that an erasure writes anew; for `purgeOldParts`. */
export const ERASED_TABLES: readonly string[] = [
  'event_texts',
  'event_versions',
  'event_sightings',
  'name_sightings',
  'source_names',
  'renames',
  'bot_accounts',
  'orphans',
  'member_days',
  'tie_gains',
  'persona_maps',
  'persona_spans',
  'events',
  'asked_ids',
];

/** What stands for the name of somebody who was erased. */
export const ERASED_NAME = '—';

/**
 * Takes a person out of the event log: account ids become random tombstones and ids of their events random ones,
 * wherever they stand; texts, names and unknown fields go; every figure stays, because all else does. The table of
 * events comes last: until it is done, what is theirs can be told; after it, all of this changes nothing. Nobody else
 * writes to the community meanwhile (`turn`).
 */
export async function eraseEvents(
  engine: EventEngine,
  scope: Scope,
  plan: ErasurePlan,
  { turn }: { turn: Turn },
): Promise<void> {
  const erasing = erasureSql(scope, plan);
  const rewrite = (table: string, select: Sql) => rewritePartition(engine, scope, { table, select });
  await turn(async () => {
    await rewrite('event_texts', textsOf(scope, erasing));
    await rewrite('event_versions', rowsOf(scope, erasing, sql`event_versions`, { texts: true }));
    for (const [table, select] of listsOf(scope, erasing)) await rewrite(table, select);
    await rewrite('source_names', namesOf(scope, erasing, plan));
    if (!plan.renamed) {
      await rewrite('member_days', memberDaysOf(scope, erasing));
      await rewrite('tie_gains', tieGainsOf(scope, erasing));
    }
    await rewrite('renames', renamesOf(scope, erasing));
    await rewrite('events', rowsOf(scope, erasing, sql`events`, { texts: false }));
    // Ids that were asked for in bulk and left by a crash may be anybody's.
    await engine.command(
      scope,
      'events.erase_asked_ids',
      sql`ALTER TABLE asked_ids DELETE WHERE ${inScope(scope)} SETTINGS mutations_sync = 1`,
    );
  });
  if (plan.renamed) await rollUpAnew(engine, scope, turn);
}

/** Personas come from renames: theirs are others now, so every day is counted anew, and what was counted before goes. */
async function rollUpAnew(engine: EventEngine, scope: Scope, turn: Turn): Promise<void> {
  await turn(async () => {
    const days = await engine.query<{ day_number: number }>(
      scope,
      'events.all_days',
      sql`SELECT DISTINCT toUInt16(day) AS day_number FROM day_marks WHERE ${inScope(scope)}`,
    );
    const numbers = days.map(({ day_number: day }) => Number(day));
    await markDays(engine, scope, numbers, await nextRevision(engine, scope));
  });
  await rollUp(engine, scope, new Set(), { turn });
  await turn(async () => {
    for (const [table, rows] of [
      ['member_days', sql`member_days`],
      ['tie_gains', sql`tie_gains`],
    ] as const)
      await rewritePartition(engine, scope, {
        table,
        select: sql`SELECT * FROM ${rows} WHERE ${inScope(scope)} AND ${currentDays(scope)}`,
      });
    await rewritePartition(engine, scope, {
      table: 'persona_spans',
      select: sql`SELECT * FROM persona_spans WHERE ${inScope(scope)} AND revision =
          (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})`,
    });
  });
}

const textsOf = (scope: Scope, erasing: ErasureSql): Sql =>
  sql`SELECT * REPLACE (${erasing.withoutNames(sql`text`)} AS text) FROM
        (SELECT * FROM event_texts FINAL WHERE ${inScope(scope)} AND event_id NOT IN ${erasing.theirEvents})`;

/** Rows of events: what is theirs under the tombstone, and what points to them or to their events. */
function rowsOf(scope: Scope, erasing: ErasureSql, table: Sql, { texts }: { texts: boolean }): Sql {
  const { isTheirs, areTheirs, tombstone, freshId, theirEvents } = erasing;
  const mentions = sql`if(${areTheirs(sql`mentions`)},
    arrayMap(one -> if(${isTheirs(sql`one`)}, ${tombstone(sql`one`)}, one), mentions), mentions)`;
  const text = texts ? sql`, if(theirs, '', ${erasing.withoutNames(sql`text`)}) AS new_text` : sql``;
  return sql`SELECT * EXCEPT (theirs, their_thread, new_account, new_event, new_reply, new_thread_id, new_thread, new_target,
          new_mentions, new_properties ${texts ? sql`, new_text` : sql``})
        REPLACE (new_account AS account_id, new_event AS event_id, new_reply AS reply_to, new_thread_id AS thread_id,
          new_thread AS thread, new_target AS target, new_mentions AS mentions, new_properties AS properties
          ${texts ? sql`, new_text AS text` : sql``})
      FROM
        (SELECT *,
           event_id IN ${theirEvents} AS theirs,
           if(${isTheirs(sql`account_id`)}, ${tombstone(sql`account_id`)}, account_id) AS new_account,
           if(theirs, ${freshId(sql`event_id`)}, event_id) AS new_event,
           if(reply_to IN ${theirEvents}, ${freshId(sql`reply_to`)}, reply_to) AS new_reply,
           thread_id IN ${theirEvents} AS their_thread,
           if(their_thread, ${freshId(sql`thread_id`)}, thread_id) AS new_thread_id,
           if(their_thread, toString(${freshId(sql`thread_id`)}), thread) AS new_thread,
           if(${isTheirs(sql`target`)}, ${tombstone(sql`target`)}, target) AS new_target,
           ${mentions} AS new_mentions,
           if(theirs, '', properties) AS new_properties
           ${text}
         FROM ${table} FINAL WHERE ${inScope(scope)})`;
}

/** The tables that only list ids. */
function listsOf(scope: Scope, erasing: ErasureSql): [string, Sql][] {
  const { tombstone, freshId, theirEvents, ids, wholeAccounts } = erasing;
  const here = inScope(scope);
  const become = (id: Sql): Sql => sql`if(${id} IN ${ids}, ${tombstone(id)}, ${id})`;
  const event = (id: Sql): Sql => sql`if(${id} IN ${theirEvents}, ${freshId(id)}, ${id})`;
  return [
    ['event_sightings', sql`SELECT * REPLACE (${event(sql`event_id`)} AS event_id) FROM event_sightings WHERE ${here}`],
    ['orphans', sql`SELECT * REPLACE (${event(sql`parent_id`)} AS parent_id) FROM orphans WHERE ${here}`],
    [
      'bot_accounts',
      sql`SELECT * REPLACE (if(account_id IN ${wholeAccounts}, ${tombstone(sql`account_id`)}, account_id) AS account_id)
          FROM bot_accounts WHERE ${here}`,
    ],
    [
      'persona_maps',
      sql`SELECT * REPLACE (${become(sql`persona_id`)} AS persona_id, ${become(sql`member_id`)} AS member_id)
          FROM persona_maps WHERE ${here}`,
    ],
    [
      'name_sightings',
      sql`SELECT * REPLACE (${groupNameOf(erasing)} AS name) FROM name_sightings FINAL WHERE ${here} AND NOT (subject = 'account' AND id IN ${wholeAccounts})`,
    ],
  ];
}

const groupNameOf = ({ groupName }: ErasureSql): Sql => sql`if(subject = 'group', ${groupName(sql`name`)}, name)`;

/** Names of accounts that are somebody else's, too, stay; a tombstone's says that somebody was erased. */
function namesOf(scope: Scope, erasing: ErasureSql, { accounts }: ErasurePlan): Sql {
  const { wholeAccounts } = erasing;
  const here = inScope(scope);
  const becomes = p.uuids(accounts.map((account) => account.becomes));
  const from = p.uuids(accounts.map((account) => account.accountId));
  return sql`SELECT * REPLACE (${groupNameOf(erasing)} AS name) FROM source_names FINAL WHERE ${here} AND NOT (subject = 'account' AND id IN ${wholeAccounts})
      UNION ALL
      SELECT * REPLACE (arrayElement(${becomes}, indexOf(${from}, id)) AS id,
          toString(arrayElement(${becomes}, indexOf(${from}, id))) AS external_id, ${p.string(ERASED_NAME)} AS name,
          0 AS version)
      FROM (SELECT * FROM source_names FINAL WHERE ${here} AND subject = 'account' AND id IN ${from})`;
}

const ofPerson = ({ tombstone, ids }: ErasureSql, id: Sql): Sql => sql`if(${id} IN ${ids}, ${tombstone(id)}, ${id})`;

const memberDaysOf = (scope: Scope, erasing: ErasureSql): Sql =>
  sql`SELECT * REPLACE (${ofPerson(erasing, sql`persona_id`)} AS persona_id) FROM
        (SELECT * FROM member_days WHERE ${inScope(scope)} AND ${currentDays(scope)})`;

const tieGainsOf = (scope: Scope, erasing: ErasureSql): Sql =>
  sql`SELECT * REPLACE (${ofPerson(erasing, sql`giver`)} AS giver, ${ofPerson(erasing, sql`receiver`)} AS receiver,
        if(event_id IN ${erasing.theirEvents}, ${erasing.freshId(sql`event_id`)}, event_id) AS event_id) FROM
        (SELECT * FROM tie_gains WHERE ${inScope(scope)} AND ${currentDays(scope)})`;

function renamesOf(scope: Scope, { isTheirs, tombstone, freshId, theirEvents }: ErasureSql): Sql {
  return sql`SELECT * EXCEPT (new_event, new_from, new_to)
        REPLACE (new_event AS event_id, new_from AS from_account, new_to AS to_account) FROM
        (SELECT *, if(event_id IN ${theirEvents}, ${freshId(sql`event_id`)}, event_id) AS new_event,
           if(${isTheirs(sql`from_account`)}, ${tombstone(sql`from_account`)}, from_account) AS new_from,
           if(${isTheirs(sql`to_account`)}, ${tombstone(sql`to_account`)}, to_account) AS new_to
         FROM renames FINAL WHERE ${inScope(scope)})`;
}
