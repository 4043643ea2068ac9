import { sql } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import {
  type AnyConnector,
  type AttachedChat,
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
export type EntryParts = {
  database: Database;
  clock: Clock;
  connectors: readonly AnyConnector[];
  /** Which of these members have passed an entry exam. */
  passedEntry(tx: Tx, communityId: string, memberIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Asks that those are removed who came in without. */
  onRemove(community: CommunityRef): void;
};

/**
 * Looks at everybody who joins a group that a benefit keeps for some levels, or for those who have passed the entry exam.
 * Who is entitled is written down as such; who has some days left to pass it waits (`settleWaiting`); who is neither is noted for an operator, or removed where the benefit says so. Idempotent by event: an entry has its id.
 */
export const createEntryChecks = (parts: EntryParts): Reaction => ({
  name: 'levels.entries',
  async react(community, events) {
    const joins = joinsOf(community, events);
    if (joins.length === 0) return;
    const removing = await parts.database.inWorkspace(community.workspaceId, (tx) =>
      checkEntries(tx, parts, community.communityId, joins),
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

/**
 * One entry a join, whatever many benefits keep the group: who has any of them is entitled, else the strictest says what
 * becomes of them. @returns whether somebody is to be removed
 */
async function checkEntries(
  tx: Tx,
  { passedEntry }: Pick<EntryParts, 'passedEntry'>,
  communityId: string,
  joins: readonly Entry[],
): Promise<boolean> {
  const accounts = joins.map(({ accountId }) => accountId);
  const levels = await levelsOf(tx, accounts);
  const passed = await passedEntry(tx, communityId, accounts);
  const { rows } = await sql<{ outcome: string }>`
    INSERT INTO benefit_entries (id, workspace_id, community_id, benefit_id, group_id, account_id, at, outcome)
    SELECT DISTINCT ON (joined.id) joined.id, qunluo_workspace(), ${communityId}, benefits.id, joined.group_id,
      joined.account_id, joined.at, decided.outcome
    FROM unnest(
      ${joins.map(({ eventId }) => eventId)}::uuid[], ${accounts}::uuid[], ${joins.map(({ groupId }) => groupId)}::uuid[],
      ${joins.map(({ at }) => at)}::timestamptz[], ${levels.map(({ levelId }) => levelId)}::uuid[],
      ${accounts.map((account) => passed.has(account))}::boolean[]
    ) AS joined (id, account_id, group_id, at, level_id, passed)
    JOIN members ON members.id = joined.account_id
    JOIN benefits ON benefits.community_id = ${communityId} AND kind = 'group' AND enabled
      AND joined.group_id = ANY(benefits.group_ids)
    CROSS JOIN LATERAL (
      SELECT count(*) AS levels, count(*) = 0 OR coalesce(bool_or(level_benefits.level_id = joined.level_id), false) AS held
      FROM level_benefits WHERE benefit_id = benefits.id
    ) AS kept
    CROSS JOIN LATERAL (
      SELECT CASE WHEN held AND (exam_days IS NULL OR joined.passed) THEN 'entitled'
        WHEN held AND exam_days > 0 THEN 'waiting' WHEN on_entry = 'remove' THEN 'removing' ELSE 'noted' END AS outcome
    ) AS decided
    WHERE levels > 0 OR exam_days IS NOT NULL
    ORDER BY joined.id, array_position(ARRAY['entitled', 'waiting', 'removing', 'noted'], decided.outcome), benefits.id
    ON CONFLICT (id) DO NOTHING RETURNING outcome
  `.execute(tx);
  return rows.some(({ outcome }) => outcome === 'removing');
}

type Waiting = { id: string; groupId: string; account: string; at: Date };
/** Who waits is read so many at a time. */
const AT_ONCE = 100;

/**
 * Removes those who wait for it from their groups, on the platform where a connection can; else they are noted for a person to
 * do it. One that has to wait is tried again when this is called again, and keeps nobody behind it waiting.
 * @returns whether some still wait
 */
export async function removeEntries(
  { database, connectors }: Pick<EntryParts, 'database' | 'connectors'>,
  { workspaceId, communityId }: CommunityRef,
  runner: Pick<ConnectionRunner, 'act'>,
): Promise<boolean> {
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
  const chats = await inside((tx) => chatsToRemoveFrom(tx, connectors, communityId));
  let later = false;
  for (let after: Waiting | undefined; ;) {
    const waiting = await inside((tx) => listWaiting(tx, communityId, after));
    for (const one of waiting) {
      const { outcome, detail } = await removeOne(one, chats, runner);
      if (outcome === 'removing') later = true;
      else
        await inside((tx) =>
          sql`UPDATE benefit_entries SET outcome = ${outcome}, detail = ${detail} WHERE id = ${one.id} AND outcome = 'removing'`.execute(
            tx,
          ),
        );
    }
    if (waiting.length < AT_ONCE) return later;
    after = waiting.at(-1);
  }
}

/** Chats from which a connection can remove somebody. */
async function chatsToRemoveFrom(
  tx: Tx,
  connectors: EntryParts['connectors'],
  communityId: string,
): Promise<AttachedChat[]> {
  const able = new Set(
    (await listConnections(tx, connectors))
      .filter(({ capabilities }) => capabilities.actions.includes('remove'))
      .map(({ id }) => id),
  );
  return (await listAttachedChats(tx, communityId)).filter(({ connectionId }) => able.has(connectionId));
}

/** The next of those who wait, the longest waiting first. */
async function listWaiting(tx: Tx, communityId: string, after: Waiting | undefined): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT benefit_entries.id, group_id AS "groupId", accounts.external_id AS account, at FROM benefit_entries
    JOIN accounts ON accounts.id = benefit_entries.account_id
    WHERE benefit_entries.community_id = ${communityId} AND outcome = 'removing'
      ${after ? sql`AND (at, benefit_entries.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    ORDER BY at, benefit_entries.id LIMIT ${AT_ONCE}
  `.execute(tx);
  return rows;
}

/** Removes one who waits. @returns what becomes of the entry: `removing` has to wait longer */
async function removeOne(
  { groupId, account }: Waiting,
  chats: readonly AttachedChat[],
  runner: Pick<ConnectionRunner, 'act'>,
): Promise<{ outcome: EntryRow['outcome']; detail: string }> {
  const chat = chats.find((one) => one.groupId === groupId);
  if (!chat) return { outcome: 'noted', detail: '' };
  const done = await runner.act(chat.connectionId, { kind: 'remove', chat: chat.externalId, account });
  if (done.fate === 'later') return { outcome: 'removing', detail: '' };
  return {
    outcome: done.fate === 'done' ? 'removed' : 'failed',
    detail: 'reason' in done ? done.reason.slice(0, 500) : '',
  };
}

export type EntryRow = {
  id: string;
  benefitId: string;
  groupId: string;
  memberId: string;
  at: Date;
  outcome: 'entitled' | 'waiting' | 'noted' | 'removing' | 'removed' | 'failed' | 'settled';
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
