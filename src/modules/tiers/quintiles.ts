/** Largest span of whole numbers for which counting is used in place of sorting. */
const COUNTING_SPAN = 1 << 22;

/**
 * Quintile 1…5 of each value, 5 the best: ⌈5 × mid-rank ÷ n⌉, where equal values share the mean of their ranks 1…n in
 * ascending order. Values must be numbers; more is better. An empty input gives an empty answer.
 */
export function quintiles(values: Float64Array): Uint8Array {
  const out = new Uint8Array(values.length);
  if (values.length === 0) return out;
  for (const scale of [1, 100]) {
    const bounds = wholeBounds(values, scale);
    if (bounds && bounds[1] - bounds[0] < COUNTING_SPAN) {
      byCounting(values, scale, bounds, out);
      return out;
    }
  }
  bySorting(values, out);
  return out;
}

/** Least and greatest of the scaled values when all are whole numbers (money is in hundredths); else undefined. */
function wholeBounds(values: Float64Array, scale: number): [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const whole = Math.round(value * scale);
    if (whole / scale !== value) return undefined;
    if (whole < low) low = whole;
    if (whole > high) high = whole;
  }
  return [low, high];
}

/** `below` values rank under these `equal` ones, so their ranks are below + 1 … below + equal. */
const quintileOf = (below: number, equal: number, n: number): number => Math.ceil((5 * (below + (equal + 1) / 2)) / n);

function byCounting(values: Float64Array, scale: number, [low, high]: [number, number], out: Uint8Array): void {
  const n = values.length;
  const counts = new Uint32Array(high - low + 1);
  for (let i = 0; i < n; i++) counts[Math.round(values[i]! * scale) - low]!++;
  const found = new Uint8Array(counts.length);
  let below = 0;
  for (let v = 0; v < counts.length; v++) {
    const equal = counts[v]!;
    if (equal > 0) found[v] = quintileOf(below, equal, n);
    below += equal;
  }
  for (let i = 0; i < n; i++) out[i] = found[Math.round(values[i]! * scale) - low]!;
}

function bySorting(values: Float64Array, out: Uint8Array): void {
  const n = values.length;
  const sorted = values.slice().sort();
  const distinct = new Float64Array(n);
  const found = new Uint8Array(n);
  let size = 0;
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && sorted[end] === sorted[start]) end++;
    distinct[size] = sorted[start]!;
    found[size++] = quintileOf(start, end - start, n);
    start = end;
  }
  for (let i = 0; i < n; i++) out[i] = found[indexOf(distinct, size, values[i]!)]!;
}

function indexOf(sorted: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
