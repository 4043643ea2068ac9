import { mondayOf } from '#kernel/calendar.ts';
import * as activity from './activity.ts';
import { orderRows } from './history.ts';
import { buildCommunity, type Community, type Person } from './people.ts';
import { standings, valueCells } from './standing.ts';

const round = (value: number): number => Math.floor(value + 0.5);

function interpolate(value: number, points: readonly (readonly [number, number])[]): number {
  if (value <= points[0]![0]) return points[0]![1];
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1]!;
    const [x1, y1] = points[i]!;
    if (value <= x1) return y0 + ((value - x0) / (x1 - x0)) * (y1 - y0);
  }
  return points.at(-1)![1];
}

function health(raw: Record<string, number | null>): { score: number | null; band: string | null; parts: object } {
  const table = {
    stickiness: [
      20,
      [
        [0.5, 0],
        [1, 60],
        [1.3, 100],
      ],
    ],
    retention: [
      25,
      [
        [0, 0],
        [0.1, 50],
        [0.3, 100],
      ],
    ],
    responsiveness: [
      20,
      [
        [0.2, 0],
        [0.6, 60],
        [0.9, 100],
      ],
    ],
    distribution: [
      15,
      [
        [0.05, 0],
        [0.3, 70],
        [0.5, 100],
      ],
    ],
    net_growth: [
      10,
      [
        [-0.05, 0],
        [0, 50],
        [0.05, 100],
      ],
    ],
  } as const;
  let weights = 0;
  let sum = 0;
  const parts: Record<string, number | null> = {};
  for (const [key, [weight, points]] of Object.entries(table)) {
    const value = raw[key] ?? null;
    parts[key] = value === null ? null : interpolate(value, points);
    if (value === null) continue;
    weights += weight;
    sum += weight * interpolate(value, points);
  }
  if (weights < 50) return { score: null, band: null, parts };
  const score = round(sum / weights);
  return {
    score,
    band: score >= 80 ? 'thriving' : score >= 60 ? 'healthy' : score >= 40 ? 'strained' : 'at_risk',
    parts,
  };
}

/** One-sided p of a falling and of a rising series (Mann–Kendall, tie and continuity corrections). */
function trend(series: readonly number[]): { falling: number; rising: number } {
  const n = series.length;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign(series[j]! - series[i]!);
  const ties = [...Map.groupBy(series, (value) => value).values()].map((group) => group.length);
  const variance = (n * (n - 1) * (2 * n + 5) - ties.reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0)) / 18;
  const z = s === 0 || variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { falling: normal(z), rising: normal(-z) };
}

/** Standard normal distribution by Simpson's rule on the density. */
function normal(z: number): number {
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const steps = 2000;
  const width = z / steps;
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += density(i * width) * (i % 2 ? 4 : 2);
  return 0.5 + (sum * width) / 3;
}

function stage(community: Community, days: ReturnType<typeof activity.activeByDay>, day: number): string {
  const first = community.rows[0]!.day;
  const mau = activity.distinct(days, day - 27, day);
  let highest = 0;
  for (let at = Math.max(first, day - 363); at <= day; at++)
    highest = Math.max(highest, activity.distinct(days, at - 27, at));
  const lastSunday = mondayOf(day + 1) - 1;
  const weekly: number[] = [];
  for (let back = 11; back >= 0; back--) {
    const sunday = lastSunday - 7 * back;
    if (sunday >= first) weekly.push(activity.distinct(days, sunday - 6, sunday));
  }
  const moves = weekly.length >= 4 ? trend(weekly) : { falling: 1, rising: 1 };
  const recent = activity.contributionsOf(community.rows.filter((row) => row.day >= day - 90));
  if ((highest > 0 && mau <= 0.7 * highest && moves.falling < 0.1) || (highest >= 10 && mau <= 0.25 * highest))
    return 'decline';
  if (day - first < 14 || recent < 20) return 'unknown';
  if (day - first < 90) return 'construction';
  if (moves.rising < 0.1 || (activity.netGrowth(community, day, 91) ?? 0) > 0.1) return 'development';
  return 'maturity';
}

