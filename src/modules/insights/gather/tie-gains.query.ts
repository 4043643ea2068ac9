import { setImmediate as nextTurn } from 'node:timers/promises';
import { currentDays } from '#modules/events/index.ts';
import { DECAY_PER_30_DAYS, type Ties } from '#modules/network/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { asWords } from './id-index.ts';
import type { People } from './people.ts';
import { readColumns, type Frame } from './standing.ts';

/** Most pairs fetched at once; beyond that the pairs come in slices by receiver, so that memory stays bounded. */
const PAIRS_A_SLICE = 2_000_000;
/** Rows after which the event loop gets its turn: some ten milliseconds. */
const ROWS_A_TURN = 65_536;

/** What receivers were given in the last 91 days, one row a receiver. */
export type ReceivedRows = {
  readonly rows: number;
  readonly receivers: Uint32Array;
  readonly gains: Float64Array;
  readonly givers: Uint32Array;
};

/** Undecayed weight and distinct people that members heard from in the last 91 days; `only`: the right side of an IN. */
export async function readReceived(frame: Frame, only?: Sql): Promise<ReceivedRows> {
  const found = await readColumns(
    frame,
    'insights.received_91',
    sql`SELECT receiver, toFloat64(sum(gain)) AS received,
          toUInt32(uniqExactIf(giver, kind IN ('reply', 'reaction', 'mention'))) AS fans
        FROM (${memberGains(frame, sql`day >= ${p.day(frame.today - 90)}`)})
        ${only ? sql`WHERE receiver IN ${only}` : sql``}
        GROUP BY receiver`,
  );
  return {
    rows: found.rows,
    receivers: asWords(found.rawUuids('receiver')),
    gains: found.column('received') as Float64Array,
    givers: found.column('fans') as Uint32Array,
  };
}

/** Puts what was received in the places of the members. */
export function placeReceived(
  { rows, receivers, gains, givers }: ReceivedRows,
  people: People,
): { received: Float64Array; fans: Uint32Array } {
  const received = new Float64Array(people.ids.size);
  const fans = new Uint32Array(people.ids.size);
  for (let row = 0; row < rows; row++) {
    const i = people.ids.indexOf(receivers, row);
    if (i < 0) continue;
    received[i] = gains[row]!;
    fans[i] = givers[row]!;
  }
  return { received, fans };
}

/**
 * All ties at T between people who are members: Σ gain × 0.9^(days ÷ 30) by giver and receiver. Nodes are numbered by
 * `node`, which gives a member's place among the nodes or −1.
 */
export async function tiesAt(frame: Frame, people: People, nodes: number, node: Int32Array): Promise<Ties> {
  const slices = Math.max(1, Math.ceil((await countGains(frame)) / PAIRS_A_SLICE));
  const parts: Ties[] = [];
  for (let slice = 0; slice < slices; slice++) {
    parts.push(await slicePairs(frame, people, nodes, node, { slice, slices }));
  }
  return parts.length === 1 ? parts[0]! : await joinTies(nodes, parts);
}

