import { sql as pgSql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { countErasure, erasureSql, type ErasurePlan } from '#modules/events/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { readSaidOf } from '#modules/members/index.ts';
import { pointsRecordOf } from '#modules/points/index.ts';
import { memberParams } from '#modules/members/contract.ts';
import { grantScope, inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { type Route, route, zip, type ZipEntry } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { planFor } from './erase-member.ts';
import type { Services } from './services.ts';

type Parts = Pick<Services, 'database' | 'engine' | 'clock'>;

const EVENT_COLUMNS = [
  'at',
  'kind',
  'platform',
  'group_id',
  'group_name',
  'text',
  'thread',
  'reply_to',
  'target',
  'value',
  'properties',
  'removed',
  'event_id',
  'account_id',
] as const;
type EventLine = Record<(typeof EVENT_COLUMNS)[number], string | number | null>;

/** What the log has of a person, in order: every event with its text. */
async function eventsOf(engine: EventEngine, scope: Scope, plan: ErasurePlan): Promise<EventLine[]> {
  const { isTheirs, theirEvents } = erasureSql(scope, plan);
  const here = inScope(scope);
  const rows = engine.stream<EventLine>(
    scope,
    'events.of_person',
    sql`SELECT toString(events.at) AS at, events.kind AS kind, events.platform AS platform, events.group_id AS group_id,
          named.name AS group_name, said.text AS text, events.thread AS thread, events.reply_to AS reply_to,
          events.target AS target, if(events.has_value = 1, events.value, NULL) AS value, events.properties AS properties,
          events.removed AS removed, events.event_id AS event_id, events.account_id AS account_id
        FROM (SELECT * FROM events FINAL WHERE ${here} AND ${isTheirs(sql`account_id`)}) AS events
        LEFT JOIN (SELECT event_id, text FROM event_texts FINAL WHERE ${here} AND event_id IN ${theirEvents}) AS said
          ON said.event_id = events.event_id
        LEFT JOIN (SELECT id, name FROM source_names FINAL WHERE ${here} AND subject = 'group') AS named
          ON named.id = events.group_id
        ORDER BY events.at, events.position`,
    { maxSeconds: 600 },
  );
  const all: EventLine[] = [];
  for await (const some of rows) for (const row of some) all.push(row);
  return all;
}

/** A cell that no spreadsheet takes for a formula. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csv = (columns: readonly string[], rows: readonly Record<string, unknown>[]): string =>
  `\uFEFF${[columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) =>
      cells.map((one) => cell(typeof one === 'number' ? one : one == null ? null : String(one))).join(','),
    )
    .join('\r\n')}\r\n`;

/**
 * What operators write for each other and suspect: handed out by them where the law asks for it, and not by a tap of the
 * member, who was promised by nobody to see it.
 */
const OPERATORS_OWN = new Set(['member_notes', 'merge_suggestions', 'introductions', 'point_suspicions']);

/** Rows without what only secrets are compared with. */
const withoutHashes = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !column.endsWith('_hash'))));

/** What members' keys lead to, and what moved in their accounts of points, which stand between. */
async function readAll(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
): Promise<Record<string, Record<string, unknown>[]>> {
  const points = await pointsRecordOf(tx, ids);
  return { ...(await readSaidOf(tx, communityId, ids)), ...(points.length > 0 && { point_transactions: points }) };
}

/**
 * Everything held about a person, as the files of an archive; with `byMember`, without what operators wrote for each other
 * and the trail of what they did. NotFound where neither store knows the member.
 */
export async function exportMember(
  { database, engine, clock }: Parts,
  scope: Scope,
  memberId: string,
  { byMember = false }: { byMember?: boolean } = {},
): Promise<ZipEntry[]> {
  const plan = await planFor({ database, engine }, scope, memberId);
  const ids = [...new Set([...Object.keys(plan.ids), ...plan.shared])];
  const { said, audit } = await database.inWorkspace(scope.workspaceId, async (tx) => ({
    said: await readAll(tx, scope.communityId, ids),
    audit: (
      await pgSql<Record<string, unknown>>`
        SELECT at, action, subject_label, before, after FROM audit_entries
        WHERE community_id = ${scope.communityId} AND subject_id = ANY(${ids}::text[]) ORDER BY at, id
      `.execute(tx)
    ).rows,
  }));
  const counts = await countErasure(engine, scope, plan);
  const accounts = said['accounts'] ?? [];
  if (accounts.length === 0 && counts.events === 0) throw new NotFound('the member');
  const events = await eventsOf(engine, scope, plan);
  const standing = await engine.query(
    scope,
    'insights.states_of_person',
    sql`SELECT * EXCEPT (workspace_id, community_id) FROM member_states WHERE ${inScope(scope)} AND member_id IN ${p.uuids(ids)}
        ORDER BY evaluation_id, member_id`,
  );
  const network = await engine.query(
    scope,
    'insights.network_of_person',
    sql`SELECT * EXCEPT (workspace_id, community_id) FROM network_members WHERE ${inScope(scope)} AND member_id IN ${p.uuids(ids)}
        ORDER BY evaluation_id, member_id`,
  );
  const about = {
    exportedAt: new Date(clock.now()).toISOString(),
    memberId,
    ids,
    counts,
    said: Object.fromEntries(
      Object.entries(said)
        .filter(([table]) => !(byMember && OPERATORS_OWN.has(table)))
        .map(([table, rows]) => [table, withoutHashes(rows)]),
    ),
    standing,
    network,
    ...(!byMember && { audit }),
  };
  return [
    { name: 'member.json', content: JSON.stringify(about, null, 2) },
    { name: 'events.json', content: JSON.stringify(events, null, 1) },
    { name: 'events.csv', content: csv(EVENT_COLUMNS, events) },
    { name: 'accounts.csv', content: csv(['platform', 'external_id', 'name', 'first_at', 'id'], accounts) },
  ];
}

/** Handing out what is held about a person. */
export function exportMemberRoutes(parts: Parts): Route[] {
  const { database } = parts;
  return [
    route({
      id: 'members.export-person',
      method: 'GET',
      path: '/api/v1/communities/:communityId/members/:memberId/export',
      summary: 'Everything held about a member, as a ZIP of JSON and CSV',
      params: memberParams,
      reply: 'stream',
      async handle({ caller, params, response }) {
        const { id: communityId } = await database.inWorkspace(caller.workspaceId, (tx) =>
          getCommunity(tx, params.communityId),
        );
        const entries = await exportMember(parts, grantScope(caller.workspaceId, communityId), params.memberId);
        await database.inWorkspace(caller.workspaceId, (tx) =>
          recordChange(tx, caller, {
            action: 'members.export-person',
            subject: { kind: 'member', id: params.memberId },
            communityId,
          }),
        );
        return response
          .header('content-type', 'application/zip')
          .header('content-disposition', `attachment; filename="member-${params.memberId}.zip"`)
          .header('cache-control', 'no-store')
          .send(zip(entries));
      },
    }),
  ];
}
