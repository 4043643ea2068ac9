import { readFileSync } from 'node:fs';

/** Resident memory of the engine's process, or else of the largest child of this one, in MB; 0 where the system does not tell. */
export function engineMemory(pid?: number): number {
  try {
    const children = pid
      ? [String(pid)]
      : readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(/\s+/);
    const sizes = children.map((pid) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
    );
    return Math.max(0, ...sizes) / 1024;
  } catch {
    return 0;
  }
}
