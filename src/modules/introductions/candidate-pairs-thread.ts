import { parentPort, workerData } from 'node:worker_threads';
import { candidatePairs, type Facts } from './candidate-pairs.ts';

// The whole of a thread: facts in, the best pairs out; far more than can be proposed say nothing.
const MOST = 5_000;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort!.postMessage((await candidatePairs(workerData as Facts)).slice(0, MOST));
