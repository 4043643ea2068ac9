import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As `nice` has it: others are given some nine times as much of a processor that both want. */
const NICE = 10;

/**
 * Lets everything that somebody waits for go first: this thread takes what is left of the processors. On Linux, where a
 * thread has a priority of its own; elsewhere nothing happens.
 */
export function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE);
  } catch {
    // Without /proc it works as everybody else does.
  }
}
