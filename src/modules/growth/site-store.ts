import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Consent, Site } from './contract.ts';
import type { GrowthTables } from './growth-tables.ts';
import { issuePublicCode } from './public-code.ts';

const COLUMNS = ['id', 'code', 'name', 'origins', 'consent', 'created_at', 'archived_at'] as const;

type Row = Pick<GrowthTables['sites'], 'id' | 'code' | 'name' | 'origins' | 'consent' | 'archived_at'> & {
  created_at: Date;
};

export type SiteFields = { name: string; origins: string[]; consent: Consent };

const present = ({ created_at, archived_at, ...row }: Row): Site => ({
  ...row,
  createdAt: created_at.toISOString(),
  archivedAt: archived_at?.toISOString() ?? null,
});

export async function listSites(tx: Tx, communityId: string): Promise<Site[]> {
  const rows = await tx
    .withTables<GrowthTables>()
    .selectFrom('sites')
    .select(COLUMNS)
    .where('community_id', '=', communityId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/** One site of a community; NotFound otherwise. */
export async function getSite(tx: Tx, communityId: string, siteId: string): Promise<Site> {
  const row = await tx
    .withTables<GrowthTables>()
    .selectFrom('sites')
    .select(COLUMNS)
    .where('community_id', '=', communityId)
    .where('id', '=', siteId)
    .executeTakeFirst();
  if (!row) throw new NotFound('the site');
  return present(row);
}

export async function createSite(
  tx: Tx,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  fields: SiteFields,
): Promise<Site> {
  const code = await issuePublicCode(tx, workspaceId);
  const row = await tx
    .withTables<GrowthTables>()
    .insertInto('sites')
    .values({ id: newId(), workspace_id: workspaceId, community_id: communityId, code, ...fields })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return present(row);
}

export async function updateSite(
  tx: Tx,
  siteId: string,
  { archivedAt, ...fields }: SiteFields & { archivedAt: Date | null },
): Promise<Site> {
  const row = await tx
    .withTables<GrowthTables>()
    .updateTable('sites')
    .set({ ...fields, archived_at: archivedAt })
    .where('id', '=', siteId)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return present(row);
}

/** A site as strangers' requests need it: in use, with the version of its secret. */
export type OpenSite = {
  id: string;
  communityId: string;
  origins: readonly string[];
  consent: Consent;
  secretVersion: number;
};

export async function findOpenSite(tx: Tx, code: string): Promise<OpenSite | undefined> {
  return tx
    .withTables<GrowthTables>()
    .selectFrom('sites')
    .select(['id', 'community_id as communityId', 'origins', 'consent', 'secret_version as secretVersion'])
    .where('code', '=', code)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
}

/** The version of a site's secret; `renew` makes a new one, which ends the old. */
export async function secretVersionOf(tx: Tx, siteId: string, { renew }: { renew: boolean }): Promise<number> {
  const table = tx.withTables<GrowthTables>();
  const row = renew
    ? await table
        .updateTable('sites')
        .set((set) => ({ secret_version: set('secret_version', '+', 1) }))
        .where('id', '=', siteId)
        .returning('secret_version')
        .executeTakeFirstOrThrow()
    : await table.selectFrom('sites').select('secret_version').where('id', '=', siteId).executeTakeFirstOrThrow();
  return row.secret_version;
}
