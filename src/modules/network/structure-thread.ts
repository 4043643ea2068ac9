import { parentPort, workerData } from 'node:worker_threads';
import { type StructureInput, structureOf } from './structure.ts';

// The whole of a thread: one network in, one structure out.
parentPort!.postMessage(await structureOf(workerData as StructureInput));
