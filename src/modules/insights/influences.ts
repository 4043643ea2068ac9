import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { lruOf } from './byte-lru.ts';

/** A million members are 8 MB. */
const MOST_BYTES = 64 << 20;

/** What an evaluation wrote never changes under its id, so that a rank need not be counted in the engine at each look. */
const keptOf = lruOf<EventEngine, Float64Array>(MOST_BYTES);

/** The influence of every member of an evaluation, ascending. */
export function influencesOf(engine: EventEngine, scope: Scope, evaluationId: string): Promise<Float64Array> {
  const read = async (): Promise<Float64Array> => {
    const found = await engine.columns(
      scope,
      'insights.influences',
      sql`SELECT influence FROM member_states
          WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND is_member = 1 ORDER BY influence`,
    );
    return Float64Array.from(found.numbers('influence'));
  };
  const key = `${scope.workspaceId}/${scope.communityId}/${evaluationId}`;
  return keptOf(engine).getOrMake(key, read, ({ byteLength }) => byteLength);
}

/** How many members there are, and the rank of one with this influence: one more than have more of it. */
export function rankAmong(influences: Float64Array, influence: number): { rank: number; of: number } {
  let [low, high] = [0, influences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (influences[middle]! > influence) high = middle;
    else low = middle + 1;
  }
  return { rank: influences.length - low + 1, of: influences.length };
}
