import type { Day } from '#kernel/calendar.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { People } from './people.ts';
import { asWords, IdIndex } from './id-index.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

/** Ends of days at which it is asked who had left: today, and 28 and 91 days before. */
export type LeftAt = { readonly today: Uint8Array; readonly before28: Uint8Array; readonly before91: Uint8Array };

/**
 * Who had left: in every group they were seen in (by that day) their last leave is later than their last other event.
 * Only people with a leave are read, or those named: `only` is the right side of an IN over personas.
 */
export async function whoLeft(frame: Frame, people: People, only?: Sql): Promise<LeftAt> {
  const places = await groupPlaces(frame, people, only);
  const ends: Day[] = [frame.today, frame.today - 28, frame.today - 91];
  const [today, before28, before91] = ends.map((_, k) => leftFlags(people.ids.size, places, k));
  return { today: today!, before28: before28!, before91: before91! };
}

/** Nobody ever left. */
export function nobodyLeft(count: number): LeftAt {
  return { today: new Uint8Array(count), before28: new Uint8Array(count), before91: new Uint8Array(count) };
}

/** One member in one group: instants of the last leave and of the last other event at each of the three ends; 0 = none. */
type Place = { member: number; leave: number[]; other: number[] };

async function groupPlaces(frame: Frame, people: People, only: Sql | undefined): Promise<Place[]> {
  const { today } = frame;
  const last = (column: Sql, days: number): Sql =>
    sql`toFloat64(toUnixTimestamp64Milli(maxIf(${column}, day <= ${p.day(today - days)})))`;
  const found = await readColumns(
    frame,
    'insights.group_places',
    sql`SELECT persona_id, group_id,
          ${last(sql`last_leave_at`, 0)} AS leave_0, ${last(sql`last_leave_at`, 28)} AS leave_1,
          ${last(sql`last_leave_at`, 91)} AS leave_2, ${last(sql`last_at`, 0)} AS other_0,
          ${last(sql`last_at`, 28)} AS other_1, ${last(sql`last_at`, 91)} AS other_2
        FROM member_days WHERE ${standingDays(frame)} AND ${only ? sql`persona_id IN ${only}` : whoEverLeft(frame)}
        GROUP BY persona_id, group_id ORDER BY persona_id, group_id`,
  );
  const personas = asWords(found.rawUuids('persona_id'));
  const groupIds = asWords(found.rawUuids('group_id'));
  const columns = ['leave_0', 'leave_1', 'leave_2', 'other_0', 'other_1', 'other_2'].map(
    (name) => found.column(name) as Float64Array,
  );
  const groups = new IdIndex();
  const byPlace = new Map<string, Place>();
  for (let row = 0; row < found.rows; row++) {
    const member = people.memberOf(personas, row);
    if (member < 0) continue;
    const group = groups.add(groupIds, row);
    const key = `${member} ${group}`;
    let place = byPlace.get(key);
    if (!place) byPlace.set(key, (place = { member, leave: [0, 0, 0], other: [0, 0, 0] }));
    for (let k = 0; k < 3; k++) {
      place.leave[k] = Math.max(place.leave[k]!, columns[k]![row]!);
      place.other[k] = Math.max(place.other[k]!, columns[k + 3]![row]!);
    }
  }
  return [...byPlace.values()];
}

/** Personas with a leave, and all that the map merges: another of the same person may be the one that left. */
function whoEverLeft(frame: Frame): Sql {
  const { scope, today, mapId, hasMap } = frame;
  const leavers = sql`persona_id IN (SELECT persona_id FROM member_days
    WHERE ${inScope(scope)} AND day <= ${p.day(today)} AND toUnixTimestamp64Milli(last_leave_at) > 0)`;
  if (!hasMap) return leavers;
  const map = sql`FROM persona_maps WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)}`;
  return sql`(${leavers} OR persona_id IN (SELECT persona_id ${map}) OR persona_id IN (SELECT member_id ${map}))`;
}

function leftFlags(count: number, places: readonly Place[], end: number): Uint8Array {
  const seen = new Uint8Array(count);
  const stays = new Uint8Array(count);
  for (const { member, leave, other } of places) {
    const [left, stayed] = [leave[end]!, other[end]!];
    if (left === 0 && stayed === 0) continue;
    seen[member] = 1;
    if (left <= stayed) stays[member] = 1;
  }
  return seen.map((flag, i) => (flag === 1 && stays[i] === 0 ? 1 : 0));
}
