import { analyseNetwork, type Network } from './analyse-network.ts';
import type { Ties } from './graph.ts';
import { inThread } from './in-thread.ts';
import { HERE_UP_TO } from './structure-apart.ts';

/**
 * The network of some ties, worked out beside the event loop: in a thread of its own unless there are few. The columns of
 * the ties are handed over: they are empty afterwards. Throws what the work threw.
 */
export function analyseApart(ties: Ties): Promise<Network> {
  if (ties.from.length <= HERE_UP_TO) return analyseNetwork(ties);
  const buffers = [ties.from, ties.to, ties.weight].map(({ buffer }) => buffer);
  return inThread(new URL('./analyse-thread.ts', import.meta.url), ties, [...new Set(buffers as ArrayBuffer[])]);
}
