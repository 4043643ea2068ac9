export { analyseNetwork, type Network } from './analyse-network.ts';
export { buildRows, reverseRows, undirectedRows, type Rows, type Ties } from './graph.ts';
export { weightOf, type NetworkFigures } from './network-figures.ts';
export { pageRank } from './page-rank.ts';
export { decay, DECAY_PER_30_DAYS } from './tie-decay.ts';
