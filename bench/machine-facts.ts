import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

/** What the machine is and gives, so that figures of another run can be read beside these. */
export function machineFacts(directory: string): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    fdatasyncPerSecond: fdatasyncRate(directory),
  };
}

function fdatasyncRate(directory: string): number {
  const file = openSync(join(directory, 'fdatasync'), 'w');
  const block = Buffer.alloc(4096, 7);
  const until = performance.now() + 500;
  let count = 0;
  while (performance.now() < until) {
    writeSync(file, block);
    fdatasyncSync(file);
    count++;
  }
  closeSync(file);
  return count * 2;
}
