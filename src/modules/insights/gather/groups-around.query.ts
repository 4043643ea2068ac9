import type { Day } from '#kernel/calendar.ts';
import { NEVER } from '#modules/tiers/index.ts';
import { currentDays } from '#modules/events/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { SilenceEvidence } from '../figures/silence-causes.ts';
import { asWords, idText } from './id-index.ts';
import type { SilenceInputs } from './silence-evidence.query.ts';
import { readColumns, standingDays, voidPersonas, type Frame } from './standing.ts';
import { personasOf } from './wake-candidates.query.ts';

const AROUND = 28;
const MAIN_DAYS = 91;

type Own = { group: string; day: Day; contributions: number };

/**
 * What others contributed, 28 days before and after each member's last activity, in the group where the member was most
 * active in their last 91 days. Left out: who never spoke, and whose 28 days after are not over.
 */
export async function groupsAround(inputs: SilenceInputs): Promise<Map<number, NonNullable<SilenceEvidence['group']>>> {
  const { frame, members, standing } = inputs;
  const found = new Map<number, NonNullable<SilenceEvidence['group']>>();
  const asked = members.filter(
    (member) => standing.lastActiveDay[member] !== NEVER && standing.lastActiveDay[member]! + AROUND <= frame.today,
  );
  if (asked.length === 0) return found;
  const own = inputs.days ? activeOnly(inputs.days) : await ownDays(inputs, asked);
  const main = new Map(
    asked.map((member) => [member, mainGroup(own.get(member) ?? [], standing.lastActiveDay[member]!)]),
  );
  const totals = await groupDays(inputs, asked, [...new Set([...main.values()].flatMap((group) => group ?? []))]);
  for (const [member, group] of main) {
    if (group === null) continue;
    const last = standing.lastActiveDay[member]!;
    const days = totals.get(group) ?? new Map<Day, number>();
    const sum = (from: Day, to: Day): number => {
      let total = 0;
      for (let day = from; day <= to; day++) total += days.get(day) ?? 0;
      return total;
    };
    const mine = (own.get(member) ?? [])
      .filter((each) => each.group === group && each.day > last - AROUND)
      .reduce((total, each) => total + each.contributions, 0);
    found.set(member, {
      name: inputs.groupName(group),
      before: sum(last - AROUND + 1, last) - mine,
      after: sum(last + 1, last + AROUND),
    });
  }
  return found;
}

const activeOnly = (days: ReadonlyMap<number, readonly Own[]>): Map<number, Own[]> =>
  new Map([...days].map(([member, own]) => [member, own.filter(({ contributions }) => contributions > 0)]));

async function ownDays({ frame, people }: SilenceInputs, members: readonly number[]): Promise<Map<number, Own[]>> {
  const rows = await readColumns(
    frame,
    'insights.own_group_days',
    sql`SELECT persona_id, group_id, day, toFloat64(sum(contributions)) AS total FROM member_days
        WHERE ${standingDays(frame)} AND persona_id IN ${p.uuids(personasOf(frame, people, members))} AND contributions > 0
        GROUP BY persona_id, group_id, day`,
  );
  const personas = asWords(rows.rawUuids('persona_id'));
  const groups = asWords(rows.rawUuids('group_id'));
  const day = rows.column('day') as Uint16Array;
  const total = rows.column('total') as Float64Array;
  const own = new Map<number, Own[]>();
  for (let row = 0; row < rows.rows; row++) {
    const member = people.memberOf(personas, row);
    const entry = { group: idText(groups, row), day: day[row]!, contributions: total[row]! };
    const list = own.get(member);
    if (list) list.push(entry);
    else own.set(member, [entry]);
  }
  return own;
}

/** The group with most of the contributions in the last 91 days before somebody fell silent; equals by id. */
function mainGroup(own: readonly Own[], last: Day): string | null {
  const sums = new Map<string, number>();
  for (const { group, day, contributions } of own) {
    if (day > last - MAIN_DAYS && day <= last) sums.set(group, (sums.get(group) ?? 0) + contributions);
  }
  const [best] = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}

async function groupDays(
  { frame, standing }: SilenceInputs,
  members: readonly number[],
  groups: readonly string[],
): Promise<Map<string, Map<Day, number>>> {
  const days = new Set<Day>();
  for (const member of members) {
    const last = standing.lastActiveDay[member]!;
    for (let day = last - AROUND + 1; day <= last + AROUND; day++) days.add(day);
  }
  const totals = new Map<string, Map<Day, number>>();
  const add = (row: GroupDay, sign: 1 | -1): void => {
    const own = totals.get(row.group_id) ?? new Map<Day, number>();
    own.set(row.day_number, (own.get(row.day_number) ?? 0) + sign * Number(row.total));
    totals.set(row.group_id, own);
  };
  // Of everybody, which the engine keeps added up by group and day, less what counts for nobody.
  for (const row of await readGroupDays(frame, groups, [...days])) add(row, 1);
  if (frame.hasVoid) for (const row of await readGroupDays(frame, groups, [...days], voidPersonas(frame))) add(row, -1);
  return totals;
}

type GroupDay = { group_id: string; day_number: number; total: number };

const readGroupDays = (
  { engine, scope, today }: Frame,
  groups: readonly string[],
  days: readonly Day[],
  personas?: Sql,
): Promise<GroupDay[]> =>
  engine.query<GroupDay>(
    scope,
    'insights.group_days',
    sql`SELECT group_id, toUInt16(day) AS day_number, sum(contributions) AS total FROM member_days
        WHERE ${inScope(scope)} AND ${currentDays(scope)} AND day <= ${p.day(today)}
          AND group_id IN ${p.uuids(groups)} AND day IN ${p.days(days)}
          ${personas ? sql`AND persona_id IN ${personas}` : sql``}
        GROUP BY group_id, day`,
  );
