import { buildRows, reverseRows, undirectedRows, type Rows, type Ties } from './graph.ts';
import { networkFigures, type NetworkFigures } from './network-figures.ts';
import { pageRank } from './page-rank.ts';

export type Network = {
  readonly figures: NetworkFigures;
  /** PageRank per node; sums to 1. */
  readonly influence: Float64Array;
  readonly out: Rows;
  readonly into: Rows;
  readonly undirected: Rows;
};

/** The network of today's members: rows both ways, influence and figures. Ties are directed, weighted at T. */
export async function analyseNetwork(ties: Ties): Promise<Network> {
  const out = buildRows(ties);
  const into = reverseRows(ties.nodes, out);
  const undirected = undirectedRows(ties.nodes, out, into);
  const influence = await pageRank(ties.nodes, into);
  return { figures: await networkFigures(ties.nodes, out, undirected), influence, out, into, undirected };
}
