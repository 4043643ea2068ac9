import { join } from 'node:path';
import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { communitySpace } from '#modules/events/index.ts';
import { type Channel, planDeliveries, planWorkspace } from '#modules/delivery/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { createLogger } from '#platform/log.ts';
import { type Database, openDatabase, startPostgres, type Tx } from '#platform/postgres/index.ts';
import { type Bench, median, seconds } from './bench.ts';

const DELIVERIES = 100_000;
const CONNECTIONS = 3;
const ROUNDS = 3;
/** Evening in some zones, so that quiet hours matter. */
const NOW = Date.UTC(2026, 5, 1, 12);
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC'] as const;

/** Limits of every kind: bursts, a pace a minute, a day, a month, a person's, and a kind's. */
const LIMITS: Channel['limits'] = [
  { key: 'second', of: 'connection', count: 30, window: { seconds: 1 } },
  { key: 'minute', of: 'connection', count: 1_200, window: { seconds: 60 } },
  { key: 'day', of: 'connection', count: 20_000, window: 'day' },
  { key: 'month', of: 'connection', count: 500_000, window: 'month' },
  { key: 'person', of: 'person', count: 2, window: 'day' },
  { key: 'images', of: 'connection', count: 8_000, window: 'day', kinds: ['image'] },
];

/** Deliveries planned under all limits at once, beside a bare UPDATE of the same rows. */
export const deliveries: Bench = {
  name: 'deliveries',
  async run({ directory, scale, say }) {
    // PostgreSQL alone: the workers of a whole server would plan by themselves.
    const log = createLogger({ logLevel: 'error' });
    const server = await startPostgres({ dataDir: join(directory, 'data'), log });
    const database = await openDatabase(server, { log });
    const { workspaceId, communityId } = await settle(database);
    const count = Math.round(DELIVERIES * scale);
    try {
      const channels = await database.inWorkspace(workspaceId, (tx) => connect(tx, communityId));
      const members = await database.inWorkspace(workspaceId, (tx) => inhabit(tx, communityId, count));
      say(`${count} members; asking for a promotion to each`);
      const asking = await seconds(() =>
        database.inWorkspace(workspaceId, (tx) => ask(tx, { workspaceId, communityId, channels, members })),
      );
      say('planned and bare, interleaved');
      const times = { plan: [] as number[], bare: [] as number[] };
      const outcome = { queued: 0, changed: 0 };
      // The plan and the bare statement start from the same: rows that are not planned. Neither is kept.
      for (let round = 0; round < ROUNDS; round += 1)
        for (const which of ['plan', 'bare'] as const)
          await rolledBack(database, workspaceId, async (tx) => {
            const work = async () =>
              which === 'plan'
                ? void Object.assign(outcome, await planWorkspace(tx, { workspaceId, channels, now: NOW }))
                : void (await sql`UPDATE deliveries SET send_at = not_before, reason = 'due' WHERE fate = 'queued'`.execute(
                    tx,
                  ));
            times[which].push(await seconds(work));
          });
      const [plan, bare] = [median(times.plan), median(times.bare)];
      return [
        {
          name: `bare UPDATE ÷ ${count} deliveries planned under all limits`,
          value: bare / plan,
          unit: '×',
          goal: { atLeast: 0.25 },
          note: `${CONNECTIONS} connections, ${LIMITS.length} limits each, cap, quiet hours in ${ZONES.length} zones; ${outcome.changed} of ${outcome.queued} given a time`,
        },
        { name: 'planned', value: plan, unit: 's' },
        { name: 'bare set-based UPDATE of the same rows', value: bare, unit: 's' },
        { name: 'asked for: filled in, deduplicated, written', value: asking, unit: 's' },
      ];
    } finally {
      await database.close();
      await server.stop();
    }
  },
};

async function settle(database: Database): Promise<{ workspaceId: string; communityId: string }> {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Bench'));
  const { id } = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'Bench', zone: 'UTC' }),
  );
  return { workspaceId, communityId: id };
}

