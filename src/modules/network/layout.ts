import type { Rows } from './graph.ts';
import { Quadtree } from './quadtree.ts';
import { createTurns } from './turns.ts';

/** A place for each node in a square from −1 to 1. */
export type Layout = { readonly x: Float64Array; readonly y: Float64Array };

const THETA = 0.9;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Places that nodes begin at, in the square from −1 to 1; NaN for who is new. */
export type Places = { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };

/**
 * A picture of an undirected network: who is tied stands close, everybody keeps apart (ForceAtlas2 with its adaptive
 * speed, Jacomy et al., 2014; repulsion by Barnes and Hut). Nodes begin by their group on a sunflower, without chance, so
 * the same network gives the same picture; or at `from`, the places of a picture of nearly the same network, so that
 * nobody jumps from one to the other. `rounds` of some milliseconds for 5,000 nodes.
 */
export async function layout(
  nodes: number,
  undirected: Rows,
  group: Uint32Array,
  { from, rounds = from ? 150 : 300 }: { from?: Places | undefined; rounds?: number } = {},
): Promise<Layout> {
  const { x, y } = sunflower(nodes, group);
  if (nodes < 2) return { x, y };
  if (from) beginAt(from, { x, y }, undirected);
  const mass = Float64Array.from({ length: nodes }, (_, i) => undirected.start[i + 1]! - undirected.start[i]! + 1);
  const forces = new Forces(nodes, undirected, mass);
  const turn = createTurns();
  for (let round = 0; round < rounds; round++) {
    forces.step(x, y);
    const pause = turn(nodes * 60 + undirected.target.length);
    if (pause) await pause;
  }
  fit(x, y);
  return { x, y };
}

/** Groups beside each other from the largest on, each as a sunflower of its own. */
function sunflower(nodes: number, group: Uint32Array): { x: Float64Array; y: Float64Array } {
  const sizes: number[] = [];
  for (const own of group) sizes[own] = (sizes[own] ?? 0) + 1;
  const centre: { x: number; y: number }[] = [];
  let area = 0;
  for (let own = 0; own < sizes.length; own++) {
    const size = sizes[own] ?? 0;
    const radius = 3 * Math.sqrt(area + size / 2);
    centre[own] = { x: radius * Math.cos(own * GOLDEN), y: radius * Math.sin(own * GOLDEN) };
    area += size;
  }
  const placed = new Uint32Array(sizes.length);
  const x = new Float64Array(nodes);
  const y = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    const at = placed[group[i]!]!++;
    const radius = Math.sqrt(at + 0.5);
    x[i] = centre[group[i]!]!.x + radius * Math.cos(at * GOLDEN);
    y[i] = centre[group[i]!]!.y + radius * Math.sin(at * GOLDEN);
  }
  return { x, y };
}

/** Known nodes at their places, as wide as a settled picture; a new one in the middle of its known neighbours. */
function beginAt(from: Places, { x, y }: Layout, { start, target }: Rows): void {
  const known = (node: number): boolean => !Number.isNaN(from.x[node]!);
  const reach = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const scale = Math.max(reach(x), reach(y));
  const [startX, startY] = [x.slice(), y.slice()];
  for (let i = 0; i < x.length; i++) {
    if (known(i)) [x[i], y[i]] = [from.x[i]! * scale, from.y[i]! * scale];
    else {
      let [sumX, sumY, count] = [0, 0, 0];
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        if (!known(target[k]!)) continue;
        sumX += from.x[target[k]!]! * scale;
        sumY += from.y[target[k]!]! * scale;
        count++;
      }
      // Beside the middle by what the sunflower says: two at one point would push each other nowhere.
      if (count > 0) [x[i], y[i]] = [sumX / count + startX[i]! / scale, sumY / count + startY[i]! / scale];
    }
  }
}

const REPULSION = 2;
const GRAVITY = 0.6;
/** How much trembling is allowed for the sake of speed. */
const TOLERANCE = 1;

class Forces {
  readonly #nodes: number;
  readonly #rows: Rows;
  readonly #mass: Float64Array;
  readonly #tree: Quadtree;
  readonly #force: [Float64Array, Float64Array];
  readonly #before: [Float64Array, Float64Array];
  readonly #push = new Float64Array(2);
  #speed = 1;
  #efficiency = 1;

