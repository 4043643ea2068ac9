import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function startOnLinux(pid: number): Promise<string | undefined> {
  const [status, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  if (status === undefined) return undefined;
  // The name in field 2 may hold blanks and brackets; the fields after the last ")" are plain. 22 is the start time.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : `${boot.trim()}/${fields[19]}`;
}

/**
 * When a process was started, as an opaque text that differs for a later process with the same number, also after a
 * reboot. Undefined when no such process lives (a zombie does not).
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return startOnLinux(pid);
  const text = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  return text === '' ? undefined : text;
}
