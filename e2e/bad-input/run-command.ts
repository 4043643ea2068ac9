import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export type Ran = { code: number | null; out: string; error: string };

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
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })));
}

/** What every refusal has in common: the caller's fault, in words, without our insides. */
export const refusal = ({ code, out, error }: Ran) => ({
  code,
  out,
  stack: /\n\s+at /.test(error) || error.includes('defect'),
});
export const REFUSED = { code: 2, out: '', stack: false };