  constructor(nodes: number, rows: Rows, mass: Float64Array) {
    [this.#nodes, this.#rows, this.#mass] = [nodes, rows, mass];
    this.#tree = new Quadtree(nodes);
    this.#force = [new Float64Array(nodes), new Float64Array(nodes)];
    this.#before = [new Float64Array(nodes), new Float64Array(nodes)];
  }

  step(x: Float64Array, y: Float64Array): void {
    this.#before[0].set(this.#force[0]);
    this.#before[1].set(this.#force[1]);
    this.#tree.build(x, y, this.#mass);
    for (let i = 0; i < this.#nodes; i++) this.#forceOn(i, x, y);
    this.#move(x, y);
  }

  #forceOn(i: number, x: Float64Array, y: Float64Array): void {
    const { start, target, weight } = this.#rows;
    const own = this.#mass[i]!;
    this.#tree.push(i, x[i]!, y[i]!, THETA, this.#push);
    const distance = Math.hypot(x[i]!, y[i]!) || 1;
    let forceX = REPULSION * own * this.#push[0]! - (GRAVITY * own * x[i]!) / distance;
    let forceY = REPULSION * own * this.#push[1]! - (GRAVITY * own * y[i]!) / distance;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = target[k]!;
      // A tie ten times as strong pulls twice as much: one close pair must not fold the picture.
      const pull = 1 + Math.log10(Math.max(1, weight[k]!));
      forceX -= pull * (x[i]! - x[j]!);
      forceY -= pull * (y[i]! - y[j]!);
    }
    this.#force[0][i] = forceX;
    this.#force[1][i] = forceY;
  }

  /** Speed by how much nodes swing to and fro against how much they get on. */
  #move(x: Float64Array, y: Float64Array): void {
    const [fx, fy] = this.#force;
    const [bx, by] = this.#before;
    let swinging = 0;
    let traction = 0;
    for (let i = 0; i < this.#nodes; i++) {
      swinging += this.#mass[i]! * Math.hypot(fx[i]! - bx[i]!, fy[i]! - by[i]!);
      traction += (this.#mass[i]! * Math.hypot(fx[i]! + bx[i]!, fy[i]! + by[i]!)) / 2;
    }
    const jitter = Math.max(
      Math.sqrt((0.05 * Math.sqrt(this.#nodes) * traction) / this.#nodes ** 2),
      0.05 * Math.sqrt(this.#nodes),
    );
    const tolerance = TOLERANCE * Math.min(10, jitter);
    if (swinging / traction > 2 && this.#efficiency > 0.05) this.#efficiency *= 0.5;
    const wanted = swinging === 0 ? Infinity : (tolerance * this.#efficiency * traction) / swinging;
    if (swinging > tolerance * traction) {
      if (this.#efficiency > 0.05) this.#efficiency *= 0.7;
    } else if (this.#speed < 1000) this.#efficiency *= 1.3;
    this.#speed += Math.min(wanted - this.#speed, 0.5 * this.#speed);
    for (let i = 0; i < this.#nodes; i++) {
      const swing = this.#mass[i]! * Math.hypot(fx[i]! - bx[i]!, fy[i]! - by[i]!);
      const factor = this.#speed / (1 + Math.sqrt(this.#speed * swing));
      x[i]! += fx[i]! * factor;
      y[i]! += fy[i]! * factor;
    }
  }
}

/** Into the square from −1 to 1: by the 99th percentile, so that one who drifted off makes nobody small. */
function fit(x: Float64Array, y: Float64Array): void {
  const middle = (values: Float64Array): number => values.toSorted()[values.length >> 1]!;
  const [middleX, middleY] = [middle(x), middle(y)];
  const reach = Float64Array.from(x, (value, i) => Math.max(Math.abs(value - middleX), Math.abs(y[i]! - middleY)));
  const radius = reach.toSorted()[Math.floor(0.99 * (reach.length - 1))]! || 1;
  const clamp = (value: number): number => Math.max(-1, Math.min(1, value));
  for (let i = 0; i < x.length; i++) {
    x[i] = clamp((x[i]! - middleX) / radius);
    y[i] = clamp((y[i]! - middleY) / radius);
  }
}
