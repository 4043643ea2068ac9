import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import type { Content } from '#modules/connections/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Fate, Purpose } from '../contract.ts';
import type { Channel, DeliveryItem, DeliveryOrder, Planned } from '../order.ts';
import { planDeliveries } from '../plan-deliveries.ts';

/** A delivery as a test looks at it. */
export type Row = {
  id: string;
  fate: Fate;
  reason: string;
  detail: string;
  send_at: Date | null;
  not_before: Date;
  expires_at: Date;
  kind: string;
  purpose: Purpose;
  content: Content;
  member_id: string | null;
  to_id: string;
  attempts: number;
  connection_id: string;
  sent_at: Date | null;
  message_id: string | null;
};

/** A community with a connection of a made-up platform, for tests of what is sent. */
export type Outbox = {
  workspaceId: string;
  communityId: string;
  connectionId: string;
  /** As the planner is told of the connections. */
  channels: Channel[];
  addChannel(channel?: Partial<Channel>): Promise<Channel>;
  inWorkspace<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  members(names: readonly string[]): Promise<{ id: string; account: string }[]>;
  /** A text to a person of their own, unless told otherwise. */
  item(change?: Partial<DeliveryItem>): DeliveryItem;
  plan(order: Partial<DeliveryOrder> & Pick<DeliveryOrder, 'items'>, now: number): Promise<Planned>;
  /** In the order asked, or all in the order in which they were asked for. */
  rows(of?: { ids: readonly (string | undefined)[] }): Promise<Row[]>;
};

export const PLATFORM = 'test';

let counter = 0;

/** What a platform without any limit can do. */
export const OPEN_CHANNEL: Omit<Channel, 'id' | 'communityId'> = {
  connector: 'stand-in',
  platform: PLATFORM,
  name: 'Stand-in',
  zone: 'UTC',
  paused: false,
  limits: [],
  capabilities: {
    hears: [],
    replays: false,
    sends: ['text', 'image'],
    recipients: ['chat', 'person', 'public'],
    edits: false,
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: [],
  },
};

export async function openOutbox(database: Database, zone = 'UTC'): Promise<Outbox> {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Outbox'));
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
  const { id: communityId } = await inWorkspace((tx) => createCommunity(tx, workspaceId, { name: 'Outbox', zone }));
  const channels: Channel[] = [];
  const addChannel = async (change: Partial<Channel> = {}): Promise<Channel> => {
    const channel = { ...OPEN_CHANNEL, id: newId(), communityId, ...change };
    await inWorkspace((tx) => insertConnection(tx, channel));
    channels.push(channel);
    return channel;
  };
  const { id: connectionId } = await addChannel();
  return {
    workspaceId,
    communityId,
    connectionId,
    channels,
    addChannel,
    inWorkspace,
    async members(names) {
      const made = names.map((name) => ({ name, account: `account ${(counter += 1)}` }));
      const space = communitySpace(communityId);
      const accounts = made.map(({ name, account }) => ({
        id: space.accountId(PLATFORM, account),
        platform: PLATFORM,
        externalId: account,
        name,
        bot: false,
        firstAt: 0,
      }));
      await inWorkspace((tx) => ensureAccounts(tx, communityId, accounts));
      return accounts.map(({ id, externalId }) => ({ id, account: externalId }));
    },
    item: (change = {}) => ({
      connectionId,
      to: { kind: 'person', id: `person ${(counter += 1)}` },
      message: { content: { kind: 'text', text: 'hello' } },
      dedupeKey: `key ${(counter += 1)}`,
      ...change,
    }),
    plan: (order, now) =>
      inWorkspace((tx) =>
        planDeliveries(
          tx,
          {
            workspaceId,
            communityId,
            source: { kind: 'operator', id: 'test' },
            priority: 5,
            purpose: 'promotion',
            ...order,
          },
          now,
        ),
      ),
    rows: (of) =>
      inWorkspace(async (tx) => {
        const ids = of?.ids.filter((id) => id !== undefined) ?? null;
        const { rows } = await sql<Row>`
          SELECT * FROM deliveries WHERE ${ids}::uuid[] IS NULL OR id = ANY(${ids}::uuid[])
          ORDER BY array_position(${ids}::uuid[], id), seq
        `.execute(tx);
        return rows;
      }),
  };
}

/** A row in `connections` as setting one up by the form makes it. */
async function insertConnection(tx: Tx, { id, communityId, connector, name, zone }: Channel): Promise<void> {
  const code = id.replaceAll('-', '').slice(-20);
  await sql`INSERT INTO system.public_codes (code, workspace_id) VALUES (${code}, qunluo_workspace())`.execute(tx);
  await sql`
    INSERT INTO connections (id, workspace_id, community_id, connector, name, zone, settings, code)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${connector}, ${name}, ${zone}, '{}', ${code})
  `.execute(tx);
}
