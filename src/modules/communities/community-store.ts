import type { Tx } from '#platform/postgres/index.ts';
import { type Selectable, sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { isId, newId } from '#kernel/ids.ts';
import {
  type Community,
  type CommunityDetail,
  type CommunityUpdate,
  createCommunityBody,
  type NewCommunity,
} from './contract.ts';
import { keyFromName } from './community-key.ts';
import type { CommunitiesTables } from './communities-tables.ts';
import { createGroup } from './group-store.ts';
import { EMPTY_PROFILE, type Ritual, type RitualPost } from './profile.contract.ts';

type Row = Selectable<CommunitiesTables['communities']>;

const present = (row: Row): Community => ({
  id: row.id,
  workspaceId: row.workspace_id,
  key: row.key,
  name: row.name,
  type: row.type,
  zone: row.zone,
  positioning: row.positioning,
  slogan: row.profile.slogan ?? '',
  logo: row.logo,
  avatar: row.avatar,
  createdAt: row.created_at.toISOString(),
});

const presentDetail = (row: Row): CommunityDetail => ({
  ...present(row),
  profile: { ...EMPTY_PROFILE, ...row.profile },
  version: row.version,
});

/** A profile in which every ritual that is posted has an id of its own. */
function withPostIds<P extends { rituals?: Ritual[] | undefined }>(profile: P): P {
  if (!profile.rituals) return profile;
  const seen = new Set<string>();
  const rituals = profile.rituals.map((ritual) => {
    if (!ritual.post) return ritual;
    const { id } = ritual.post;
    const own = id === undefined || seen.has(id) ? newId() : id;
    seen.add(own);
    return { ...ritual, post: { ...ritual.post, id: own } };
  });
  return { ...profile, rituals };
}

/** The rituals of a community that are posted. */
export type PostedRituals = { communityId: string; zone: string; rituals: (Ritual & { post: RitualPost })[] };

/** Communities of the transaction's workspace with rituals that are posted. */
export async function listPostedRituals(tx: Tx): Promise<PostedRituals[]> {
  const found = await rows(tx)
    .where(sql<boolean>`jsonb_path_exists(profile, '$.rituals[*].post.time')`)
    .orderBy('id')
    .execute();
  return found.map(({ id, zone, profile }) => ({
    communityId: id,
    zone,
    rituals: (profile.rituals ?? []).flatMap(({ post, ...ritual }) => (post ? [{ ...ritual, post }] : [])),
  }));
}

const rows = (tx: Tx) => tx.withTables<CommunitiesTables>().selectFrom('communities').selectAll();

const byIdOrKey = (tx: Tx, idOrKey: string) => rows(tx).where(isId(idOrKey) ? 'id' : 'key', '=', idOrKey);

/** The community of that id or key in the transaction's workspace; NotFound otherwise. */
export async function getCommunity(tx: Tx, idOrKey: string): Promise<Community> {
  const found = await findOptionalCommunity(tx, idOrKey);
  if (!found) throw new NotFound('the community');
  return found;
}

export async function findOptionalCommunity(tx: Tx, idOrKey: string): Promise<Community | undefined> {
  const row = await byIdOrKey(tx, idOrKey).executeTakeFirst();
  return row && present(row);
}

/** The communities of the transaction's workspace by name. */
export async function listCommunities(tx: Tx): Promise<Community[]> {
  return (await rows(tx).orderBy('name').orderBy('id').execute()).map(present);
}

/** A community with its profile; `lock` keeps others from changing it until the transaction ends. NotFound. */
export async function getCommunityDetail(tx: Tx, idOrKey: string, lock = false): Promise<CommunityDetail> {
  const query = byIdOrKey(tx, idOrKey);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw new NotFound('the community');
  return presentDetail(row);
}

/**
 * Makes a community in a workspace, with the groups it begins with. Conflict when the key is taken; a key made from the
 * name gets a number instead. The transaction must be of the same workspace.
 */
export async function createCommunity(tx: Tx, workspaceId: string, input: NewCommunity): Promise<Community> {
  const { key, groups, profile, ...rest } = createCommunityBody.parse(input);
  const wanted = key ?? keyFromName(rest.name);
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const tried = attempt === 1 ? wanted : `${wanted.slice(0, 55)}-${attempt}`;
    const row = await tx
      .withTables<CommunitiesTables>()
      .insertInto('communities')
      .values({
        id: newId(),
        workspace_id: workspaceId,
        key: tried,
        ...rest,
        profile: JSON.stringify(withPostIds(profile)) as never,
      })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row) {
      for (const group of groups) await createGroup(tx, row.id, group);
      return present(row);
    }
    if (key !== undefined) break;
  }
  throw new Conflict(`the key ${wanted} is taken by another community of this workspace`, 'community_key_taken');
}

/**
 * Changes what is given and leaves the rest. Conflict `community_changed` when somebody changed the community since
 * the version that the change was made from. @returns the community before and after
 */
export async function updateCommunity(
  tx: Tx,
  idOrKey: string,
  { version, profile, ...fields }: CommunityUpdate,
): Promise<{ before: CommunityDetail; after: CommunityDetail }> {
  const before = await getCommunityDetail(tx, idOrKey, true);
  if (before.version !== version)
    throw new Conflict(
      `somebody changed the community meanwhile (version ${before.version}, not ${version}); read it again`,
      'community_changed',
    );
  const row = await tx
    .withTables<CommunitiesTables>()
    .updateTable('communities')
    .set({
      ...fields,
      ...(profile && { profile: JSON.stringify(withPostIds({ ...before.profile, ...profile })) as never }),
      version: version + 1,
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { before, after: presentDetail(row) };
}

export type CommunityImage = 'logo' | 'avatar';

/** Points a community to a picture, or to none; no new version, because nobody's text is written over by it. @returns the community before and after */
export async function setCommunityImage(
  tx: Tx,
  idOrKey: string,
  image: CommunityImage,
  fileId: string | null,
): Promise<{ before: CommunityDetail; after: CommunityDetail }> {
  const before = await getCommunityDetail(tx, idOrKey, true);
  const row = await tx
    .withTables<CommunitiesTables>()
    .updateTable('communities')
    .set({ [image]: fileId })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { before, after: presentDetail(row) };
}
