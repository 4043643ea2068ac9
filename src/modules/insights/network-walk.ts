import { type Rows, share } from '#modules/network/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { lruOf } from './byte-lru.ts';

/** The ties of two million pairs are 48 MB. */
const MOST_BYTES = 96 << 20;

/** Rows of an evaluation never change under its id, and name people by numbers only. */
const keptOf = lruOf<EventEngine, WalkedNetwork>(MOST_BYTES);

export type WalkedNetwork = { nodes: number; rows: Rows };

/** The ties of an evaluation to walk along, both ways round, weighted by what either gave. */
export function networkToWalk(engine: EventEngine, scope: Scope, evaluationId: string): Promise<WalkedNetwork> {
  const key = `${scope.workspaceId}/${scope.communityId}/${evaluationId}`;
  const bytes = ({ rows: { start, target, weight } }: WalkedNetwork): number =>
    start.byteLength + target.byteLength + weight.byteLength;
  return keptOf(engine).getOrMake(key, () => readNetwork(engine, scope, evaluationId), bytes);
}

async function readNetwork(engine: EventEngine, scope: Scope, evaluationId: string): Promise<WalkedNetwork> {
  const found = await engine.columns(
    scope,
    'insights.network_ties',
    sql`SELECT a, b, toFloat64(given + received) AS weight FROM network_ties
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} ORDER BY a, b`,
  );
  const a = found.numbers('a');
  const target = found.numbers('b') as Uint32Array;
  const weight = found.numbers('weight') as Float64Array;
  let nodes = 0;
  for (let row = 0; row < found.rows; row++) nodes = Math.max(nodes, a[row]! + 1);
  const start = new Uint32Array(nodes + 1);
  for (let row = 0; row < found.rows; row++) start[a[row]! + 1]!++;
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!;
  // Shared, so that a thread that walks them does not copy them.
  return { nodes, rows: share({ start, target, weight }) };
}
