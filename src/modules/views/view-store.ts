import { sql } from 'kysely';
import { Forbidden, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { SavedView } from './contract.ts';

type Row = Pick<SavedView, 'id' | 'page' | 'name' | 'query' | 'shared'> & { ownerId: string | null };

const COLUMNS = sql`id, page, name, query, shared, owner_id AS "ownerId"`;

async function present(tx: Tx, rows: readonly Row[], askedBy: string | undefined): Promise<SavedView[]> {
  const names = await operatorNames(
    tx,
    rows.map(({ ownerId }) => ownerId),
  );
  return rows.map(({ ownerId, ...row }) => ({
    ...row,
    own: ownerId !== null && ownerId === askedBy,
    madeBy: ownerId === null ? null : (names.get(ownerId) ?? null),
  }));
}

/** The views of a page that somebody sees: their own and the shared ones, by name. */
export async function listViews(
  tx: Tx,
  { communityId, page, askedBy }: { communityId: string; page: string; askedBy: string | undefined },
): Promise<SavedView[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM saved_views
    WHERE community_id = ${communityId} AND page = ${page} AND (shared OR owner_id = ${askedBy ?? null})
    ORDER BY name, id LIMIT 500
  `.execute(tx);
  return present(tx, rows, askedBy);
}

/** One view that somebody sees. NotFound. */
export async function getView(tx: Tx, communityId: string, id: string, askedBy?: string): Promise<SavedView> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM saved_views
    WHERE id = ${id} AND community_id = ${communityId} AND (shared OR owner_id = ${askedBy ?? null})
  `.execute(tx);
  if (rows.length === 0) throw new NotFound('the view');
  return (await present(tx, rows, askedBy))[0]!;
}

export type NewView = Pick<SavedView, 'page' | 'name' | 'query' | 'shared'>;

/** Keeps a view; without an owner (an API token) it is shared, for nobody could see it else. */
export async function addView(
  tx: Tx,
  communityId: string,
  { page, name, query, shared }: NewView,
  ownerId: string | undefined,
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO saved_views (id, workspace_id, community_id, page, name, query, owner_id, shared)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${page}, ${name}, ${JSON.stringify(query)}::jsonb, ${ownerId ?? null},
            ${shared || ownerId === undefined})
  `.execute(tx);
  return id;
}

/** Whose view this is decides who may change it: the owner; one without an owner, everybody who sees it. */
export function checkMayChange(view: SavedView): void {
  if (!view.own && view.madeBy !== null) throw new Forbidden('only who saved a view changes it');
}

/** Changes a view's name, query or whether it is shared. */
export async function changeView(tx: Tx, view: SavedView, change: Partial<NewView>): Promise<void> {
  const after = { ...view, ...change };
  await sql`
    UPDATE saved_views SET name = ${after.name}, query = ${JSON.stringify(after.query)}::jsonb, shared = ${after.shared}
    WHERE id = ${view.id}
  `.execute(tx);
}

/** Forgets a view. */
export async function removeView(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM saved_views WHERE id = ${id}`.execute(tx);
}
