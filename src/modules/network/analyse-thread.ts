import { parentPort, workerData } from 'node:worker_threads';
import { analyseNetwork } from './analyse-network.ts';
import type { Ties } from './graph.ts';
import { share } from './in-thread.ts';
import { stepBack } from './step-back.ts';

stepBack();
// The whole of a thread: ties in, their network out.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort!.postMessage(share(await analyseNetwork(workerData as Ties)));