class NotKept extends Error {}

async function rolledBack(database: Database, workspaceId: string, work: (tx: Tx) => Promise<void>): Promise<void> {
  await database
    .inWorkspace(workspaceId, async (tx) => {
      await work(tx);
      throw new NotKept();
    })
    .catch((error: unknown) => {
      if (!(error instanceof NotKept)) throw error;
    });
}

/** Connections of a platform that is not there: nothing is sent. Their rows are as the form makes them. */
async function connect(tx: Tx, communityId: string): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (let at = 0; at < CONNECTIONS; at += 1) {
    const id = newId();
    const code = id.replaceAll('-', '').slice(-20);
    await sql`INSERT INTO system.public_codes (code, workspace_id) VALUES (${code}, qunluo_workspace())`.execute(tx);
    await sql`
      INSERT INTO connections (id, workspace_id, community_id, connector, name, zone, settings, code)
      VALUES (${id}, qunluo_workspace(), ${communityId}, 'bench', ${`bench ${at}`}, ${ZONES[at]!}, '{}', ${code})
    `.execute(tx);
    channels.push({
      id,
      communityId,
      connector: 'bench',
      platform: 'bench',
      name: `bench ${at}`,
      zone: ZONES[at]!,
      paused: false,
      limits: LIMITS,
      capabilities: {
        hears: [],
        replays: false,
        sends: ['text', 'image'],
        recipients: ['person'],
        edits: false,
        idempotent: true,
        confirmed: false,
        answerWithin: null,
        actions: [],
      },
    });
  }
  return channels;
}

/** Members, each with a zone of their own. @returns the external id and the id of each */
async function inhabit(tx: Tx, communityId: string, count: number): Promise<[string, string][]> {
  const space = communitySpace(communityId);
  const accounts = Array.from({ length: count }, (_, at) => ({
    id: space.accountId('bench', `u${at}`),
    platform: 'bench',
    externalId: `u${at}`,
    name: `member ${at}`,
    bot: false,
    firstAt: 0,
  }));
  await ensureAccounts(tx, communityId, accounts);
  const definition = newId();
  await sql`
    INSERT INTO attribute_definitions (id, workspace_id, community_id, key, name, type)
    VALUES (${definition}, qunluo_workspace(), ${communityId}, 'time_zone', 'Time zone', 'text')
  `.execute(tx);
  await sql`
    INSERT INTO member_attributes (workspace_id, community_id, member_id, definition_id, value, source, consent)
    SELECT qunluo_workspace(), ${communityId}, id, ${definition}, to_jsonb(zone), 'import', 'given'
    FROM unnest(${accounts.map(({ id }) => id)}::uuid[], ${accounts.map((_, at) => ZONES[at % ZONES.length]!)}::text[]) AS of (id, zone)
  `.execute(tx);
  return accounts.map(({ id, externalId }) => [externalId, id]);
}

async function ask(
  tx: Tx,
  order: {
    workspaceId: string;
    communityId: string;
    channels: readonly Channel[];
    members: readonly [string, string][];
  },
): Promise<void> {
  const { workspaceId, communityId, channels, members } = order;
  const text = { content: { kind: 'text', text: '{{member.name|朋友}}，周六共读见' }, variables: {} } as const;
  const image = { content: { kind: 'image', url: 'https://a.example/p.png', caption: '' } } as const;
  for (const priority of [3, 7])
    await planDeliveries(
      tx,
      {
        workspaceId,
        communityId,
        source: { kind: 'campaign', id: `bench ${priority}` },
        priority,
        purpose: 'promotion',
        items: members.flatMap(([id, memberId], at) =>
          at % 2 === (priority === 3 ? 0 : 1)
            ? {
                connectionId: channels[at % channels.length]!.id,
                to: { kind: 'person', id },
                memberId,
                message: at % 10 === 0 ? image : text,
                dedupeKey: `bench ${at}`,
              }
            : [],
        ),
      },
      NOW,
    );
}
