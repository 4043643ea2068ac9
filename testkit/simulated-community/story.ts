/** How the nine months go. Days are counted from the community's first day. */
export const STORY_DAYS = 274;

/** A stretch of the story: `from` ≤ day < `to`. */
export const PHASES = {
  growth: { from: 0, to: 98 },
  festival: { from: 98, to: 110 },
  plateau: { from: 110, to: 138 },
  spamWave: { from: 138, to: 150 },
  decline: { from: 150, to: 192 },
  recovery: { from: 192, to: STORY_DAYS },
} as const;

export type Phase = keyof typeof PHASES;

/** The phase of a story day. */
export function phaseOf(day: number): Phase {
  for (const [phase, { from, to }] of Object.entries(PHASES)) if (day >= from && day < to) return phase as Phase;
  return day < 0 ? 'growth' : 'recovery';
}

/** Linear between points, flat outside; points ascend. */
function between(points: readonly (readonly [number, number])[], at: number): number {
  let previous = points[0]!;
  for (const point of points) {
    if (at < point[0]) {
      if (point === previous) return point[1];
      const part = (at - previous[0]) / (point[0] - previous[0]);
      return previous[1] + part * (point[1] - previous[1]);
    }
    previous = point;
  }
  return previous[1];
}

/** How lively people are on a day, 1 being ordinary. */
export const livelinessOf = (day: number): number =>
  between(
    [
      [0, 0.9],
      [30, 1],
      [96, 1.05],
      [99, 1.7],
      [109, 1.6],
      [113, 1.1],
      [138, 1],
      [150, 0.7],
      [190, 0.34],
      [204, 0.45],
      [240, 0.85],
      [273, 1],
    ],
    day,
  );

/** Share of the joins of all nine months that fall on a day, not normalised. */
export const joinWeightOf = (day: number): number =>
  day === 0
    ? 40
    : between(
        [
          [1, 4],
          [30, 9],
          [96, 12],
          [99, 44],
          [109, 38],
          [112, 10],
          [138, 7],
          [150, 3],
          [190, 2],
          [206, 3],
          [232, 4],
          [273, 3.5],
        ],
        day,
      );

/** How likely a leaver's leaving is to fall on a day, not normalised. */
export const leaveWeightOf = (day: number): number =>
  between(
    [
      [10, 0],
      [40, 1],
      [110, 2],
      [138, 3],
      [145, 14],
      [155, 16],
      [190, 9],
      [205, 3],
      [273, 2],
    ],
    day,
  );

/** By ISO weekday, Monday first. */
export const WEEKDAY_LIVELINESS = [0.9, 0.94, 1.02, 0.97, 1.02, 1.18, 1.14] as const;
