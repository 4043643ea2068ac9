import { type Network, type Structure } from '#modules/network/index.ts';
import { p, removeRows, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { idBytes } from './gather/member-states.ts';
import type { People } from './gather/people.ts';
import type { Frame } from './gather/standing.ts';
import { TIES_DRAWN } from './network-limits.ts';

type Snapshot = {
  frame: Frame;
  people: People;
  members: Uint32Array;
  network: Network;
  structure: Structure;
  snapshotId: string;
};

/** Writes the picture of a month: the people with a place, and the strongest ties among them. */
export async function writeSnapshot(snapshot: Snapshot): Promise<void> {
  const { frame, snapshotId, structure } = snapshot;
  if (structure.placed.length === 0) return;
  const write = (table: string, batch: Record<string, ArrayLike<unknown> & object>) =>
    frame.engine.insertColumns(frame.scope, table, [batch] as never, { deduplicationToken: `${table}:${snapshotId}` });
  await write('network_month_members', memberColumns(snapshot));
  const ties = drawnTies(snapshot);
  if (ties.a.length > 0) await write('network_month_ties', { snapshot_id: ids(snapshotId, ties.a.length), ...ties });
}

const ids = (id: string, many: number): string[] => new Array<string>(many).fill(id);

function memberColumns({ people, members, network, structure, snapshotId }: Snapshot) {
  const { tied, placed, circle, ties, x, y } = structure;
  return {
    snapshot_id: ids(snapshotId, placed.length),
    member_id: idBytes(
      people,
      placed.map((place) => members[tied[place]!]!),
    ),
    node: Uint32Array.from(placed.keys()),
    circle: placed.map((place) => circle[place]!),
    ties: placed.map((place) => ties[place]!),
    influence: Float64Array.from(placed, (place) => network.influence[tied[place]!]!),
    x,
    y,
  };
}

/** The strongest ties among the people in the picture by their places in it, each once. */
function drawnTies({ network: { undirected, figures }, structure: { tied, placed } }: Snapshot) {
  const place = new Int32Array(figures.people).fill(-1);
  for (const [k, at] of placed.entries()) place[tied[at]!] = k;
  const found: { a: number; b: number; weight: number }[] = [];
  for (const at of placed) {
    const node = tied[at]!;
    for (let k = undirected.start[node]!; k < undirected.start[node + 1]!; k++) {
      const [a, b] = [place[node]!, place[undirected.target[k]!]!];
      if (b > a) found.push({ a, b, weight: undirected.weight[k]! });
    }
  }
  const drawn = found.sort((one, other) => other.weight - one.weight || one.a - other.a || one.b - other.b);
  drawn.length = Math.min(drawn.length, TIES_DRAWN);
  return {
    a: Uint32Array.from(drawn, ({ a }) => a),
    b: Uint32Array.from(drawn, ({ b }) => b),
    weight: Float32Array.from(drawn, ({ weight }) => weight),
  };
}

/** Removes the pictures of months that no longer count. Nobody else may write pictures of the community meanwhile. */
export async function removeOldSnapshots(engine: EventEngine, scope: Scope, keep: readonly string[]): Promise<void> {
  const gone = sql`snapshot_id NOT IN ${p.uuids(keep)}`;
  for (const table of ['network_month_members', 'network_month_ties']) await removeRows(engine, scope, { table, gone });
}
