import { newId } from '#kernel/ids.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { evaluateCommunity, openEvaluated, type Evaluated } from '#modules/insights/index.ts';
import { defineAttribute, ensureAccounts, type PeopleSet, setAttribute, setTags } from '#modules/members/index.ts';
import { grantScope, inScope, p, type Scope, sql, type EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { Random } from './random-rules.ts';
import type { NumberRange, RuleSources } from '../rule-sources.ts';
import type { SegmentServices } from '../segment-services.ts';
import type { OracleState, OracleWorld } from './rule-oracle.ts';

export const ZONE = 'Asia/Shanghai';
const START = Date.UTC(2024, 2, 1);
const HOUR = 3_600_000;

const KINDS = [
  'message',
  'message',
  'reply',
  'reply',
  'reaction',
  'attend',
  'purchase',
  'purchase',
  'refund',
  'join',
  'visit',
  'dance',
];
export const PEOPLE = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida', 'jim', 'kim', 'lea'];

/** A history without renames, merges and edits, so that an oracle knows at once who did what. */
export function plainHistory(random: Random, size: number): NeutralEvent[] {
  const written: string[] = [];
  return Array.from({ length: size }, (_, number) => {
    const kind = random.pick(KINDS);
    const member = random.chance(0.05) ? 'robot' : random.pick(PEOPLE);
    const platform = member > 'j' ? 'slack' : 'qunluo';
    const id = `e${number}`;
    const event: NeutralEvent = {
      id,
      group: random.pick(['g1', 'g2']),
      member,
      kind,
      platform,
      at: new Date(START + random.below(16 * 24) * HOUR).toISOString(),
      position: number,
      name: member.toUpperCase(),
    };
    if (kind === 'message') written.push(`${platform} ${id}`);
    if (member === 'robot') event.bot = true;
    if (random.chance(0.5)) event.text = random.pick(['读书 text 1', '好书', 'nothing', 'Edit the TEXT']);
    const there = written.filter((one) => one.startsWith(platform));
    if ((kind === 'reply' || kind === 'reaction') && there.length > 0)
      event.replyTo = random.pick(there).split(' ')[1]!;
    if (kind === 'purchase' || kind === 'refund' || random.chance(0.1)) event.value = random.below(10_000) / 100;
    if (random.chance(0.3)) event.order = { city: random.pick(['杭州', '苏州', 'Paris']), pages: random.below(9) };
    if (random.chance(0.2)) event.accepted = random.chance(0.5);
    if (random.chance(0.1)) event.removed = 'spam';
    return event;
  });
}

type Standing = { level: string | null; points: number; credit: number };
export const LEVELS = [newId(), newId()];

export type SegmentWorld = {
  services: SegmentServices;
  scope: Scope;
  community: Community;
  workspaceId: string;
  /** What the modules of levels, points and credit would say of people. */
  standings: Map<string, Standing>;
};

/** Rules ask other modules through a port; here of a map. Nobody else has points or a level, and everybody full credit. */
function sourcesOf(standings: ReadonlyMap<string, Standing>): RuleSources {
  const among = async (except: boolean, holds: (one: Standing) => boolean): Promise<PeopleSet> => ({
    ids: [...standings].filter(([, one]) => holds(one) !== except).map(([id]) => id),
    except,
  });
  const inside = (number: number, { from, to }: NumberRange): boolean => number >= from && number <= to;
  return {
    listLevels: async () => LEVELS.map((id) => ({ id, name: id })),
    onLevels: (_tx, _id, levels) => among(levels.includes(null), ({ level }) => levels.includes(level)),
    withPoints: (_tx, _id, range) => among(inside(0, range), ({ points }) => inside(points, range)),
    withCredit: (_tx, _id, range) => among(inside(12, range), ({ credit }) => inside(credit, range)),
  };
}

/** A new community on the test's stores. */
export async function newWorld(database: Database, engine: EventEngine): Promise<SegmentWorld> {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  const community = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: `C ${newId()}` }),
  );
  const clock = { now: () => Date.now() };
  const standings = new Map<string, Standing>();
  const services: SegmentServices = {
    database,
    engine,
    clock,
    log: { warn: () => undefined },
    ruleSources: sourcesOf(standings),
  };
  return { services, scope: grantScope(workspaceId, community.id), community, workspaceId, standings };
}

/** Writes events and makes their accounts known, as an import would. */
export async function tell(world: SegmentWorld, events: readonly NeutralEvent[]): Promise<void> {
  const { services, scope, community, workspaceId } = world;
  const { changed } = await writeEvents(services.engine, scope, { zone: community.zone }, events);
  await rollUp(services.engine, scope, changed);
  const accounts = new Map(events.map((event) => [accountOf(world, event), event]));
  await services.database.inWorkspace(workspaceId, (tx) =>
    ensureAccounts(
      tx,
      community.id,
      [...accounts].map(([id, { platform = 'qunluo', member, bot = false }]) => ({
        id,
        platform,
        externalId: member,
        name: member.toUpperCase(),
        bot,
        firstAt: START,
      })),
    ),
  );
}

