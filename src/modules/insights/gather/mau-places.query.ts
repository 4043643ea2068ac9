import type { Day } from '#kernel/calendar.ts';
import { DECAY_PER_30_DAYS } from '#modules/network/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { asWords, idText } from './id-index.ts';
import { memberDays } from './member-events.ts';
import type { People } from './people.ts';
import { readColumns, type Frame } from './standing.ts';
import { memberGains } from './tie-gains.query.ts';

/** The group where each member contributed most in two windows of 28 days, by number of the member. */
export type MainGroups = { before: Map<number, string>; now: Map<number, string> };

/** Reads it for everybody active in the 28 days that end with `before`, and in those that end with the frame's day. */
export async function mainGroups(frame: Frame, people: People, before: Day): Promise<MainGroups> {
  const now = frame.today;
  const days = memberDays(frame, {
    columns: ['day', 'group_id', 'contributions'],
    from: before - 27,
    where: sql`contributions > 0 AND (day <= ${p.day(before)} OR day > ${p.day(now - 28)})`,
  });
  const found = await readColumns(
    frame,
    'insights.main_groups',
    sql`SELECT member_id, is_now, argMax(group_id, (total, group_id)) AS main FROM (
          SELECT member_id, group_id, toUInt8(day > ${p.day(before)}) AS is_now, sum(contributions) AS total
          FROM ${days} GROUP BY member_id, group_id, is_now)
        GROUP BY member_id, is_now`,
  );
  const members = asWords(found.rawUuids('member_id'));
  const mains = asWords(found.rawUuids('main'));
  const isNow = found.column('is_now') as Uint8Array;
  const groups: MainGroups = { before: new Map(), now: new Map() };
  for (let row = 0; row < found.rows; row++) {
    const member = people.ids.indexOf(members, row);
    if (member >= 0) groups[isNow[row] === 1 ? 'now' : 'before'].set(member, idText(mains, row));
  }
  return groups;
}

/** Least tie, both directions together, that makes somebody the closest. */
const CLOSEST_TIE = 1;

/** The strongest tie of some members at the end of a day, to and from together: by number, the other's number. */
export async function closestTies(
  frame: Frame,
  people: People,
  members: readonly number[],
  day: Day,
): Promise<Map<number, number>> {
  const closest = new Map<number, number>();
  if (members.length === 0) return closest;
  const then: Frame = { ...frame, today: day };
  const ids = p.uuids(members.map((member) => people.ids.text(member)));
  const gains = memberGains(then, sql`1`);
  const found = await readColumns(
    frame,
    'insights.closest_ties',
    sql`SELECT person, argMax(other, (tie, other)) AS closest FROM (
          SELECT person, other, sum(gain * pow(${p.float(DECAY_PER_30_DAYS)}, (${p.int(day)} - toInt32(day)) / 30)) AS tie
          FROM (
            SELECT giver AS person, receiver AS other, day, gain FROM (${gains}) WHERE giver IN ${ids}
            UNION ALL
            SELECT receiver AS person, giver AS other, day, gain FROM (${gains}) WHERE receiver IN ${ids})
          GROUP BY person, other HAVING tie >= ${p.int(CLOSEST_TIE)})
        GROUP BY person`,
  );
  const persons = asWords(found.rawUuids('person'));
  const others = asWords(found.rawUuids('closest'));
  for (let row = 0; row < found.rows; row++) {
    const person = people.ids.indexOf(persons, row);
    const other = people.ids.indexOf(others, row);
    if (person >= 0 && other >= 0) closest.set(person, other);
  }
  return closest;
}
