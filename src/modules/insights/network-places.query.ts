import type { Places } from '#modules/network/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { asWords } from './gather/id-index.ts';
import type { People } from './gather/people.ts';
import type { Frame } from './gather/standing.ts';

/** The people of a picture that is kept: of an evaluation, or of a past month. */
export type PictureOf = { evaluationId: string } | { snapshotId: string };

const pictureRows = ({ scope }: Frame, picture: PictureOf): Sql =>
  'evaluationId' in picture
    ? sql`FROM network_members WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(picture.evaluationId)} AND placed = 1`
    : sql`FROM network_month_members WHERE ${inScope(scope)} AND snapshot_id = ${p.uuid(picture.snapshotId)}`;

/**
 * Where people stand in a picture that is kept, by the nodes of another network of the same community; NaN for who is
 * not in it. `members` is the number of the member at each node.
 */
export async function placesIn(
  frame: Frame,
  picture: PictureOf,
  { people, members }: { people: People; members: Uint32Array },
): Promise<Places> {
  const found = await frame.engine.columns(
    frame.scope,
    'insights.network_places',
    sql`SELECT member_id, toFloat64(x) AS x, toFloat64(y) AS y ${pictureRows(frame, picture)}`,
  );
  const ids = asWords(found.rawUuids('member_id'));
  const node = new Int32Array(people.ids.size).fill(-1);
  for (const [k, member] of members.entries()) node[member] = k;
  const places = { x: new Float64Array(members.length).fill(NaN), y: new Float64Array(members.length).fill(NaN) };
  const [x, y] = [found.numbers('x'), found.numbers('y')];
  for (let row = 0; row < found.rows; row++) {
    const member = people.ids.indexOf(ids, row);
    const at = member < 0 ? -1 : node[member]!;
    if (at >= 0) [places.x[at], places.y[at]] = [x[row]!, y[row]!];
  }
  return places;
}
