import type { Day } from '#kernel/calendar.ts';
import { currentDays } from '#modules/events/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { asWords, idText } from './id-index.ts';
import { readColumns, type Frame } from './standing.ts';

/** What one persona of a member did in one group on one day; instants in ms, 0 = none. */
export type MemberDay = {
  day: Day;
  group: string;
  contributions: number;
  weight: number;
  messages: number;
  lastAt: number;
  lastLeaveAt: number;
};

/** Everything the roll-up has of one member, days ascending. The table is in the order of personas: nobody else is read. */
export async function daysOfMember(frame: Frame, personas: readonly string[]): Promise<MemberDay[]> {
  const { scope, today } = frame;
  const found = await readColumns(
    frame,
    'insights.days_of_member',
    sql`SELECT day, group_id, contributions, weight, messages, toFloat64(toUnixTimestamp64Milli(last_at)) AS last_ms,
          toFloat64(toUnixTimestamp64Milli(last_leave_at)) AS leave_ms
        FROM member_days
        WHERE ${inScope(scope)} AND ${currentDays(scope)} AND day <= ${p.day(today)} AND persona_id IN ${p.uuids(personas)}
        ORDER BY day`,
  );
  const day = found.column('day') as Uint16Array;
  const groups = asWords(found.rawUuids('group_id'));
  const contributions = found.column('contributions') as Uint32Array;
  const weight = found.column('weight') as Uint32Array;
  const messages = found.column('messages') as Uint32Array;
  const lastAt = found.column('last_ms') as Float64Array;
  const lastLeaveAt = found.column('leave_ms') as Float64Array;
  return Array.from(day, (_, row) => ({
    day: day[row]!,
    group: idText(groups, row),
    contributions: contributions[row]!,
    weight: weight[row]!,
    messages: messages[row]!,
    lastAt: lastAt[row]!,
    lastLeaveAt: lastLeaveAt[row]!,
  }));
}
