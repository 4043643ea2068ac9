import type { Rows } from './graph.ts';

/** `cutOff[i]`: how many others would lose the way to the largest remaining part if i left; 0 for most. */
export type Articulation = { readonly points: Uint32Array; readonly cutOff: Uint32Array };

const NONE = 0xffffffff;

/**
 * Articulation points of an undirected network: nodes whose leaving splits their component (Hopcroft and Tarjan, 1973,
 * without recursion), in ascending order, with how many others each would cut off. Linear in nodes and ties.
 */
export function articulation(nodes: number, undirected: Rows): Articulation {
  const search = new Search(nodes, undirected);
  for (let root = 0; root < nodes; root++) if (search.found[root] === 0) search.from(root);
  const { cutOff } = search;
  return { points: Uint32Array.from(cutOff.keys().filter((i) => cutOff[i]! > 0)), cutOff };
}

/** One depth-first search over all components. Times begin at 1; 0 is not found yet. */
class Search {
  readonly found: Uint32Array;
  readonly cutOff: Uint32Array;
  readonly #rows: Rows;
  readonly #low: Uint32Array;
  readonly #parent: Uint32Array;
  readonly #next: Uint32Array;
  readonly #below: Uint32Array;
  /** Nodes in parts that only node i holds on to, and the largest such part. */
  readonly #held: Uint32Array;
  readonly #largest: Uint32Array;
  readonly #visited: Uint32Array;
  #time = 0;

  constructor(nodes: number, rows: Rows) {
    const fresh = (): Uint32Array => new Uint32Array(nodes);
    this.#rows = rows;
    [this.found, this.cutOff, this.#low, this.#below] = [fresh(), fresh(), fresh(), fresh()];
    [this.#held, this.#largest, this.#visited] = [fresh(), fresh(), fresh()];
    this.#parent = fresh().fill(NONE);
    this.#next = rows.start.slice(0, nodes);
  }

  /** Walks the component of a root, then says for each of its nodes what its leaving would cut off. */
  from(root: number): void {
    const { start, target } = this.#rows;
    const first = this.#time;
    this.#enter(root);
    for (let at = root; at !== NONE;) {
      if (this.#next[at]! < start[at + 1]!) {
        const to = target[this.#next[at]!++]!;
        if (this.found[to] === 0) {
          this.#parent[to] = at;
          this.#enter(to);
          at = to;
        } else if (to !== this.#parent[at] && this.found[to]! < this.#low[at]!) {
          this.#low[at] = this.found[to]!;
        }
        continue;
      }
      const parent = this.#parent[at]!;
      if (parent !== NONE) this.#leave(at, parent);
      at = parent;
    }
    this.#judge(first, root);
  }

  #enter(node: number): void {
    this.#visited[this.#time++] = node;
    this.found[node] = this.#low[node] = this.#time;
    this.#below[node] = 1;
  }

  #leave(node: number, parent: number): void {
    const below = this.#below[node]!;
    this.#below[parent] = this.#below[parent]! + below;
    if (this.#low[node]! < this.#low[parent]!) this.#low[parent] = this.#low[node]!;
    if (this.#low[node]! < this.found[parent]!) return;
    this.#held[parent] = this.#held[parent]! + below;
    this.#largest[parent] = Math.max(this.#largest[parent]!, below);
  }

  #judge(first: number, root: number): void {
    const size = this.#time - first;
    for (let k = first; k < this.#time; k++) {
      const node = this.#visited[k]!;
      const held = this.#held[node]!;
      // What hangs on the node by nothing else, and what is above it; the root has nothing above.
      const above = node === root ? 0 : size - 1 - held;
      this.cutOff[node] = held === 0 ? 0 : size - 1 - Math.max(this.#largest[node]!, above);
    }
  }
}
