import type { Day } from '#kernel/calendar.ts';
import { NEVER } from '#modules/tiers/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { rawRows } from './raw-rows.ts';
import type { SilenceInputs } from './silence-evidence.query.ts';
import { notBot, readColumns } from './standing.ts';
import { personasOf } from './wake-candidates.query.ts';

/** Days around the last activity in which a removed message tells of a sanction. */
const AROUND = 28;

/** Days of the removed messages of some members, ascending, from 28 days before their last activity to 28 days after. */
export async function removedMessages(inputs: SilenceInputs): Promise<Map<number, Day[]>> {
  const { frame, people, resolver, members, standing } = inputs;
  const near = (member: number, day: Day): boolean => {
    const last = standing.lastActiveDay[member]!;
    return last === NEVER ? Math.abs(day - standing.joinedDay[member]!) <= AROUND : Math.abs(day - last) <= AROUND;
  };
  const days = new Set<Day>();
  for (const member of members) {
    const last =
      standing.lastActiveDay[member] === NEVER ? standing.joinedDay[member]! : standing.lastActiveDay[member]!;
    for (let day = last - AROUND; day <= Math.min(last + AROUND, frame.today); day++) days.add(day);
  }
  const found = await readColumns(
    frame,
    'insights.removed_of_members',
    sql`SELECT account_id, event_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        PREWHERE day IN ${p.days([...days])} AND account_id IN ${p.uuids(personasOf(frame, people, members))}
        WHERE ${inScope(frame.scope)} AND removed != '' AND ${notBot(frame.scope)} ORDER BY day`,
  );
  const rows = rawRows(found, people, resolver);
  const removed = new Map<number, Day[]>();
  for (let row = 0; row < rows.rows; row++) {
    const member = rows.author(row);
    if (member >= 0 && near(member, rows.day[row]!))
      removed.set(member, [...(removed.get(member) ?? []), rows.day[row]!]);
  }
  return removed;
}
