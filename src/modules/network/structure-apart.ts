import { Worker } from 'node:worker_threads';
import { type Structure, type StructureInput, structureOf } from './structure.ts';

/** Up to so many ties the work takes less than starting a thread. */
const HERE_UP_TO = 5_000;

/**
 * The structure of a network, worked out beside the event loop: in a thread of its own unless the network is small.
 * Throws what the work threw.
 */
export function structureApart(input: StructureInput): Promise<Structure> {
  if (input.undirected.target.length / 2 <= HERE_UP_TO) return structureOf(input);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./structure-thread.ts', import.meta.url), { workerData: input, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of the network ended early (${code})`)));
  });
}
