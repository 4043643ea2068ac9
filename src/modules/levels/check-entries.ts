import { sql } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import {
  type AnyConnector,
  type ConnectionRunner,
  listAttachedChats,
  listConnections,
} from '#modules/connections/index.ts';
import {
  type CommunityRef,
  communitySpace,
  type LiveEvent,
  OWN_PLATFORM,
  type Reaction,
} from '#modules/events/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { levelsOf } from './levels-of.ts';

/** A join of a group that is for the entitled. */
type Entry = { eventId: string; accountId: string; groupId: string; at: Date };
type GroupBenefit = { id: string; groupIds: string[]; onEntry: 'note' | 'remove' };
export type EntryParts = {
  database: Database;
  clock: Clock;
  connectors: readonly AnyConnector[];
  /** Asks that those are removed who came in without. */
  onRemove(community: CommunityRef): void;
};

/**
 * Looks at everybody who joins a group that a benefit keeps for some levels. Who is entitled is written down as such; who is
 * not is noted for an operator, or removed where the benefit says so. Idempotent by event: an entry has its id.
 */
export const createEntryChecks = (parts: EntryParts): Reaction => ({
  name: 'levels.entries',
  async react(community, events) {
    const joins = joinsOf(community, events);
    if (joins.length === 0) return;
    const removing = await parts.database.inWorkspace(community.workspaceId, (tx) =>
      checkEntries(tx, community.communityId, joins),
    );
    if (removing) parts.onRemove(community);
  },
});

function joinsOf({ communityId }: CommunityRef, events: readonly LiveEvent[]): Entry[] {
  const space = communitySpace(communityId);
  return events.flatMap(({ event, eventId, version }) => {
    if (event.kind !== 'join' || event.bot || event.removed || version > 0 || !event.group) return [];
    const platform = event.platform ?? OWN_PLATFORM;
    const [accountId, groupId] = [space.accountId(platform, event.member), space.groupId(platform, event.group)];
    return [{ eventId, accountId, groupId, at: new Date(event.at) }];
  });
}

/** @returns whether somebody is to be removed */
async function checkEntries(tx: Tx, communityId: string, joins: readonly Entry[]): Promise<boolean> {
  const { rows: benefits } = await sql<GroupBenefit>`
    SELECT id, group_ids AS "groupIds", on_entry AS "onEntry" FROM benefits
    WHERE community_id = ${communityId} AND kind = 'group' AND enabled
      AND group_ids && ${joins.map(({ groupId }) => groupId)}::uuid[]
      AND EXISTS (SELECT FROM level_benefits WHERE benefit_id = benefits.id)
  `.execute(tx);
  if (benefits.length === 0) return false;
  const levels = await levelsOf(
    tx,
    joins.map(({ accountId }) => accountId),
  );
  const levelOf = new Map(levels.map(({ memberId, levelId }) => [memberId, levelId]));
  let removing = false;
  for (const { id, groupIds, onEntry } of benefits)
    for (const join of joins.filter(({ groupId }) => groupIds.includes(groupId))) {
      const { rows } = await sql<{ outcome: string }>`
        INSERT INTO benefit_entries (id, workspace_id, community_id, benefit_id, group_id, account_id, at, outcome)
        SELECT ${join.eventId}, qunluo_workspace(), ${communityId}, ${id}, ${join.groupId}, ${join.accountId}, ${join.at},
          CASE WHEN EXISTS (SELECT FROM level_benefits
            WHERE benefit_id = ${id} AND level_id = ${levelOf.get(join.accountId) ?? null}::uuid) THEN 'entitled'
          WHEN ${onEntry} = 'remove' THEN 'removing' ELSE 'noted' END
        FROM members WHERE members.id = ${join.accountId}
        ON CONFLICT (id) DO NOTHING RETURNING outcome
      `.execute(tx);
      removing ||= rows[0]?.outcome === 'removing';
    }
  return removing;
}

type Waiting = { id: string; groupId: string; account: string };

/**
 * Removes those who wait for it from their groups, on the platform where a connection can; else they are noted for a person to
 * do it. One that has to wait is tried again when this is called again. @returns whether some still wait
 */
export async function removeEntries(
  { database, connectors }: Pick<EntryParts, 'database' | 'connectors'>,
  { workspaceId, communityId }: CommunityRef,
  runner: Pick<ConnectionRunner, 'act'>,
): Promise<boolean> {
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
  const { waiting, chats } = await inside(async (tx) => {
    const able = new Set(
      (await listConnections(tx, connectors))
        .filter(({ capabilities }) => capabilities.actions.includes('remove'))
        .map(({ id }) => id),
    );
    const { rows } = await sql<Waiting>`
      SELECT benefit_entries.id, group_id AS "groupId", accounts.external_id AS account FROM benefit_entries
      JOIN accounts ON accounts.id = benefit_entries.account_id
      WHERE benefit_entries.community_id = ${communityId} AND outcome = 'removing' ORDER BY at LIMIT 100
    `.execute(tx);
    const attached = await listAttachedChats(tx, communityId);
    return { waiting: rows, chats: attached.filter(({ connectionId }) => able.has(connectionId)) };
  });
  let later = false;
  for (const { id, groupId, account } of waiting) {
    const chat = chats.find((one) => one.groupId === groupId);
    const outcome = chat
      ? await runner.act(chat.connectionId, { kind: 'remove', chat: chat.externalId, account })
      : ({ fate: 'refused', code: 'not_supported', reason: '' } as const);
    if (outcome.fate === 'later') {
      later = true;
      continue;
    }
    const detail = 'reason' in outcome ? outcome.reason.slice(0, 500) : '';
    const becomes = outcome.fate === 'done' ? 'removed' : chat ? 'failed' : 'noted';
    await inside((tx) =>
      sql`UPDATE benefit_entries SET outcome = ${becomes}, detail = ${detail} WHERE id = ${id} AND outcome = 'removing'`.execute(
        tx,
      ),
    );
  }
  return later;
}

export type EntryRow = {
  id: string;
  benefitId: string;
  groupId: string;
  memberId: string;
  at: Date;
  outcome: 'entitled' | 'noted' | 'removing' | 'removed' | 'failed' | 'settled';
  detail: string;
};

/** Entries, newest first; `open`: those that a person has to look at. */
export async function listEntries(tx: Tx, communityId: string, { open }: { open: boolean }): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    SELECT benefit_entries.id, benefit_id AS "benefitId", group_id AS "groupId", coalesce(person_id, members.id) AS "memberId",
      at, outcome, detail
    FROM benefit_entries JOIN members ON members.id = account_id
    WHERE benefit_entries.community_id = ${communityId}
      AND (NOT ${open}::boolean OR outcome IN ('noted', 'removing', 'failed'))
    ORDER BY at DESC, benefit_entries.id DESC LIMIT 200
  `.execute(tx);
  return rows;
}

/** An operator has seen to it. @returns whether there was something to see to */
export async function settleEntry(
  tx: Tx,
  communityId: string,
  { entryId, by }: { entryId: string; by: string | undefined },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE benefit_entries SET outcome = 'settled', settled_by = ${by ?? null}::uuid
    WHERE id = ${entryId} AND community_id = ${communityId} AND outcome IN ('noted', 'failed') RETURNING id
  `.execute(tx);
  return rows.length > 0;
}
