import { type Selectable, sql } from 'kysely';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { derivedId, newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import type { CommunitiesTables } from './communities-tables.ts';
import { createGroupBody, type Group, type NewGroup, OFFLINE, type updateGroupBody } from './contract.ts';

type Row = Selectable<CommunitiesTables['groups']>;

/** Stands for the id on its platform while that is not known; no platform has such ids. */
const UNKNOWN = 'by-hand:';

const present = (row: Row): Group => ({
  id: row.id,
  platform: row.platform,
  externalId: row.external_id.startsWith(UNKNOWN) && row.platform !== OFFLINE ? '' : row.external_id,
  name: row.own_name || row.name,
  sourceName: row.name,
  purpose: row.purpose,
  answerHours: row.answer_hours,
  rules: row.rules,
  contentKinds: row.content_kinds,
  venue: row.venue,
  host: row.host,
  schedule: row.schedule,
  awaited: row.awaited,
  archivedAt: row.archived_at?.toISOString() ?? null,
});

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
 * Sees to it that every group exists: new ones are made, a name that the source gives replaces the one it gave before,
 * one that was awaited is awaited no more. One statement for any number of groups; each id may occur once.
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
    ON CONFLICT (id) DO UPDATE SET
      name = CASE WHEN excluded.name = '' THEN known.name ELSE excluded.name END,
      awaited = false
    WHERE (excluded.name <> '' AND known.name <> excluded.name) OR known.awaited
  `.execute(tx);
}

const rows = (tx: Tx, communityId: string) =>
  tx.withTables<CommunitiesTables>().selectFrom('groups').selectAll().where('community_id', '=', communityId);

/** The groups of a community by name, archived ones too. */
export async function listGroups(tx: Tx, communityId: string): Promise<Group[]> {
  const found = await rows(tx, communityId)
    .orderBy(sql`coalesce(nullif(own_name, ''), name)`)
    .orderBy('id')
    .execute();
  return found.map(present);
}

async function lockGroup(tx: Tx, communityId: string, groupId: string): Promise<Row> {
  const row = await rows(tx, communityId).where('id', '=', groupId).forUpdate().executeTakeFirst();
  if (!row) throw new NotFound('the group');
  return row;
}

/**
 * Makes a group by hand. With its id on the platform, history and live events meet it later; without, it is awaited
 * until a group that was seen adopts it. An offline group is there at once. Conflict `group_known` when that id is taken.
 */
export async function createGroup(tx: Tx, communityId: string, input: NewGroup): Promise<Group> {
  const { name, externalId, platform, ...words } = createGroupBody.parse(input);
  const external = externalId === '' ? UNKNOWN + newId() : externalId;
  const row = await tx
    .withTables<CommunitiesTables>()
    .insertInto('groups')
    .values({
      id: derivedId('group', communityId, platform, external),
      workspace_id: sql<string>`qunluo_workspace()`,
      community_id: communityId,
      platform,
      external_id: external,
      own_name: name,
      awaited: platform !== OFFLINE,
      ...columnsOf(words),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Conflict('the community has a group of this id on the platform already', 'group_known');
  return present(row);
}

type GroupUpdate = z.output<typeof updateGroupBody>;

/** Changes what is given and leaves the rest. @returns the group before and after */
export async function updateGroup(
  tx: Tx,
  communityId: string,
  groupId: string,
  { name, archived, ...words }: GroupUpdate,
): Promise<{ before: Group; after: Group }> {
  const before = await lockGroup(tx, communityId, groupId);
  if (name === '' && before.name === '')
    throw new BadInput('the group needs a name: its platform has told none', [
      { where: '/body/name', what: 'is empty' },
    ]);
  const row = await tx
    .withTables<CommunitiesTables>()
    .updateTable('groups')
    .set({
      id: groupId, // so that a change of nothing is still a statement
      ...columnsOf(words),
      ...(name !== undefined && { own_name: name === before.name ? '' : name }),
      ...(archived !== undefined && { archived_at: archived ? (before.archived_at ?? sql<Date>`now()`) : null }),
    })
    .where('id', '=', groupId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { before: present(before), after: present(row) };
}

const columnsOf = ({ answerHours, contentKinds, ...same }: Omit<GroupUpdate, 'name' | 'archived'>) => ({
  ...same,
  ...(answerHours !== undefined && { answer_hours: answerHours }),
  ...(contentKinds !== undefined && { content_kinds: contentKinds }),
});

/**
 * A group that was seen on its platform turns out to be one that was made by hand: it takes over name, purpose, target,
 * rules and content, and the one made by hand is gone. Conflict unless that one is still awaited and of the same
 * platform. @returns the group before and after
 */
export async function adoptGroup(
  tx: Tx,
  communityId: string,
  groupId: string,
  fromId: string,
): Promise<{ before: Group; after: Group; from: Group }> {
  const before = await lockGroup(tx, communityId, groupId);
  const from = await lockGroup(tx, communityId, fromId);
  if (!from.awaited || before.awaited || from.platform !== before.platform)
    throw new Conflict(
      'only a group that was seen can take over one of the same platform that was made by hand and is awaited',
      'group_not_awaited',
    );
  const row = await tx
    .withTables<CommunitiesTables>()
    .updateTable('groups')
    .set({
      own_name: from.own_name,
      purpose: from.purpose,
      answer_hours: from.answer_hours,
      rules: from.rules,
      content_kinds: from.content_kinds,
    })
    .where('id', '=', groupId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.withTables<CommunitiesTables>().deleteFrom('groups').where('id', '=', fromId).execute();
  return { before: present(before), after: present(row), from: present(from) };
}
