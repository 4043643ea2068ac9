/** Finds the node under a point: nodes sorted into the cells of a grid over the square from −1 to 1. */
export class NodeGrid {
  readonly #cells: Uint32Array[];
  readonly #side: number;
  readonly #x: readonly number[];
  readonly #y: readonly number[];

  constructor(x: readonly number[], y: readonly number[]) {
    [this.#x, this.#y] = [x, y];
    this.#side = Math.max(1, Math.ceil(Math.sqrt(x.length / 4)));
    const cells: number[][] = Array.from({ length: this.#side ** 2 }, () => []);
    for (let i = 0; i < x.length; i++) cells[this.#row(y[i]!) * this.#side + this.#row(x[i]!)]!.push(i);
    this.#cells = cells.map((cell) => Uint32Array.from(cell));
  }

  #row(value: number): number {
    return Math.max(0, Math.min(this.#side - 1, Math.floor(((value + 1) / 2) * this.#side)));
  }

  /** The node nearest to a point and nearer than `reach(node)`; −1 for none. `farthest` bounds every reach. */
  nearest(x: number, y: number, farthest: number, reach: (node: number) => number): number {
    let [found, best] = [-1, Infinity];
    for (let row = this.#row(y - farthest); row <= this.#row(y + farthest); row++) {
      for (let column = this.#row(x - farthest); column <= this.#row(x + farthest); column++) {
        for (const i of this.#cells[row * this.#side + column]!) {
          const far = Math.hypot(this.#x[i]! - x, this.#y[i]! - y);
          if (far < best && far <= reach(i)) [found, best] = [i, far];
        }
      }
    }
    return found;
  }
}
