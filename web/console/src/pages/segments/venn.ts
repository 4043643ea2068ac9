/** A circle of the picture, in units of its own; areas are true to the sizes. */
export interface Circle {
  x: number;
  y: number;
  r: number;
}

/** Where the number of a region goes, and how much room it has there (radius of a free circle). */
export interface Spot {
  /** Which circles the region lies in, as bits: 1 the first, 2 the second, 4 the third. */
  mask: number;
  x: number;
  y: number;
  room: number;
}

const STEPS = 60;
const GRID = 72;

/** Area that two circles share at a distance of their centres. */
export function lensArea(a: number, b: number, distance: number): number {
  if (distance >= a + b) return 0;
  const [small, large] = a < b ? [a, b] : [b, a];
  if (distance <= large - small) return Math.PI * small * small;
  const angle = (one: number, other: number) =>
    Math.acos(Math.min(1, Math.max(-1, (distance ** 2 + one ** 2 - other ** 2) / (2 * distance * one))));
  const kite = Math.sqrt(
    Math.max(0, (-distance + a + b) * (distance + a - b) * (distance - a + b) * (distance + a + b)),
  );
  return a * a * angle(a, b) + b * b * angle(b, a) - kite / 2;
}

/** The distance at which two circles share an area, by bisection: the shared area falls with the distance. */
export function distanceFor(a: number, b: number, shared: number): number {
  // A little apart where nothing is shared, and inside without touching where all is: lines on lines cannot be read.
  if (shared <= 0) return (a + b) * 1.06;
  const inside = Math.abs(a - b);
  if (shared >= Math.PI * Math.min(a, b) ** 2 * (1 - 1e-9)) return inside * 0.9;
  let [low, high] = [inside, a + b];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (lensArea(a, b, middle) > shared) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Smallest radius as a share of the largest: an empty or tiny set stays something that can be pointed at. */
const LEAST = 0.12;

/**
 * Circles for two or three sets: areas by size, distances by what each two share. Two are exact; of three each pair is,
 * where a triangle of those distances exists, and as near as a triangle comes otherwise. `shared[i][j]`: members in both.
 */
export function placeCircles(sizes: readonly number[], shared: (i: number, j: number) => number): Circle[] {
  const largest = Math.max(1, ...sizes);
  const radii = sizes.map((size) => Math.max(LEAST, Math.sqrt(size / largest)));
  const scale = Math.PI / largest;
  const distance = (i: number, j: number) => distanceFor(radii[i]!, radii[j]!, shared(i, j) * scale);
  const first = { x: 0, y: 0, r: radii[0]! };
  const ab = distance(0, 1);
  const second = { x: ab, y: 0, r: radii[1]! };
  if (sizes.length < 3) return [first, second];
  let [ac, bc] = [distance(0, 2), distance(1, 2)];
  // No such triangle: the two far sides meet on the line of the other.
  if (ac + bc < ab) [ac, bc] = [(ac * ab) / (ac + bc || 1), (bc * ab) / (ac + bc || 1)];
  ac = Math.min(ac, ab + bc);
  bc = Math.min(bc, ab + ac);
  const x = ab === 0 ? 0 : (ac ** 2 - bc ** 2 + ab ** 2) / (2 * ab);
  const y = Math.sqrt(Math.max(0, ac ** 2 - x ** 2));
  return [first, second, { x, y, r: radii[2]! }];
}

/** The box around circles, with a margin. */
export function boundsOf(
  circles: readonly Circle[],
  margin = 0.08,
): { x: number; y: number; width: number; height: number } {
  const left = Math.min(...circles.map(({ x, r }) => x - r)) - margin;
  const top = Math.min(...circles.map(({ y, r }) => y - r)) - margin;
  const right = Math.max(...circles.map(({ x, r }) => x + r)) + margin;
  const bottom = Math.max(...circles.map(({ y, r }) => y + r)) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const maskAt = (circles: readonly Circle[], x: number, y: number): number =>
  circles.reduce(
    (mask, circle, at) => (Math.hypot(x - circle.x, y - circle.y) < circle.r ? mask | (1 << at) : mask),
    0,
  );

/** Distance to the nearest line of any circle. */
const roomAt = (circles: readonly Circle[], x: number, y: number): number =>
  Math.min(...circles.map((circle) => Math.abs(Math.hypot(x - circle.x, y - circle.y) - circle.r)));

/** For every region that is drawn the place farthest from all lines, found on a grid; the outside is none. */
export function regionSpots(circles: readonly Circle[]): Spot[] {
  const bounds = boundsOf(circles, 0);
  const best = new Map<number, Spot>();
  for (let row = 0; row <= GRID; row += 1) {
    for (let column = 0; column <= GRID; column += 1) {
      const x = bounds.x + (bounds.width * column) / GRID;
      const y = bounds.y + (bounds.height * row) / GRID;
      const mask = maskAt(circles, x, y);
      const room = roomAt(circles, x, y);
      if (mask > 0 && room > (best.get(mask)?.room ?? 0)) best.set(mask, { mask, x, y, room });
    }
  }
  return [...best.values()].sort((a, b) => a.mask - b.mask);
}

/**
 * The region as a path: inside the circles of the mask and outside the others, cut out of them by clipping in SVG.
 * @returns ids of circles to be in, and to be out of
 */
export const sidesOf = (mask: number, circles: number): { within: number[]; without: number[] } => {
  const all = Array.from({ length: circles }, (_, at) => at);
  return { within: all.filter((at) => mask & (1 << at)), without: all.filter((at) => !(mask & (1 << at))) };
};
