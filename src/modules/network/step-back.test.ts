import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const THREAD = `
  import { readlinkSync } from 'node:fs';
  import { getPriority } from 'node:os';
  import { parentPort, workerData } from 'node:worker_threads';
  const { stepBack } = await import(workerData);
  stepBack();
  parentPort.postMessage(getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))));
`;

it.runIf(process.platform === 'linux')('puts its own thread behind the others, and no other', async () => {
  const before = getPriority();
  const file = new URL('step-back.ts', import.meta.url).href;
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`), { workerData: file });
  const [nice] = await once(thread, 'message');
  expect(nice).toBe(Math.max(10, before));
  expect(getPriority()).toBe(before);
});
