import { sql, type SelectQueryBuilder } from 'kysely';
import { BadInput } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { AuditEntry, AuditFilter } from '../contract.ts';

type AuditTables = {
  audit_entries: {
    id: string;
    at: Date;
    actor_kind: 'operator' | 'token' | 'member' | 'system';
    actor_id: string | null;
    actor_name: string | null;
    action: string;
    subject_kind: string;
    subject_id: string | null;
    subject_label: string | null;
    community_id: string | null;
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
    erased_at: Date | null;
  };
};
type Query = SelectQueryBuilder<AuditTables, 'audit_entries', object>;

function filtered(query: Query, filter: AuditFilter): Query {
  let chosen = query;
  if (filter.actor) chosen = chosen.where('actor_id', '=', filter.actor);
  if (filter.action) chosen = chosen.where('action', '=', filter.action);
  if (filter.subjectKind) chosen = chosen.where('subject_kind', '=', filter.subjectKind);
  if (filter.subjectId) chosen = chosen.where('subject_id', '=', filter.subjectId);
  if (filter.communityId) chosen = chosen.where('community_id', '=', filter.communityId);
  if (filter.from) chosen = chosen.where('at', '>=', new Date(filter.from));
  if (filter.to) chosen = chosen.where('at', '<', new Date(filter.to));
  return chosen;
}

/**
 * A page of the workspace's audit trail, newest first: ids carry their time, so they are the order and the cursor.
 * @param cursor the id of the last entry of the page before
 */
export async function listAudit(
  tx: Tx,
  filter: AuditFilter,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
  if (cursor !== undefined && !isId(cursor))
    throw new BadInput('the cursor is not one of this list', [{ where: '/query/cursor', what: 'is not a cursor' }]);
  let query = filtered(tx.withTables<AuditTables>().selectFrom('audit_entries'), filter);
  if (cursor) query = query.where('id', '<', cursor);
  const rows = await query
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  return {
    entries: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      action: row.action,
      subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
      communityId: row.community_id,
      before: row.before,
      after: row.after,
      erased: row.erased_at !== null,
    })),
    nextCursor: rows.length > limit ? page.at(-1)!.id : null,
  };
}

/** Who and what there is in the trail to filter by. */
export async function listAuditChoices(tx: Tx): Promise<{
  actors: { id: string; kind: 'operator' | 'token'; name: string }[];
  actions: string[];
  subjectKinds: string[];
}> {
  const db = tx.withTables<AuditTables>();
  const actors = await sql<{ id: string; kind: 'operator' | 'token'; name: string }>`
    SELECT DISTINCT ON (actor_id) actor_id AS id, actor_kind AS kind, coalesce(actor_name, actor_id::text) AS name
    FROM audit_entries WHERE actor_id IS NOT NULL ORDER BY actor_id, id DESC
  `.execute(tx);
  const actions = await db.selectFrom('audit_entries').select('action').distinct().orderBy('action').execute();
  const kinds = await db
    .selectFrom('audit_entries')
    .select('subject_kind')
    .distinct()
    .orderBy('subject_kind')
    .execute();
  return {
    actors: actors.rows.toSorted((a, b) => a.name.localeCompare(b.name)),
    actions: actions.map(({ action }) => action),
    subjectKinds: kinds.map(({ subject_kind: kind }) => kind),
  };
}