async function slicePairs(
  frame: Frame,
  people: People,
  nodes: number,
  node: Int32Array,
  { slice, slices }: { slice: number; slices: number },
): Promise<Ties> {
  const found = await readColumns(
    frame,
    'insights.ties',
    sql`SELECT giver, receiver, sum(gain * pow(${p.float(DECAY_PER_30_DAYS)}, (${p.int(frame.today)} - toInt32(day)) / 30)) AS weight
        FROM (${memberGains(frame, sql`1`)})
        ${slices > 1 ? sql`WHERE cityHash64(receiver) % ${p.uint(slices)} = ${p.uint(slice)}` : sql``}
        GROUP BY giver, receiver`,
  );
  const givers = asWords(found.rawUuids('giver'));
  const receivers = asWords(found.rawUuids('receiver'));
  const weights = found.column('weight') as Float64Array;
  const [from, to] = [new Uint32Array(found.rows), new Uint32Array(found.rows)];
  const weight = new Float64Array(found.rows);
  let size = 0;
  for (let row = 0; row < found.rows; row++) {
    if (row % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    const a = nodeOf(people, node, givers, row);
    const b = nodeOf(people, node, receivers, row);
    if (a < 0 || b < 0 || a === b || !(weights[row]! > 0)) continue;
    from[size] = a;
    to[size] = b;
    weight[size++] = weights[row]!;
  }
  return { nodes, from: from.slice(0, size), to: to.slice(0, size), weight: weight.slice(0, size) };
}

function nodeOf(people: People, node: Int32Array, words: Uint32Array, row: number): number {
  const member = people.ids.indexOf(words, row);
  return member < 0 ? -1 : node[member]!;
}

async function joinTies(nodes: number, parts: readonly Ties[]): Promise<Ties> {
  const size = parts.reduce((sum, part) => sum + part.from.length, 0);
  const ties = { nodes, from: new Uint32Array(size), to: new Uint32Array(size), weight: new Float64Array(size) };
  let at = 0;
  for (const part of parts) {
    ties.from.set(part.from, at);
    ties.to.set(part.to, at);
    ties.weight.set(part.weight, at);
    at += part.from.length;
    await nextTurn();
  }
  return ties;
}

async function countGains(frame: Frame): Promise<number> {
  const rows = await frame.engine.query<{ gains: number }>(
    frame.scope,
    'insights.count_gains',
    sql`SELECT count() AS gains FROM tie_gains WHERE ${standingGains(frame)}`,
  );
  return Number(rows[0]?.gains ?? 0);
}

/** The rows of the roll-up, of everybody or, from two orderings of the table, of some personas. */
function rawGains(frame: Frame, when: Sql, touching: readonly string[] | undefined): Sql {
  const rows = sql`SELECT giver, receiver, day, gain, kind, event_id FROM tie_gains
    WHERE ${standingGains(frame)} AND ${when}`;
  if (touching === undefined) return rows;
  const personas = p.uuids(touching);
  return sql`${rows} AND giver IN ${personas} UNION ALL ${rows} AND receiver IN ${personas} AND giver NOT IN ${personas}`;
}

const standingGains = ({ scope, today }: Frame): Sql =>
  sql`${inScope(scope)} AND ${currentDays(scope)} AND day <= ${p.day(today)}`;

/**
 * Gains between members, in columns giver, receiver, day, gain, kind. Where the map is empty these are the rows as they
 * are. Else personas become members, void ones and gains to oneself go, and of the gains that one event gives a pair of
 * members the largest stays, of those of one occasion the first. That can only concern receivers that several personas
 * may mean, and people of several personas who attended. `when` is a condition on day; `touching` limits the gains to
 * those that members with just these personas (all of theirs) gave or received.
 */
export function memberGains(frame: Frame, when: Sql, touching?: readonly string[]): Sql {
  const rows = rawGains(frame, frame.hasMap ? sql`1` : when, touching);
  if (!frame.hasMap) return sql`SELECT * FROM (${rows}) WHERE giver != receiver`;
  const map = sql`FROM persona_maps WHERE ${inScope(frame.scope)} AND map_id = ${p.uuid(frame.mapId)}`;
  const mappedRows = sql`
    SELECT g.giver AS giver, if(r.found = 1, r.member_id, g.receiver) AS receiver, g.day AS day, g.gain AS gain,
      g.kind AS kind, g.event_id AS event_id
    FROM (
      SELECT if(m.found = 1, m.member_id, t.giver) AS giver, t.receiver AS receiver, t.day AS day, t.gain AS gain,
        t.kind AS kind, t.event_id AS event_id
      FROM (${rows}) AS t LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found ${map}) AS m ON t.giver = m.persona_id
    ) AS g LEFT ANY JOIN (SELECT persona_id, member_id, 1 AS found ${map}) AS r ON g.receiver = r.persona_id`;
  const nil = p.uuid(NIL_ID);
  const standing = sql`SELECT * FROM (${mappedRows}) WHERE giver != receiver AND giver != ${nil} AND receiver != ${nil}`;
  const shared = sql`(SELECT member_id ${map})`;
  const several = sql`(receiver IN ${shared} OR (kind = 'attend' AND giver IN ${shared}))`;
  return sql`SELECT giver, receiver, day, gain, kind FROM (${standing}) WHERE ${when} AND NOT ${several}
    UNION ALL
    SELECT giver, receiver, first_day AS day, largest AS gain, its_kind AS kind FROM (
      SELECT giver, receiver, min(day) AS first_day, max(gain) AS largest, argMax(kind, tuple(gain, kind)) AS its_kind
      FROM (${standing}) WHERE ${several} GROUP BY giver, receiver, event_id) WHERE ${when}`;
}
