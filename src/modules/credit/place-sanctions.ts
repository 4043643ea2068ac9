import { sql } from 'kysely';
import type { AnyConnector } from '#modules/connections/index.ts';
import { listAttachedChats, listConnections } from '#modules/connections/index.ts';
import { partsOf } from '#modules/members/index.ts';
import { type EventEngine, grantScope } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { type ActKind, addActs, type NewAct } from './act-store.ts';
import { readPlaces } from './evidence.query.ts';
import { readPolicy } from './policy-store.ts';
import { holds, type KeptSanction, listUnplaced, setPlaced } from './sanction-store.ts';

export type PlaceParts = { database: Database; engine: EventEngine; connectors: readonly AnyConnector[] };
type Account = { id: string; platform: string };
/** A chat that a connection is in, and what can be done there. */
type Reach = { connectionId: string; chatId: string; groupId: string; platform: string; actions: readonly string[] };

/**
 * Makes acts of the sanctions that wait for it: for each account of the person and each group that it is in, what the
 * connection there can do, and one task for a moderator with the groups where none can. In the transaction that says so, so
 * that a kill leaves all or nothing of it.
 */
export async function placeSanctions(parts: PlaceParts, workspaceId: string, now: Date): Promise<void> {
  const waiting = await parts.database.inWorkspace(workspaceId, (tx) => listUnplaced(tx, { lock: false }));
  for (const { id, communityId, memberId } of waiting) {
    const accounts = await parts.database.inWorkspace(workspaceId, (tx) => accountsOf(tx, communityId, memberId));
    const places = await readPlaces(
      parts.engine,
      grantScope(workspaceId, communityId),
      accounts.map((one) => one.id),
    );
    await parts.database.inWorkspace(workspaceId, async (tx) => {
      const [sanction] = await listUnplaced(tx, { lock: true, id });
      if (!sanction) return;
      if (holds(sanction, now)) await place(tx, parts, { sanction, accounts, places, now });
      await setPlaced(tx, id, now);
    });
  }
}

async function accountsOf(tx: Tx, communityId: string, memberId: string): Promise<Account[]> {
  const members = await partsOf(tx, communityId, memberId);
  const { rows } = await sql<Account>`
    SELECT id, platform FROM accounts WHERE member_id = ANY(${members}::uuid[]) AND NOT bot ORDER BY first_at, id
  `.execute(tx);
  return rows;
}

/** What a sanction is on platforms. */
export async function actOf(
  tx: Tx,
  { kind, communityId }: Pick<KeptSanction, 'kind' | 'communityId'>,
): Promise<Extract<ActKind, 'mute' | 'remove'>> {
  if (kind === 'suspend') return (await readPolicy(tx, communityId)).policy.suspendBy;
  return kind === 'remove' ? 'remove' : 'mute';
}

type Placing = {
  sanction: KeptSanction;
  accounts: readonly Account[];
  places: ReadonlyMap<string, readonly string[]>;
  now: Date;
};

async function place(tx: Tx, { connectors }: PlaceParts, { sanction, accounts, places, now }: Placing): Promise<void> {
  const { communityId } = sanction;
  const kind = await actOf(tx, sanction);
  const reaches = await reachesOf(tx, connectors, communityId);
  const { rows } = await sql<{ group: string | null; account: string }>`
    SELECT evidence_group AS "group", member_id AS account FROM violations WHERE id = ${sanction.violationId}
  `.execute(tx);
  const known = new Map(accounts.map(({ id }) => [id, new Set(places.get(id))]));
  // What they did a moment ago may not be counted yet.
  if (rows[0]?.group) known.get(rows[0].account)?.add(rows[0].group);
  const nowhere = [...known.values()].every((groups) => groups.size === 0);
  const acts = accounts.flatMap((account, at) => {
    const groups = [...known.get(account.id)!];
    return groups.length === 0 && !(nowhere && at === 0) ? [] : actsFor(account, { kind, groups, reaches });
  });
  await addActs(tx, { communityId, sanctionId: sanction.id, now }, acts);
}

/** The chats of a community in which a connection that is not paused can do something. */
export async function reachesOf(tx: Tx, connectors: readonly AnyConnector[], communityId: string): Promise<Reach[]> {
  const connections = new Map((await listConnections(tx, connectors)).map((one) => [one.id, one]));
  const chats = await listAttachedChats(tx, communityId);
  return chats.flatMap(({ connectionId, externalId, groupId }): Reach[] => {
    const connection = connections.get(connectionId);
    if (!connection || connection.paused) return [];
    const { platform, capabilities } = connection;
    return [{ connectionId, chatId: externalId, groupId, platform, actions: capabilities.actions }];
  });
}

/** What is to be done to one account: by connections where they can, and one task for all other groups. */
export function actsFor(
  { id, platform }: Account,
  { kind, groups, reaches }: { kind: 'mute' | 'remove'; groups: readonly string[]; reaches: readonly Reach[] },
): NewAct[] {
  const able = reaches.filter((reach) => reach.platform === platform && reach.actions.includes(kind));
  const acts: NewAct[] = [];
  const byHand: string[] = [];
  for (const group of groups) {
    const reach = able.find(({ groupId }) => groupId === group);
    if (!reach) byHand.push(group);
    else
      acts.push({
        accountId: id,
        kind,
        connectionId: reach.connectionId,
        chatId: reach.chatId,
        groupIds: [group],
        state: 'queued',
        code: '',
      });
  }
  if (byHand.length > 0 || groups.length === 0)
    acts.push({
      accountId: id,
      kind,
      connectionId: null,
      chatId: '',
      groupIds: byHand,
      state: 'task',
      code: 'no_connection',
    });
  return acts;
}
