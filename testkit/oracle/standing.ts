import { mondayOf } from '#kernel/calendar.ts';
import type { Community, Gain, Person } from './people.ts';

export type Standing = { tier: string; silentKind?: string; received91: number; fans: number };

const within = (person: Person, from: number, to: number): number =>
  [...person.activeDays.keys()].filter((day) => day >= from && day <= to).length;

export const lastActive = (person: Person): number | undefined =>
  person.activeDays.size ? Math.max(...person.activeDays.keys()) : undefined;

const activeWeeks = (person: Person, day: number): number => {
  const oldest = mondayOf(day) - 12 * 7;
  return new Set([...person.activeDays.keys()].filter((at) => at >= oldest && at <= day).map(mondayOf)).size;
};

/** The engagement tier of every member at the end of `day`, first match wins. */
export function standings(community: Community, day: number): Map<Person, Standing> {
  const recent = new Map<Person, Gain[]>();
  for (const gain of community.gains) {
    if (gain.day < day - 90 || gain.day > day) continue;
    const list = recent.get(gain.receiver) ?? [];
    list.push(gain);
    recent.set(gain.receiver, list);
  }
  const received = (person: Person): number => (recent.get(person) ?? []).reduce((sum, gain) => sum + gain.gain, 0);
  const fans = (person: Person): number =>
    new Set(
      (recent.get(person) ?? []).filter((g) => ['reply', 'mention', 'reaction'].includes(g.kind)).map((g) => g.giver),
    ).size;
  const members = community.people.filter((person) => person.isMember);
  const pool = members.filter((person) => within(person, day - 90, day) > 0);
  const cut = pool.map(received).sort((a, b) => b - a)[Math.ceil(0.05 * pool.length) - 1] ?? Infinity;

  const result = new Map<Person, Standing>();
  for (const person of members) {
    const weight = received(person);
    const followers = fans(person);
    const weeks = activeWeeks(person, day);
    const days28 = within(person, day - 27, day);
    const last = lastActive(person);
    let tier = 'silent';
    if (person.joinedDay >= day - 13) tier = 'newcomer';
    else if (weeks >= 8 && followers >= 5 && weight > 0 && weight >= cut && within(person, day - 90, day) > 0)
      tier = 'leader';
    else if (person.joinedDay <= day - 180 && weeks >= 9) tier = 'loyal';
    else if (days28 >= 4) tier = 'active';
    else if (days28 >= 1) tier = 'potential';
    const silentKind = last === undefined ? 'never_spoke' : day - last <= 90 ? 'lapsed' : 'dormant';
    result.set(person, { tier, ...(tier === 'silent' && { silentKind }), received91: weight, fans: followers });
  }
  return result;
}

/** Quintile by mid-rank: ⌈5 × mid-rank ÷ n⌉ where a larger value is better. */
function quintiles(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => {
    const below = sorted.findIndex((other) => other === value);
    const equal = sorted.findLastIndex((other) => other === value) - below + 1;
    return Math.ceil((5 * (below + (equal + 1) / 2)) / values.length);
  });
}

function cell(r: number, f: number, m: number): string {
  if (r >= 4 && f + m >= 8) return 'champions';
  if (r >= 4 && f <= 2) return 'new';
  if (r >= 3) return 'loyal';
  if (r === 2) return 'at_risk';
  if (r === 1 && f + m >= 8) return 'cannot_lose';
  if (r === 1) return 'lost';
  return 'promising';
}

/** How many people stand in each cell of the value scheme, and on what it is based. */
export function valueCells(community: Community, day: number): { basis: string; cells: Record<string, number> } {
  const orders = community.people
    .filter((person) => person.isMember)
    .map((person) => person.events.filter((row) => row.kind === 'purchase' || row.kind === 'refund'))
    .filter((rows) => rows.some((row) => row.kind === 'purchase'));
  const money = orders.map((rows) => {
    const bought = rows.filter((row) => row.kind === 'purchase');
    const sum = rows.reduce((total, row) => total + (row.kind === 'purchase' ? 1 : -1) * (row.value ?? 0), 0);
    return [-(day - bought.at(-1)!.day), bought.length, sum] as const;
  });
  const activity = community.people
    .filter((person) => person.isMember && within(person, day - 364, day) > 0)
    .map((person) => {
      const days = [...person.activeDays].filter(([at]) => at >= day - 364);
      return [-(day - lastActive(person)!), days.length, days.reduce((sum, [, weight]) => sum + weight, 0)] as const;
    });
  const bought = community.rows.some((row) => row.kind === 'purchase');
  const facts = bought ? money : activity;
  const [r, f, m] = [0, 1, 2].map((column) => quintiles(facts.map((row) => row[column]!)));
  const cells: Record<string, number> = {};
  facts.forEach((_, index) => {
    const name = cell(r![index]!, f![index]!, m![index]!);
    cells[name] = (cells[name] ?? 0) + 1;
  });
  return { basis: bought ? 'purchases' : 'activity', cells };
}