export const accountOf = (
  { community }: SegmentWorld,
  { platform = 'qunluo', member }: Pick<NeutralEvent, 'platform' | 'member'>,
): string => communitySpace(community.id).accountId(platform, member);

export const groupOf = (
  { community }: SegmentWorld,
  { platform = 'qunluo', group }: Pick<NeutralEvent, 'platform' | 'group'>,
): string => communitySpace(community.id).groupId(platform, group);

/** Evaluates, and opens the evaluation. */
export async function evaluated({ services, workspaceId, community }: SegmentWorld): Promise<Evaluated> {
  await evaluateCommunity(services, { workspaceId, communityId: community.id });
  return openEvaluated(services, { workspaceId, communityKey: community.id });
}

/** Tags, a city and standings for some people, the same for the oracle. */
export async function describePeople(
  world: SegmentWorld,
  random: Random,
): Promise<Pick<OracleWorld, 'tags' | 'attributes' | 'standings'>> {
  const { services, workspaceId, community } = world;
  const tags = new Map<string, Set<string>>();
  const attributes = new Map<string, string>();
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const known = await tx
      .withTables<{ attribute_definitions: { key: string; community_id: string } }>()
      .selectFrom('attribute_definitions')
      .select('key')
      .where('community_id', '=', community.id)
      .execute();
    if (!known.some(({ key }) => key === 'city')) {
      await defineAttribute(tx, community.id, {
        key: 'city',
        name: '城市',
        nameEn: '',
        type: 'text',
        choices: [],
        choicesEn: [],
      });
    }
    for (const member of PEOPLE) {
      const id = accountOf(world, { member, platform: member > 'j' ? 'slack' : 'qunluo' });
      const own = ['reader', 'writer'].filter(() => random.chance(0.4));
      tags.set(id, new Set(own));
      if (random.chance(0.7))
        world.standings.set(id, {
          level: random.pick([...LEVELS, null]),
          points: random.pick([0, 50, 100]),
          credit: random.pick([6, 9, 12]),
        });
      try {
        await setTags(tx, { communityId: community.id, memberId: id, tags: own, source: 'hand' });
      } catch {
        continue;
      }
      if (!random.chance(0.6)) continue;
      const city = random.pick(['杭州', '苏州', '杭州市']);
      attributes.set(id, city);
      await setAttribute(tx, {
        communityId: community.id,
        memberId: id,
        key: 'city',
        value: city,
        source: 'operator',
        consent: 'given',
      });
    }
  });
  return { tags, attributes, standings: world.standings };
}

/** What the evaluation kept, as an oracle takes it. */
export async function readWorld(
  world: SegmentWorld,
  { evaluation, today }: Evaluated,
  events: readonly NeutralEvent[],
): Promise<Omit<OracleWorld, 'tags' | 'attributes' | 'standings' | 'segments' | 'schemes'>> {
  const { services, scope } = world;
  const rows = sql`${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)}`;
  const states = await services.engine.query<OracleState>(
    scope,
    'test.states',
    sql`SELECT member_id, tier, silent_kind, value_cell, paying, recency, frequency, monetary, toUInt16(joined_day) AS joined,
          platforms, groups FROM member_states WHERE ${rows} AND is_member = 1`,
  );
  const network = await services.engine.query<{
    member_id: string;
    node: number;
    circle: number;
    ties: number;
    cut_off: number;
  }>(scope, 'test.network', sql`SELECT member_id, node, circle, ties, cut_off FROM network_members WHERE ${rows}`);
  const pairs = await services.engine.query<{ a: number; b: number }>(
    scope,
    'test.ties',
    sql`SELECT a, b FROM network_ties WHERE ${rows}`,
  );
  const idOf = new Map(network.map(({ node, member_id }) => [node, member_id]));
  const ties = new Map(
    network.map((one) => {
      const to = new Set(pairs.filter(({ a }) => a === one.node).map(({ b }) => idOf.get(b)!));
      return [one.member_id, { ties: one.ties, circle: one.circle, bridge: one.cut_off > 0, to }];
    }),
  );
  const bots = new Set(events.filter(({ bot }) => bot).map((event) => accountOf(world, event)));
  const byMember = new Map<string, NeutralEvent[]>();
  for (const event of events) {
    const id = accountOf(world, event);
    if (event.removed || bots.has(id)) continue;
    byMember.set(id, [...(byMember.get(id) ?? []), event]);
  }
  return {
    today,
    zone: ZONE,
    stage: evaluation.report.stage.value,
    states,
    events: byMember,
    groupId: (event) => groupOf(world, event),
    ties,
  };
}

/** The ids of a subquery of `member_id`, in order. */
export async function idsOf({ services, scope }: SegmentWorld, members: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await services.engine.query<{ member_id: string }>(
    scope,
    'test.ids',
    sql`SELECT member_id FROM ${members} ORDER BY toString(member_id)`,
  );
  return rows.map(({ member_id }) => member_id);
}
