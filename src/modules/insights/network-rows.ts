import type { Network, Structure } from '#modules/network/index.ts';
import { p, removeRows, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { idBytes } from './gather/member-states.ts';
import type { People } from './gather/people.ts';
import type { Frame } from './gather/standing.ts';

/** Rows that are sent at once. */
const BATCH = 65_536;

type Batch = Record<string, ArrayLike<unknown> & object>;

type MemberRows = {
  frame: Frame;
  people: People;
  members: Uint32Array;
  structure: Structure;
  evaluationId: string;
};

/** Writes where everybody who has a tie stands in the network. */
export async function writeNetworkMembers(rows: MemberRows): Promise<void> {
  const { frame, evaluationId, structure } = rows;
  if (structure.tied.length === 0) return;
  await frame.engine.insertColumns(frame.scope, 'network_members', memberBatches(rows) as never, {
    deduplicationToken: `network-members:${evaluationId}`,
  });
}

function* memberBatches({ people, members, structure, evaluationId }: MemberRows): Generator<Batch> {
  const { tied, placed } = structure;
  const [isPlaced, x, y] = [new Uint8Array(tied.length), new Float32Array(tied.length), new Float32Array(tied.length)];
  for (const [k, place] of placed.entries()) {
    isPlaced[place] = 1;
    x[place] = structure.x[k]!;
    y[place] = structure.y[k]!;
  }
  const none = new Float64Array(tied.length);
  for (let from = 0; from < tied.length; from += BATCH) {
    const to = Math.min(tied.length, from + BATCH);
    yield {
      evaluation_id: new Array<string>(to - from).fill(evaluationId),
      member_id: idBytes(
        people,
        tied.slice(from, to).map((node) => members[node]!),
      ),
      node: Uint32Array.from({ length: to - from }, (_, k) => from + k),
      circle: structure.circle.slice(from, to),
      ties: structure.ties.slice(from, to),
      betweenness: (structure.betweenness ?? none).slice(from, to),
      betweenness_error: (structure.betweennessError ?? none).slice(from, to),
      cut_off: structure.cutOff.slice(from, to),
      component: structure.component.slice(from, to),
      placed: isPlaced.slice(from, to),
      x: x.slice(from, to),
      y: y.slice(from, to),
    };
  }
}

type TieRows = { frame: Frame; network: Network; structure: Structure; evaluationId: string };

/** Writes the ties that are kept, both ways round; gives how many pairs they are. */
export async function writeNetworkTies(rows: TieRows): Promise<number> {
  const { frame, evaluationId, structure } = rows;
  if (structure.tied.length === 0) return 0;
  let written = 0;
  const counted = function* (): Generator<Batch> {
    for (const batch of tieBatches(rows)) {
      written += batch['a']!.length;
      yield batch;
    }
  };
  await frame.engine.insertColumns(frame.scope, 'network_ties', counted() as never, {
    deduplicationToken: `network-ties:${evaluationId}`,
  });
  return written / 2;
}

function* tieBatches({ network, structure, evaluationId }: TieRows): Generator<Batch> {
  const place = new Int32Array(network.figures.people);
  for (const [k, node] of structure.tied.entries()) place[node] = k;
  let [a, b] = [new Uint32Array(BATCH), new Uint32Array(BATCH)];
  let [given, received] = [new Float32Array(BATCH), new Float32Array(BATCH)];
  let size = 0;
  const batch = (): Batch => ({
    evaluation_id: new Array<string>(size).fill(evaluationId),
    a: a.slice(0, size),
    b: b.slice(0, size),
    given: given.slice(0, size),
    received: received.slice(0, size),
  });
  for (const tie of tiesBothWays(network, structure)) {
    a[size] = place[tie.from]!;
    b[size] = place[tie.to]!;
    given[size] = tie.given;
    received[size++] = tie.received;
    if (size < BATCH) continue;
    yield batch();
    size = 0;
  }
  if (size > 0) yield batch();
}

/** Each kept tie from both of its ends, by node; one object is used for all. */
function* tiesBothWays({ out, into }: Network, { tied, keptFrom }: Structure) {
  const tie = { from: 0, to: 0, given: 0, received: 0 };
  for (const node of tied) {
    tie.from = node;
    let [g, r] = [out.start[node]!, into.start[node]!];
    const [lastGiven, lastReceived] = [out.start[node + 1]!, into.start[node + 1]!];
    while (g < lastGiven || r < lastReceived) {
      const to = g < lastGiven ? out.target[g]! : Infinity;
      const by = r < lastReceived ? into.target[r]! : Infinity;
      tie.to = Math.min(to, by);
      tie.given = to <= by ? out.weight[g++]! : 0;
      tie.received = by <= to ? into.weight[r++]! : 0;
      if (tie.given + tie.received >= keptFrom) yield tie;
    }
  }
}

/** Removes the networks of all evaluations but those to keep. Nobody else may write networks of the community meanwhile. */
export async function removeOldNetworks(engine: EventEngine, scope: Scope, keep: readonly string[]): Promise<void> {
  const gone = sql`evaluation_id NOT IN ${p.uuids(keep)}`;
  for (const table of ['network_members', 'network_ties']) await removeRows(engine, scope, { table, gone });
}
