import { inThread } from './in-thread.ts';
import { type Structure, type StructureInput, structureOf } from './structure.ts';

/** Up to so many ties the work takes less than starting a thread. */
export const HERE_UP_TO = 5_000;

/**
 * The structure of a network, worked out beside the event loop: in a thread of its own unless the network is small.
 * Throws what the work threw.
 */
export function structureApart(input: StructureInput): Promise<Structure> {
  if (input.undirected.target.length / 2 <= HERE_UP_TO) return structureOf(input);
  return inThread(new URL('./structure-thread.ts', import.meta.url), input);
}
