/** Nodes per leaf beyond this depth share it: people at the very same place would divide for ever. */
const DEEPEST = 24;
const EMPTY = -1;

/**
 * A quadtree of masses in the plane, rebuilt for every step of a layout without making garbage. A cell is either split in
 * four, or holds nobody, or one body (many only at the deepest level).
 */
export class Quadtree {
  #child: Int32Array;
  #mass: Float64Array;
  #sumX: Float64Array;
  #sumY: Float64Array;
  #body: Int32Array;
  #cells = 0;
  #left = 0;
  #top = 0;
  #size = 1;
  readonly #stack = new Int32Array(4 * DEEPEST + 8);
  readonly #width = new Float64Array(4 * DEEPEST + 8);

  constructor(bodies: number) {
    const cells = 8 * bodies + 64;
    this.#child = new Int32Array(4 * cells);
    this.#body = new Int32Array(cells);
    [this.#mass, this.#sumX, this.#sumY] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  }

  /** Takes in all bodies anew. */
  build(x: Float64Array, y: Float64Array, mass: Float64Array): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < x.length; i++) {
      if (x[i]! < left) left = x[i]!;
      if (x[i]! > right) right = x[i]!;
      if (y[i]! < top) top = y[i]!;
      if (y[i]! > bottom) bottom = y[i]!;
    }
    this.#cells = 0;
    [this.#left, this.#top, this.#size] = [left, top, Math.max(right - left, bottom - top, 1e-9) * (1 + 1e-9)];
    this.#cell();
    for (let i = 0; i < x.length; i++) this.#add(i, { x, y, mass });
  }

  #cell(): number {
    const cell = this.#cells++;
    if (cell >= this.#body.length) this.#grow();
    this.#child.fill(EMPTY, 4 * cell, 4 * cell + 4);
    this.#body[cell] = EMPTY;
    this.#mass[cell] = this.#sumX[cell] = this.#sumY[cell] = 0;
    return cell;
  }

  #grow(): void {
    const longer = <T extends Int32Array | Float64Array>(old: T): T => {
      const made = new (old.constructor as new (length: number) => T)(old.length * 2);
      made.set(old);
      return made;
    };
    [this.#child, this.#body] = [longer(this.#child), longer(this.#body)];
    [this.#mass, this.#sumX, this.#sumY] = [longer(this.#mass), longer(this.#sumX), longer(this.#sumY)];
  }

  #add(body: number, bodies: { x: Float64Array; y: Float64Array; mass: Float64Array }): void {
    const { x, y, mass } = bodies;
    let [cell, left, top, size] = [0, this.#left, this.#top, this.#size];
    for (let depth = 0; ; depth++) {
      const there = this.#body[cell]!;
      const alone = this.#mass[cell] === 0;
      this.#mass[cell]! += mass[body]!;
      this.#sumX[cell]! += mass[body]! * x[body]!;
      this.#sumY[cell]! += mass[body]! * y[body]!;
      if (alone || depth === DEEPEST) {
        this.#body[cell] = body;
        return;
      }
      const half = size / 2;
      if (there !== EMPTY) {
        // The one who was here alone moves one level down.
        this.#body[cell] = EMPTY;
        const down = this.#childAt(cell, this.#quarter(x[there]!, y[there]!, left + half, top + half));
        this.#body[down] = there;
        this.#mass[down] = mass[there]!;
        this.#sumX[down] = mass[there]! * x[there]!;
        this.#sumY[down] = mass[there]! * y[there]!;
      }
      const quarter = this.#quarter(x[body]!, y[body]!, left + half, top + half);
      cell = this.#childAt(cell, quarter);
      if ((quarter & 1) === 1) left += half;
      if ((quarter & 2) === 2) top += half;
      size = half;
    }
  }

  #quarter(x: number, y: number, middleX: number, middleY: number): number {
    return (x >= middleX ? 1 : 0) + (y >= middleY ? 2 : 0);
  }

  #childAt(cell: number, quarter: number): number {
    const at = 4 * cell + quarter;
    if (this.#child[at] === EMPTY) {
      const made = this.#cell();
      this.#child[at] = made;
    }
    return this.#child[at]!;
  }

  /**
   * Adds up what pushes at a place, far cells taken as one body: Σ mass × (place − body) ÷ distance². `theta` is how wide
   * a cell may look to be taken whole. Writes into `out[0]` and `out[1]`.
   */
  push(body: number, x: number, y: number, theta: number, out: Float64Array): void {
    let [height, forceX, forceY] = [0, 0, 0];
    this.#stack[height] = 0;
    this.#width[height++] = this.#size;
    while (height > 0) {
      const cell = this.#stack[--height]!;
      const width = this.#width[height]!;
      const mass = this.#mass[cell]!;
      const dx = x - this.#sumX[cell]! / mass;
      const dy = y - this.#sumY[cell]! / mass;
      const squared = dx * dx + dy * dy;
      const single = this.#body[cell] !== EMPTY;
      if (single || width * width < theta * theta * squared) {
        if (single && this.#body[cell] === body) continue;
        const strength = mass / Math.max(squared, 1e-4);
        forceX += dx * strength;
        forceY += dy * strength;
        continue;
      }
      for (let quarter = 0; quarter < 4; quarter++) {
        const child = this.#child[4 * cell + quarter]!;
        if (child === EMPTY) continue;
        this.#stack[height] = child;
        this.#width[height++] = width / 2;
      }
    }
    out[0] = forceX;
    out[1] = forceY;
  }
}
