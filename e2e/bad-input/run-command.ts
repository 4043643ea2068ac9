import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** `peak` is the most memory that the process itself held, in MB; 0 where the system does not tell. */
export type Ran = { code: number | null; out: string; error: string; peak: number };

/** Runs the command line as a person would and gives what it said. With `through`, its output goes into that shell command. */
export function runCommand(
  args: readonly string[],
  { env = {}, through }: { env?: Record<string, string>; through?: string } = {},
): Promise<Ran> {
  const options = { env: { ...process.env, QUNLUO_LOG: 'silent', ...env }, timeout: 60_000 };
  const child =
    through === undefined
      ? spawn(process.execPath, [MAIN, ...args], options)
      : spawn(
          'bash',
          ['-c', `"$@" | ${through}; exit "\${PIPESTATUS[0]}"`, '-', process.execPath, MAIN, ...args],
          options,
        );
  let out = '';
  let error = '';
  child.stdout.on('data', (data: Buffer) => (out += data));
  child.stderr.on('data', (data: Buffer) => (error += data));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 50);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code, out, error, peak });
    }),
  );
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) >> 10;
  } catch {
    return 0;
  }
}

/** What every refusal has in common: the caller's fault, in words, without our insides. */
export const refusal = ({ code, out, error }: Ran) => ({
  code,
  out,
  stack: /\n\s+at /.test(error) || error.includes('defect'),
});
export const REFUSED = { code: 2, out: '', stack: false };
