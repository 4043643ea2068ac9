import { parentPort, workerData } from 'node:worker_threads';
import { share } from './in-thread.ts';
import { type StructureInput, structureOf } from './structure.ts';
import { stepBack } from './step-back.ts';

stepBack();
// The whole of a thread: one network in, one structure out.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort!.postMessage(share(await structureOf(workerData as StructureInput)));
