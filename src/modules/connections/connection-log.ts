import { type Level, pino } from 'pino';
import type { Log } from '#platform/log.ts';
import type { LogLine } from './notes-store.ts';
import type { SecretMask } from './mask-secrets.ts';

/** Characters of a line's body that are kept. */
const MOST = 4000;

const LEVELS: Record<number, LogLine['level']> = {
  10: 'debug',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'error',
};

export type LineSink = (line: Omit<LogLine, 'id' | 'at'>) => void;

/** PostgreSQL's text has no NUL, and no half of a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '␀').toWellFormed();

/**
 * The log of one connection: every line goes to the operators' log of it, from `info` on also to the server's, in both
 * without secrets. `log.debug({ in: raw }, …)` and `log.debug({ out: raw }, …)` are what came and went on the wire.
 */
export function createConnectionLog(base: Log, connectionId: string, mask: SecretMask, sink: LineSink): Log {
  const write = (json: string): void => {
    const { level, time: _, msg = '', ...fields } = mask.value(JSON.parse(json)) as Record<string, unknown>;
    const name = LEVELS[Number(level)] ?? 'info';
    const { in: incoming, out: outgoing, ...rest } = fields;
    const direction = incoming !== undefined ? 'in' : outgoing !== undefined ? 'out' : 'own';
    const raw = incoming ?? outgoing;
    const body = [raw, Object.keys(rest).length > 0 ? rest : undefined]
      .filter((one) => one !== undefined)
      .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
      .join('\n');
    sink({ level: name, direction, words: storable(String(msg)).slice(0, MOST), body: storable(body.slice(0, MOST)) });
    if (name !== 'debug') base[name as Level]({ connectionId, ...fields }, String(msg));
  };
  return pino({ level: 'debug', base: undefined }, { write });
}
