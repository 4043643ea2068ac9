import { pino, type Logger } from 'pino';

/** The logger that is passed to every part. */
export type Log = Logger;

const COLOURS: Record<number, string> = { 10: '90', 20: '90', 30: '36', 40: '33', 50: '31', 60: '35' };
const NAMES: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const SHOWN_ELSEWHERE = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'err']);

/**
 * One JSON log line as a line for a person: local time, level, message, other fields; the stack of an error below.
 * Text that is not a JSON object comes back as it is.
 */
export function prettyLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const level = Number(entry['level']);
  const time = new Date(Number(entry['time'])).toTimeString().slice(0, 8);
  const fields = Object.entries(entry)
    .filter(([key]) => !SHOWN_ELSEWHERE.has(key))
    .map(([key, value]) => ` \u001B[90m${key}=${typeof value === 'string' ? value : JSON.stringify(value)}\u001B[39m`)
    .join('');
  const error = entry['err'] as { stack?: string; message?: string } | undefined;
  const stack = error === undefined ? '' : `\n  ${(error.stack ?? error.message ?? '').replaceAll('\n', '\n  ')}`;
  const name = (NAMES[level] ?? String(level)).padEnd(5);
  return `\u001B[90m${time}\u001B[39m \u001B[${COLOURS[level] ?? '39'}m${name}\u001B[39m ${String(entry['msg'] ?? '')}${fields}${stack}\n`;
}

type Sink = { write(text: string): unknown; isTTY?: boolean };

/**
 * Makes the logger. Lines go to standard error, so that a command's result on standard output stays clean: readable
 * lines on a terminal, one JSON object a line otherwise. Secrets under the usual names are left out. `also` is given each
 * line as JSON.
 */
export function createLogger(
  config: { logLevel: string },
  sink: Sink = process.stderr,
  also?: (line: string) => void,
): Log {
  const write = (line: string): void => {
    sink.write(sink.isTTY ? prettyLine(line) : line);
    also?.(line);
  };
  return pino(
    {
      level: config.logLevel,
      base: undefined,
      redact: {
        paths: ['*.password', '*.secret', '*.token', '*.authorization', '*.cookie', 'password', 'secret', 'token'],
        remove: true,
      },
    },
    { write },
  );
}
