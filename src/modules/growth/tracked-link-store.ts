import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { TrackedLink } from './contract.ts';
import type { GrowthTables } from './growth-tables.ts';
import { issuePublicCode } from './public-code.ts';

const COLUMNS = [
  'id',
  'code',
  'name',
  'destination',
  'source',
  'medium',
  'campaign',
  'passes_utm as passesUtm',
  'created_at',
  'archived_at',
] as const;

export type LinkFields = Pick<TrackedLink, 'name' | 'destination' | 'source' | 'medium' | 'campaign' | 'passesUtm'>;
type Row = LinkFields & { id: string; code: string; created_at: Date; archived_at: Date | null };

const present = ({ created_at, archived_at, ...row }: Row): TrackedLink => ({
  ...row,
  path: `/l/${row.code}`,
  createdAt: created_at.toISOString(),
  archivedAt: archived_at?.toISOString() ?? null,
});

const columnsOf = ({ passesUtm, ...fields }: LinkFields) => ({ ...fields, passes_utm: passesUtm });

/** The links of a community, newest first. */
export async function listTrackedLinks(tx: Tx, communityId: string): Promise<TrackedLink[]> {
  const rows = await tx
    .withTables<GrowthTables>()
    .selectFrom('tracked_links')
    .select(COLUMNS)
    .where('community_id', '=', communityId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/** One link of a community; NotFound otherwise. */
export async function getTrackedLink(tx: Tx, communityId: string, linkId: string): Promise<TrackedLink> {
  const row = await tx
    .withTables<GrowthTables>()
    .selectFrom('tracked_links')
    .select(COLUMNS)
    .where('community_id', '=', communityId)
    .where('id', '=', linkId)
    .executeTakeFirst();
  if (!row) throw new NotFound('the link');
  return present(row);
}

export async function createTrackedLink(
  tx: Tx,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  fields: LinkFields,
): Promise<TrackedLink> {
  const code = await issuePublicCode(tx, workspaceId);
  const row = await tx
    .withTables<GrowthTables>()
    .insertInto('tracked_links')
    .values({ id: newId(), workspace_id: workspaceId, community_id: communityId, code, ...columnsOf(fields) })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return present(row);
}

export async function updateTrackedLink(
  tx: Tx,
  linkId: string,
  { archivedAt, ...fields }: LinkFields & { archivedAt: Date | null },
): Promise<TrackedLink> {
  const row = await tx
    .withTables<GrowthTables>()
    .updateTable('tracked_links')
    .set({ ...columnsOf(fields), archived_at: archivedAt })
    .where('id', '=', linkId)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return present(row);
}

export type OpenLink = LinkFields & { id: string; communityId: string; archivedAt: Date | null };

/** A link as those who follow it need it. One out of use still leads on, and counts nothing. */
export async function findOpenLink(tx: Tx, code: string): Promise<OpenLink | undefined> {
  return tx
    .withTables<GrowthTables>()
    .selectFrom('tracked_links')
    .select([
      'id',
      'community_id as communityId',
      'name',
      'destination',
      'source',
      'medium',
      'campaign',
      'passes_utm as passesUtm',
      'archived_at as archivedAt',
    ])
    .where('code', '=', code)
    .executeTakeFirst();
}

/** Where a link leads, with its labels where it passes them on; what the destination names itself stays. */
export function destinationOf(link: LinkFields): string {
  if (!link.passesUtm) return link.destination;
  const url = new URL(link.destination);
  for (const key of ['source', 'medium', 'campaign'] as const) {
    if (link[key] && !url.searchParams.has(`utm_${key}`)) url.searchParams.set(`utm_${key}`, link[key]);
  }
  return url.href;
}
