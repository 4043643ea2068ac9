import type { Reason } from './contract.ts';

/** What is known of how a person is active. Hours are whole hours since 1970, each once. */
export type Habits = { hours: readonly number[]; groups: readonly string[]; platforms: readonly string[] };

/** Fewer active hours than this show no habit. */
const ENOUGH = 20;

/** Active hours by the hour of the day in UTC: the same shift for both, so no zone is needed. */
function profileOf(hours: readonly number[]): number[] {
  const counts = new Array<number>(24).fill(0);
  for (const hour of hours) counts[hour % 24]!++;
  return counts;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, x, at) => sum + x * b[at]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b) || 1);
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/**
 * What two people's habits say: platforms and groups, the profile of their active hours, and whether they were ever
 * active in the same hour. How often two strangers of these profiles would have met in their common days is
 * Σ over the hours of the day of aₕ·bₕ ÷ days; never, where three or more times were due, speaks for one person.
 */
export function compareHabits(a: Habits, b: Habits): Reason[] {
  const reasons: Reason[] = [];
  const common = a.platforms.some((platform) => b.platforms.includes(platform));
  if (!common && a.platforms.length > 0 && b.platforms.length > 0) {
    reasons.push({
      kind: 'other_platform',
      points: 10,
      facts: { a: a.platforms.join(', '), b: b.platforms.join(', ') },
    });
  }
  const shared = a.groups.filter((group) => b.groups.includes(group)).length;
  if (shared > 0) {
    const all = new Set([...a.groups, ...b.groups]).size;
    const points = Math.round((6 * shared) / all);
    if (points > 0) reasons.push({ kind: 'same_groups', points, facts: { shared, all } });
  }
  if (a.hours.length < ENOUGH || b.hours.length < ENOUGH) return reasons;
  const [x, y] = [profileOf(a.hours), profileOf(b.hours)];
  const likeness = cosine(x, y);
  if (likeness >= 0.75)
    reasons.push({
      kind: 'same_hours',
      points: Math.round(48 * (likeness - 0.75)),
      facts: { likeness: round(likeness) },
    });
  else if (likeness < 0.35) reasons.push({ kind: 'other_hours', points: -10, facts: { likeness: round(likeness) } });
  return [...reasons, ...together(a.hours, b.hours)];
}

function together(a: readonly number[], b: readonly number[]): Reason[] {
  // By a fold: there can be more hours than a call takes arguments.
  const edge = (hours: readonly number[], pick: (x: number, y: number) => number) => hours.reduce((x, y) => pick(x, y));
  const from = Math.max(edge(a, Math.min), edge(b, Math.min));
  const to = Math.min(edge(a, Math.max), edge(b, Math.max));
  const days = (to - from + 1) / 24;
  if (days < 7) return [];
  const within = (hours: readonly number[]) => hours.filter((hour) => hour >= from && hour <= to);
  const [x, y] = [within(a), within(b)];
  const [p, q] = [profileOf(x), profileOf(y)];
  const expected = p.reduce((sum, count, at) => sum + (count * q[at]!) / days, 0);
  const other = new Set(y);
  const met = x.filter((hour) => other.has(hour)).length;
  if (met === 0 && expected >= 3)
    return [{ kind: 'never_together', points: 15, facts: { expected: round(expected, 1), met } }];
  // One person can be on two platforms within an hour; again and again is two people.
  if (met >= 3 && met > expected / 2)
    return [{ kind: 'seen_together', points: -25, facts: { expected: round(expected, 1), met } }];
  return [];
}

/** Pairs that score less are not suggested. */
export const THRESHOLD = 40;

/** The sum of the points, within 0 and 100. */
export const scoreOf = (reasons: readonly Reason[]): number =>
  Math.max(
    0,
    Math.min(
      100,
      reasons.reduce((sum, { points }) => sum + points, 0),
    ),
  );
