import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { DirectedGraph, UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import pagerank from 'graphology-metrics/centrality/pagerank.js';
import {
  analyseApart,
  buildRows,
  leiden,
  pageRank,
  reverseRows,
  type Rows,
  structureApart,
  type Ties,
  undirectedRows,
} from '#modules/network/index.ts';
import { type Bench, type Figure, interleaved, seconds } from './bench.ts';

const PEOPLE = 100_000;
const TIES = 1_000_000;
const ROUNDS = 3;
const LARGE = { people: 1_000_000, ties: 10_000_000, rounds: 2 } as const;

/** The packages are CommonJS and their types say otherwise. */
const louvainOf = (louvain as unknown as { detailed(graph: UndirectedGraph, options: object): { modularity: number } })
  .detailed;
const pagerankOf = pagerank as unknown as (graph: DirectedGraph, options: object) => Record<string, number>;

/** The kernels of the network side by side with graphology, and with igraph where Python has it. */
export const graph: Bench = {
  name: 'graph',
  async run({ directory, scale, say }) {
    const made = () => randomTies(Math.round(PEOPLE * scale), Math.round(TIES * scale));
    const ties = made();
    const before = process.resourceUsage().maxRSS;
    const once = await seconds(() => rank(ties));
    say(`${ties.nodes} people, ${ties.from.length} ties; ours once in ${once.toFixed(2)} s`);
    const undirected = rowsOf(ties);
    const circles = await leiden(ties.nodes, undirected);
    const peak = Math.max(0, process.resourceUsage().maxRSS - before) / 1000;
    // Before millions of graphology's objects are on the heap, which each collection then has to walk.
    const beside = await apart(made());
    const ours = await interleaved(ROUNDS, {
      rank: () => rank(ties),
      circles: () => leiden(ties.nodes, undirected),
    });
    say('rounds of graphology');
    const { rank: theirRank } = await interleaved(ROUNDS, {
      rank: async () =>
        pagerankOf(directedGraph(ties), { getEdgeWeight: 'weight', tolerance: 1e-9, maxIterations: 1000 }),
    });
    const known = undirectedGraph(ties.nodes, undirected);
    let theirs = 0;
    const { louvain: louvainTime } = await interleaved(ROUNDS, {
      louvain: async () => void (theirs = louvainOf(known, { getEdgeWeight: 'weight' }).modularity),
    });
    return [
      { name: 'graphology ÷ build + PageRank', value: theirRank / ours.rank, unit: '×', goal: { atLeast: 20 } },
      { name: 'build + PageRank', value: ours.rank * 1000, unit: 'ms' },
      {
        name: 'circles (Leiden)',
        value: ours.circles * 1000,
        unit: 'ms',
        note: `modularity ${circles.modularity.toFixed(4)}`,
      },
      {
        name: 'circles ÷ graphology’s Louvain',
        value: ours.circles / louvainTime,
        unit: '×',
        note: `its modularity ${theirs.toFixed(4)}, ours ${(circles.modularity - theirs).toFixed(4)} more`,
      },
      { name: 'memory of build, PageRank and circles', value: peak, unit: 'MB' },
      ...beside,
      ...(await againstIgraph(directory, ties, { ...ours, modularity: circles.modularity }, say)),
      ...(await large(directory, scale, say)),
    ];
  },
};

/** A million people and ten million ties: build and PageRank beside igraph's, in the thread that the server uses. */
async function large(directory: string, scale: number, say: (text: string) => void): Promise<Figure[]> {
  const made = () => randomTies(Math.round(LARGE.people * scale), Math.round(LARGE.ties * scale));
  const ties = made();
  say(`${ties.nodes} people, ${ties.from.length} ties`);
  const theirs = await igraphOf(directory, ties, { rounds: LARGE.rounds, circles: false }, say);
  const { rank: ours } = await interleaved(LARGE.rounds, { rank: () => rank(ties) });
  const before = process.resourceUsage().maxRSS;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const whole = await seconds(() => analyseApart(ties));
  delay.disable();
  const size = 'a million people, ten million ties';
  return [
    { name: `${size}: build + PageRank`, value: ours, unit: 's' },
    ...(theirs
      ? [
          {
            name: `${size}: build + PageRank ÷ igraph`,
            value: ours / theirs.rank,
            unit: '×' as const,
            goal: { atMost: 1 },
          },
        ]
      : []),
    {
      name: `${size}: network and figures in its thread`,
      value: whole,
      unit: 's',
      note: `${Math.max(0, (process.resourceUsage().maxRSS - before) / 1000).toFixed(0)} MB more at the peak`,
    },
    {
      name: `${size}: longest hold-up of the event loop meanwhile`,
      value: delay.max / 1e6,
      unit: 'ms',
      goal: { atMost: 50 },
    },
    {
      name: `${size}: peak memory of the process`,
      value: process.resourceUsage().maxRSS / 1000,
      unit: 'MB',
      ...(theirs && { note: `igraph’s ${(theirs.memory / 1000).toFixed(0)} MB` }),
    },
  ];
}

/** People in circles of about 150, who mostly know each other, some of them far more than others; the same each time. */
function randomTies(nodes: number, count: number): Ties {
  let state = 42;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const [from, to, weight] = [new Uint32Array(count), new Uint32Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    const a = Math.floor(random() ** 1.5 * nodes);
    const circle = a % Math.max(1, Math.round(nodes / 150));
    const near = circle + Math.max(1, Math.round(nodes / 150)) * Math.floor(random() ** 2 * 150);
    from[k] = a;
    to[k] = random() < 0.8 && near < nodes ? near : Math.floor(random() * nodes);
    weight[k] = 1 + Math.floor(random() * 5);
  }
  return { nodes, from, to, weight };
}

async function rank(ties: Ties): Promise<Float64Array> {
  return pageRank(ties.nodes, reverseRows(ties.nodes, buildRows(ties)));
}

function rowsOf(ties: Ties): Rows {
  const out = buildRows(ties);
  return undirectedRows(ties.nodes, out, reverseRows(ties.nodes, out));
}

function directedGraph({ nodes, from, to, weight }: Ties): DirectedGraph {
  const made = new DirectedGraph();
  for (let i = 0; i < nodes; i++) made.addNode(i);
  for (let k = 0; k < from.length; k++) {
    if (from[k] === to[k]) continue;
    made.updateEdge(from[k], to[k], (old) => ({ weight: ((old['weight'] as number | undefined) ?? 0) + weight[k]! }));
  }
  return made;
}

function undirectedGraph(nodes: number, { start, target, weight }: Rows): UndirectedGraph {
  const made = new UndirectedGraph();
  for (let i = 0; i < nodes; i++) made.addNode(i);
  for (let i = 0; i < nodes; i++)
    for (let k = start[i]!; k < start[i + 1]!; k++)
      if (target[k]! > i) made.addEdge(i, target[k]!, { weight: weight[k]! });
  return made;
}

/** The network and its whole structure in threads, as the server works them out, and how long they held it up. */
async function apart(ties: Ties): Promise<Figure[]> {
  const { nodes } = ties;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const taken = await seconds(async () => {
    const { undirected } = await analyseApart(ties);
    await structureApart({ nodes, undirected, clustering: null });
  });
  delay.disable();
  return [
    { name: 'the network and its whole structure in threads', value: taken, unit: 's' },
    {
      name: 'longest hold-up of the event loop meanwhile',
      value: delay.max / 1e6,
      unit: 'ms',
      goal: { atMost: 50 },
      note: `99 % under ${(delay.percentile(99) / 1e6).toFixed(0)} ms`,
    },
  ];
}

const SCRIPT = `
import array, json, resource, statistics, sys, time
import igraph
def read(path, kind):
    values = array.array(kind)
    with open(path, 'rb') as file: values.frombytes(file.read())
    return values
folder, nodes, rounds, circles = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == 'circles'
a, b, w = read(folder + '/from', 'I'), read(folder + '/to', 'I'), list(read(folder + '/weight', 'd'))
pairs = list(zip(a, b))
def timed(work):
    start = time.perf_counter(); found = work(); return time.perf_counter() - start, found
def ranked():
    return igraph.Graph(nodes, pairs, directed=True).pagerank(weights=w, damping=0.85)
rank = statistics.median(timed(ranked)[0] for _ in range(rounds))
found = {'rank': rank, 'leiden': 0, 'stable': 0, 'modularity': 0}
if circles:
    both = igraph.Graph(nodes, pairs, directed=False)
    both.es['weight'] = w
    both.simplify(combine_edges='sum')
    def circled(iterations):
        return [timed(lambda: both.community_leiden(objective_function='modularity', weights='weight', n_iterations=iterations)) for _ in range(rounds)]
    tries = circled(2)
    found['leiden'] = statistics.median(t for t, _ in tries)
    found['stable'] = statistics.median(t for t, _ in circled(-1))
    found['modularity'] = both.modularity(tries[-1][1].membership, weights='weight')
found['memory'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(found))
`;

type Ours = { rank: number; circles: number; modularity: number };
/** Seconds, and the most memory in kB. */
type Theirs = { rank: number; leiden: number; stable: number; modularity: number; memory: number };

/** What igraph takes; undefined where Python or igraph is not there, which is said. */
async function igraphOf(
  directory: string,
  ties: Ties,
  { rounds, circles }: { rounds: number; circles: boolean },
  say: (text: string) => void,
): Promise<Theirs | undefined> {
  for (const name of ['from', 'to', 'weight'] as const) writeFileSync(join(directory, name), ties[name]);
  const run = promisify(execFile);
  const found = await run('python3', ['-c', 'import igraph']).catch(() => undefined);
  if (!found) {
    say('igraph: skipped, python3 has no igraph (Debian: python3-igraph)');
    return undefined;
  }
  const what = circles ? 'circles' : 'rank';
  const { stdout } = await run('python3', ['-c', SCRIPT, directory, String(ties.nodes), String(rounds), what]);
  return JSON.parse(stdout) as Theirs;
}

/** Ours against igraph's; nothing without it. */
async function againstIgraph(
  directory: string,
  ties: Ties,
  ours: Ours,
  say: (text: string) => void,
): Promise<Figure[]> {
  const theirs = await igraphOf(directory, ties, { rounds: ROUNDS, circles: true }, say);
  if (!theirs) return [];
  return [
    { name: 'build + PageRank ÷ igraph', value: ours.rank / theirs.rank, unit: '×', goal: { atMost: 1 } },
    {
      name: 'circles ÷ igraph’s Leiden',
      value: ours.circles / theirs.leiden,
      unit: '×',
      goal: { atMost: 0.6 },
      note: `its modularity ${theirs.modularity.toFixed(4)}, ours ${(ours.modularity - theirs.modularity).toFixed(4)} more`,
    },
    { name: 'circles ÷ igraph’s Leiden told to stop once stable', value: ours.circles / theirs.stable, unit: '×' },
  ];
}
