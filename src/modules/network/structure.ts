import { articulation } from './articulation.ts';
import { betweenness } from './betweenness.ts';
import { type CircleShape, shapeCircles } from './circles.ts';
import { components } from './components.ts';
import { distances, smallWorld } from './distances.ts';
import type { Rows } from './graph.ts';
import { layout, type Places } from './layout.ts';
import { leiden } from './leiden.ts';
import { partOf } from './part-of.ts';

/** Past these sizes something is left out, and it is said that it was. Ties are undirected pairs. */
export const STRUCTURE_LIMITS = {
  /** Most ties in which circles are looked for. */
  circleTies: 3_000_000,
  /** Most ties over which betweenness is estimated. */
  betweennessTies: 400_000,
  /** People with a place in the picture. */
  placed: 5_000,
  /** Ties that are kept to walk along; beyond, the strongest. */
  keptTies: 2_000_000,
} as const;
export type StructureLimits = { readonly [Limit in keyof typeof STRUCTURE_LIMITS]: number };

/** A part of the structure that was not computed: the network has `ties`, more than the limit. */
export type LeftOut = { part: 'circles' | 'betweenness'; ties: number; limit: number };

/** How a network hangs together. Columns are by place in `tied`. */
export type Structure = {
  /** Nodes with a tie, ascending. */
  readonly tied: Uint32Array;
  /** People each is tied to, either way. */
  readonly ties: Uint32Array;
  /** Number of the connected part, from 1, the largest first. */
  readonly component: Uint32Array;
  readonly componentSizes: Uint32Array;
  /** How many others lose the way to the largest remaining part when this one leaves. */
  readonly cutOff: Uint32Array;
  readonly betweenness: Float64Array | null;
  /** Half of a 95 % interval; null where betweenness is exact or left out. */
  readonly betweennessError: Float64Array | null;
  /** Number of the circle, from 1, the largest first; 0 in none. */
  readonly circle: Uint32Array;
  readonly circles: readonly CircleShape[];
  /** Of all circles together; null when they were left out or there is no tie. */
  readonly modularity: number | null;
  readonly meanDistance: number | null;
  readonly within90: number | null;
  readonly smallWorld: number | null;
  /** Places in `tied` of the people in the picture, and where they stand in a square from −1 to 1. */
  readonly placed: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Ties lighter than this are not kept; 0 keeps all. */
  readonly keptFrom: number;
  readonly leftOut: readonly LeftOut[];
};

export type StructureInput = {
  nodes: number;
  undirected: Rows;
  /** Mean local clustering of the network, for the small-world figure. */
  clustering: number | null;
  limits?: StructureLimits;
  /** Where nodes stood in a picture of nearly the same network, by node; the new one starts from there. */
  places?: Places | undefined;
};

/** Works out the structure of a network among those who have a tie at all; the same network gives the same answer. */
export async function structureOf({
  nodes,
  undirected,
  clustering,
  limits = STRUCTURE_LIMITS,
  places,
}: StructureInput): Promise<Structure> {
  const tied = nodesWithTies(nodes, undirected);
  const rows = partOf(undirected, tied, nodes);
  const size = tied.length;
  const pairs = rows.target.length / 2;
  const leftOut: LeftOut[] = [];
  const within = (part: LeftOut['part'], limit: number): boolean => {
    if (pairs > limit) leftOut.push({ part, ties: pairs, limit });
    return pairs <= limit;
  };
  const parts = components(size, rows);
  const between = within('betweenness', limits.betweennessTies) ? await betweenness(size, rows) : null;
  const found = within('circles', limits.circleTies) ? await leiden(size, rows) : null;
  const circle = found ? found.of.map((own) => own + 1) : new Uint32Array(size);
  const circles = found ? shapeCircles(size, rows, circle) : [];
  // Two people are a pair, not a circle. Circles come by size, so the numbers stay close.
  for (let i = 0; i < size; i++) if (circle[i]! > circles.length) circle[i] = 0;
  const apart = await distances(size, rows);
  return {
    tied,
    ties: degreesOf(size, rows),
    component: parts.of.map((own) => own + 1),
    componentSizes: parts.size,
    cutOff: articulation(size, rows).cutOff,
    betweenness: between?.value ?? null,
    betweennessError: between?.error ?? null,
    circle,
    circles,
    modularity: found && pairs > 0 ? found.modularity : null,
    meanDistance: apart.mean,
    within90: apart.within90,
    smallWorld: smallWorld({
      people: size,
      meanTies: size === 0 ? 0 : (2 * pairs) / size,
      clustering,
      meanDistance: apart.mean,
    }),
    ...(await picture(size, rows, circle, { most: limits.placed, from: places && partOfPlaces(places, tied) })),
    keptFrom: keptFrom(rows, limits.keptTies),
    leftOut,
  };
}

function nodesWithTies(nodes: number, { start }: Rows): Uint32Array {
  const tied = new Uint32Array(nodes);
  let size = 0;
  for (let i = 0; i < nodes; i++) if (start[i + 1]! > start[i]!) tied[size++] = i;
  return tied.slice(0, size);
}

function degreesOf(nodes: number, { start }: Rows): Uint32Array {
  const degrees = new Uint32Array(nodes);
  for (let i = 0; i < nodes; i++) degrees[i] = start[i + 1]! - start[i]!;
  return degrees;
}

const partOfPlaces = ({ x, y }: Places, chosen: Uint32Array): Places => ({
  x: Float64Array.from(chosen, (i) => x[i]!),
  y: Float64Array.from(chosen, (i) => y[i]!),
});

/** The most tied people, where they stand among each other; of equally tied ones the first. */
async function picture(
  nodes: number,
  rows: Rows,
  circle: Uint32Array,
  { most, from }: { most: number; from: Places | undefined },
): Promise<Pick<Structure, 'placed' | 'x' | 'y'>> {
  const degree = degreesOf(nodes, rows);
  let placed = Uint32Array.from(degree.keys());
  if (nodes > most)
    placed = placed
      .sort((a, b) => degree[b]! - degree[a]! || a - b)
      .slice(0, most)
      .sort();
  const shown = nodes > most ? partOf(rows, placed, nodes) : rows;
  const { x, y } = await layout(
    placed.length,
    shown,
    placed.map((i) => circle[i]!),
    { from: from && partOfPlaces(from, placed) },
  );
  return { placed, x: Float32Array.from(x), y: Float32Array.from(y) };
}

/** The weight from which on so many ties are left; where many weigh the same there, rather fewer than half as many more. */
function keptFrom({ weight }: Rows, most: number): number {
  if (weight.length <= 2 * most) return 0;
  const sorted = weight.toSorted();
  const floor = sorted[sorted.length - 2 * most]!;
  let [from, above] = [sorted.length - 2 * most, sorted.length - 2 * most];
  while (from > 0 && sorted[from - 1] === floor) from--;
  while (above < sorted.length && sorted[above] === floor) above++;
  return sorted.length - from <= 3 * most || above === sorted.length ? floor : sorted[above]!;
}
