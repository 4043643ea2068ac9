import { formatDay } from '#kernel/calendar.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { introduceMembers, type MemberLabel } from './member-state.query.ts';
import { TIES_DRAWN } from './network-limits.ts';
import { type NetworkOf, ofEvaluation, peopleOfNetwork, standingOf } from './network-people.query.ts';
import type { Circle, KeptCircle, NetworkPicture, NetworkReply, NetworkSummary } from './network-view.contract.ts';

const BRIDGES = 20;
const NEWCOMERS = 20;
/** A circle is held by one person who is at an end of this share of its weight; smaller ones always seem to be. */
const HELD_FROM = 0.6;
const HELD_SIZE = 5;

/** The network of an evaluation for its page: figures, circles with who leads and holds them, the picture, who is at risk. */
export async function readNetwork(
  network: NetworkOf,
  { circles, ...summary }: NetworkSummary,
): Promise<NonNullable<NetworkReply['network']>> {
  const [picture, introduced, bridges, isolatedNewcomers] = await Promise.all([
    readPicture(network),
    introduceCircles(network, circles),
    readBridges(network),
    readIsolatedNewcomers(network),
  ]);
  return { ...summary, circles: introduced, picture, bridges, isolatedNewcomers };
}

/** A number with so many digits: a picture travels lighter. */
export const digits = (value: number, many: number): number => Number(value.toPrecision(many));

async function readPicture(network: NetworkOf): Promise<NetworkPicture> {
  const people = await peopleOfNetwork(network, sql`placed = 1`);
  const placed = sql`(SELECT node FROM network_members WHERE ${ofEvaluation(network)} AND placed = 1)`;
  const ties = await network.engine.columns(
    network.scope,
    'insights.network_picture',
    sql`SELECT a, b, toFloat64(given + received) AS weight FROM network_ties
        WHERE ${ofEvaluation(network)} AND a < b AND a IN ${placed} AND b IN ${placed}
        ORDER BY weight DESC, a, b LIMIT ${p.uint(TIES_DRAWN)}`,
  );
  const place = new Map(people.map(({ node }, k) => [node, k]));
  const placeOf = (node: number): number => place.get(node)!;
  return {
    memberId: people.map((one) => one.memberId),
    name: people.map((one) => one.name),
    tier: people.map((one) => one.tier ?? ''),
    x: people.map((one) => digits(one.x, 5)),
    y: people.map((one) => digits(one.y, 5)),
    circle: people.map((one) => one.circle),
    ties: people.map((one) => one.ties),
    cutOff: people.map((one) => one.cutOff),
    influence: people.map((one) => digits(one.influence, 4)),
    from: Array.from(ties.numbers('a'), placeOf),
    to: Array.from(ties.numbers('b'), placeOf),
    weight: Array.from(ties.numbers('weight'), (weight) => digits(weight, 4)),
  };
}

const personOf = (labels: ReadonlyMap<string, MemberLabel>, memberId: string) => {
  const label = labels.get(memberId);
  return { memberId, member: label?.external_id ?? memberId, name: label?.name ?? memberId };
};

async function introduceCircles(
  { engine, scope, evaluationId }: NetworkOf,
  circles: readonly KeptCircle[],
): Promise<Circle[]> {
  const ids = [...new Set(circles.flatMap(({ leaders, holder }) => [...leaders, holder]))];
  const labels = await introduceMembers(engine, scope, evaluationId, ids);
  return circles.map(({ leaders, holder, ...circle }) => ({
    ...circle,
    leaders: leaders.map((id) => personOf(labels, id)),
    holder: circle.size >= HELD_SIZE && circle.holderShare >= HELD_FROM ? personOf(labels, holder) : null,
  }));
}

async function readBridges(network: NetworkOf): Promise<NonNullable<NetworkReply['network']>['bridges']> {
  const people = await peopleOfNetwork(
    network,
    sql`member_id IN (SELECT member_id FROM network_members WHERE ${ofEvaluation(network)} AND cut_off > 0
          ORDER BY cut_off DESC, member_id LIMIT ${p.uint(BRIDGES)})`,
  );
  return people.map(standingOf).sort((a, b) => b.cutOff - a.cutOff || (a.memberId < b.memberId ? -1 : 1));
}

type Newcomer = { member_id: string; external_id: string; name: string; joined: number; total: number };

async function readIsolatedNewcomers(
  network: NetworkOf,
): Promise<NonNullable<NetworkReply['network']>['isolatedNewcomers']> {
  const own = ofEvaluation(network);
  const rows = await network.engine.query<Newcomer>(
    network.scope,
    'insights.isolated_newcomers',
    sql`SELECT member_id, external_id, name, toUInt16(joined_day) AS joined, toUInt32(count() OVER ()) AS total
        FROM member_states WHERE ${own} AND is_member = 1 AND tier = 'newcomer'
          AND member_id NOT IN (SELECT member_id FROM network_members WHERE ${own})
        ORDER BY joined DESC, member_id LIMIT ${p.uint(NEWCOMERS)}`,
  );
  return {
    total: rows[0]?.total ?? 0,
    people: rows.map((row) => ({
      memberId: row.member_id,
      member: row.external_id,
      name: row.name,
      joined: formatDay(row.joined),
    })),
  };
}
