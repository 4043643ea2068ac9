import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Tier } from './contract.ts';
import type { NetworkPerson } from './network-view.contract.ts';

/** Whose network is asked for. */
export type NetworkOf = { engine: EventEngine; scope: Scope; evaluationId: string };

/** Somebody in the network of an evaluation, with their number in it. */
export type PersonInNetwork = NetworkPerson & {
  node: number;
  component: number;
  betweenness: number;
  betweennessError: number;
  x: number;
  y: number;
};

type Row = {
  member_id: string;
  external_id: string;
  name: string;
  tier: Tier | '';
  influence: number;
  node: number;
  circle: number;
  ties: number;
  betweenness: number;
  betweenness_error: number;
  cut_off: number;
  component: number;
  x: number;
  y: number;
};

export const ofEvaluation = ({ scope, evaluationId }: NetworkOf): Sql =>
  sql`${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)}`;

/** The people of a network whom a condition on `network_members` means, in the order of their numbers. */
export async function peopleOfNetwork(network: NetworkOf, which: Sql): Promise<PersonInNetwork[]> {
  const own = ofEvaluation(network);
  const rows = await network.engine.query<Row>(
    network.scope,
    'insights.network_people',
    sql`SELECT n.member_id AS member_id, s.external_id AS external_id, s.name AS name, s.tier AS tier, s.influence AS influence,
          node, circle, ties, betweenness, betweenness_error, cut_off, component, x, y
        FROM (SELECT * FROM network_members WHERE ${own} AND ${which}) AS n
        ANY LEFT JOIN (SELECT member_id, external_id, name, tier, influence FROM member_states WHERE ${own}
          AND member_id IN (SELECT member_id FROM network_members WHERE ${own} AND ${which})) AS s ON n.member_id = s.member_id
        ORDER BY node`,
  );
  return rows.map((row) => ({
    memberId: row.member_id,
    member: row.external_id || row.member_id,
    name: row.name || row.external_id || row.member_id,
    tier: row.tier || null,
    influence: row.influence,
    node: row.node,
    circle: row.circle,
    ties: row.ties,
    cutOff: row.cut_off,
    component: row.component,
    betweenness: row.betweenness,
    betweennessError: row.betweenness_error,
    x: row.x,
    y: row.y,
  }));
}

/** Somebody as the network shows them. */
export const standingOf = ({
  memberId,
  member,
  name,
  tier,
  circle,
  ties,
  cutOff,
  influence,
}: PersonInNetwork): NetworkPerson => ({ memberId, member, name, tier, circle, ties, cutOff, influence });

/** What two people of some gave each other, by the number of the giver and of the receiver. */
export async function tiesAmong(
  network: NetworkOf,
  nodes: readonly number[],
): Promise<{ a: number; b: number; given: number; received: number }[]> {
  if (nodes.length === 0) return [];
  return network.engine.query(
    network.scope,
    'insights.network_ties_among',
    sql`SELECT a, b, toFloat64(given) AS given, toFloat64(received) AS received FROM network_ties
        WHERE ${ofEvaluation(network)} AND a IN ${p.uints(nodes)} AND b IN ${p.uints(nodes)} ORDER BY a, b`,
  );
}