/** Ties between members and the influence of each, by plain power iteration over maps. */
function network(community: Community, day: number): { ties: number; influence: Map<Person, number> } {
  const members = community.people.filter((person) => person.isMember);
  const out = new Map<Person, Map<Person, number>>();
  for (const { giver, receiver, day: at, gain } of community.gains) {
    if (at > day || !giver.isMember || !receiver.isMember) continue;
    const row = out.get(giver) ?? new Map<Person, number>();
    row.set(receiver, (row.get(receiver) ?? 0) + gain * 0.9 ** ((day - at) / 30));
    out.set(giver, row);
  }
  const n = members.length;
  let rank = new Map(members.map((person) => [person, 1 / n]));
  for (let change = 1; change > 1e-9;) {
    const next = new Map(members.map((person) => [person, 0]));
    let dangling = 0;
    for (const [person, value] of rank) {
      const row = out.get(person);
      if (!row) dangling += value;
      const total = row ? [...row.values()].reduce((sum, weight) => sum + weight, 0) : 0;
      for (const [receiver, weight] of row ?? []) next.set(receiver, next.get(receiver)! + (value * weight) / total);
    }
    change = 0;
    for (const [person, value] of next) {
      const settled = 0.15 / n + 0.85 * (value + dangling / n);
      change += Math.abs(settled - rank.get(person)!);
      next.set(person, settled);
    }
    rank = next;
  }
  return { ties: [...out.values()].reduce((sum, row) => sum + row.size, 0), influence: rank };
}

/**
 * A second, independent computation of the report's main figures: rows in memory, no SQL, straight from the
 * definitions. Slow and plain on purpose.
 */
export function oracle(raw: readonly Record<string, unknown>[], options: { zone: string; asOf?: number }) {
  const rows = orderRows(raw, options.zone);
  const bots = new Set(rows.filter((row) => row.bot).map((row) => row.member));
  const lastCounting = rows.findLast((row) => !bots.has(row.member) && !row.removed);
  const day = options.asOf ?? lastCounting!.day;
  const community = buildCommunity(rows, day);
  const days = activity.activeByDay(community);
  const tiers = standings(community, day);
  const cohorts = activity.retention(community, day);
  const answers = activity.responsiveness(community, day, options.zone);
  const sticky = activity.stickiness(days, day);
  const own = activity.ownMedian(days, day);
  const inequality = activity.gini(community, day);
  const members = community.people.filter((person) => person.isMember);
  const count = (name: string): number => [...tiers.values()].filter((standing) => standing.tier === name).length;
  const silent = (name: string): number =>
    [...tiers.values()].filter((standing) => standing.silentKind === name).length;
  const ties = network(community, day);
  return {
    day,
    total: members.length,
    tiers: Object.fromEntries(
      ['newcomer', 'leader', 'loyal', 'active', 'potential', 'silent'].map((t) => [t, count(t)]),
    ),
    tierOf: new Map([...tiers].map(([person, standing]) => [person.label, standing.tier])),
    silent: Object.fromEntries(['never_spoke', 'lapsed', 'dormant'].map((kind) => [kind, silent(kind)])),
    value: valueCells(community, day),
    dau: activity.distinct(days, day, day),
    wau: activity.distinct(days, day - 6, day),
    mau: activity.distinct(days, day - 27, day),
    stickiness: sticky,
    stickinessMedian: own,
    participation: members.length
      ? members.filter((person) => [...person.activeDays.keys()].some((at) => at >= day - 27)).length / members.length
      : null,
    retention: cohorts,
    responsiveness: answers,
    gini: inequality,
    netGrowth: activity.netGrowth(community, day, 28),
    health: health({
      stickiness: sticky !== null && own ? sticky / own : null,
      retention: activity.week4(cohorts, day),
      responsiveness: answers.answered24h,
      distribution: inequality === null ? null : 1 - inequality,
      net_growth: activity.netGrowth(community, day, 28),
    }),
    stage: stage(community, days, day),
    ties: ties.ties,
    influence: new Map([...ties.influence].map(([person, value]) => [person.label, value])),
  };
}
