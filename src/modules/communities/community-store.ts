import type { Tx } from '#platform/postgres/index.ts';
import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { isId, newId } from '#kernel/ids.ts';
import { type Community, createCommunityBody, type Group, type NewCommunity } from './contract.ts';
import { keyFromName } from './community-key.ts';
import type { CommunitiesTables } from './communities-tables.ts';

const COLUMNS = ['id', 'workspace_id', 'key', 'name', 'type', 'zone', 'positioning', 'created_at'] as const;

type Row = {
  id: string;
  workspace_id: string;
  key: string;
  name: string;
  type: Community['type'];
  zone: string;
  positioning: string;
  created_at: Date;
};

const present = ({ workspace_id, created_at, ...row }: Row): Community => ({
  ...row,
  workspaceId: workspace_id,
  createdAt: created_at.toISOString(),
});

/** The community of that id or key in the transaction's workspace; NotFound otherwise. */
export async function getCommunity(tx: Tx, idOrKey: string): Promise<Community> {
  const found = await findOptionalCommunity(tx, idOrKey);
  if (!found) throw new NotFound('the community');
  return found;
}

export async function findOptionalCommunity(tx: Tx, idOrKey: string): Promise<Community | undefined> {
  const row = await tx
    .withTables<CommunitiesTables>()
    .selectFrom('communities')
    .select(COLUMNS)
    .where(isId(idOrKey) ? 'id' : 'key', '=', idOrKey)
    .executeTakeFirst();
  return row && present(row);
}

/** The communities of the transaction's workspace by name. */
export async function listCommunities(tx: Tx): Promise<Community[]> {
  const rows = await tx
    .withTables<CommunitiesTables>()
    .selectFrom('communities')
    .select(COLUMNS)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/**
 * Makes a community in a workspace. Conflict when the key is taken; a key made from the name gets a number instead.
 * The transaction must be of the same workspace.
 */
export async function createCommunity(tx: Tx, workspaceId: string, input: NewCommunity): Promise<Community> {
  const { key, ...rest } = createCommunityBody.parse(input);
  const wanted = key ?? keyFromName(rest.name);
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const tried = attempt === 1 ? wanted : `${wanted.slice(0, 55)}-${attempt}`;
    const row = await tx
      .withTables<CommunitiesTables>()
      .insertInto('communities')
      .values({ id: newId(), workspace_id: workspaceId, key: tried, ...rest })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    if (row) return present(row);
    if (key !== undefined) break;
  }
  throw new Conflict(`the key ${wanted} is taken by another community of this workspace`, 'community_key_taken');
}

/** What is known of a group as its source told it. */
export type SeenGroup = {
  id: string;
  platform: string;
  externalId: string;
  name?: string;
  /** For a new group; operators decide later. */
  purpose?: Group['purpose'];
};

/**
 * Sees to it that every group exists: new ones are made, a name that the source gives replaces the one it gave before.
 * One statement for any number of groups; each id may occur once.
 */
export async function ensureGroups(tx: Tx, communityId: string, groups: readonly SeenGroup[]): Promise<void> {
  if (groups.length === 0) return;
  await sql`
    INSERT INTO groups AS known (id, workspace_id, community_id, platform, external_id, name, purpose)
    SELECT seen.id, qunluo_workspace(), ${communityId}::uuid, seen.platform, seen.external_id, seen.name, seen.purpose
    FROM unnest(
      ${groups.map(({ id }) => id)}::uuid[],
      ${groups.map(({ platform }) => platform)}::text[],
      ${groups.map(({ externalId }) => externalId)}::text[],
      ${groups.map(({ name }) => name ?? '')}::text[],
      ${groups.map(({ purpose }) => purpose ?? null)}::text[]
    ) AS seen (id, platform, external_id, name, purpose)
    ORDER BY seen.id -- the same order everywhere, so that two writers wait instead of deadlocking
    ON CONFLICT (id) DO UPDATE SET name = excluded.name
    WHERE excluded.name <> '' AND known.name <> excluded.name
  `.execute(tx);
}

/** The groups of a community by name. */
export async function listGroups(tx: Tx, communityId: string): Promise<Group[]> {
  return tx
    .withTables<CommunitiesTables>()
    .selectFrom('groups')
    .select(['id', 'platform', 'external_id as externalId', 'name', 'purpose'])
    .where('community_id', '=', communityId)
    .orderBy('name')
    .orderBy('id')
    .execute();
}
