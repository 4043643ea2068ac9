import type { EventEngine, StartedEngine } from '#platform/clickhouse/index.ts';

/** One measured figure. A ratio has a goal; a plain figure says what it costs. */
export type Figure = {
  name: string;
  value: number;
  unit: '×' | 'ms' | 's' | 'MB' | 'kB' | 'per s';
  goal?: { atLeast: number } | { atMost: number };
  note?: string;
};

export type BenchContext = {
  engine: EventEngine;
  /** Where another process finds the engine. */
  address: StartedEngine['address'];
  /** The engine's process. */
  pid(): number | undefined;
  /** A folder of its own, removed afterwards. */
  directory: string;
  /** 1 = the sizes of the goals; smaller for a quick look. */
  scale: number;
  say(text: string): void;
};

/** A benchmark: what is measured side by side in one run. */
export type Bench = { name: string; run(context: BenchContext): Promise<Figure[]> };

/** Whether a figure meets its goal; undefined where it has none. */
export function meets({ value, goal }: Figure): boolean | undefined {
  if (!goal) return undefined;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** Seconds that some work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value under which a share of the samples lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

/** Runs several candidates in turn, round by round, so that a noisy minute meets them all; medians in seconds. */
export async function interleaved<Name extends string>(
  rounds: number,
  candidates: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of names) times.get(name)!.push(await seconds(candidates[name]));
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<Name, number>;
}
