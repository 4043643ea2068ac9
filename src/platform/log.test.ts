import { describe, expect, it } from 'vitest';
import { createLogger, prettyLine } from './log.ts';

function lines(isTTY: boolean, write: (log: ReturnType<typeof createLogger>) => void): string[] {
  const written: string[] = [];
  write(createLogger({ logLevel: 'info' }, { isTTY, write: (text) => written.push(text) }));
  return written;
}

describe('the log', () => {
  it('writes one JSON object a line, without secrets', () => {
    const [line = ''] = lines(false, (log) => log.warn({ user: { name: 'a', password: 'p' }, token: 't' }, 'careful'));
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({ level: 40, msg: 'careful', user: { name: 'a' } });
    expect(line).not.toMatch(/"p"|"t"/);
  });

  it('writes for a person on a terminal: level, message, fields, the stack of an error', () => {
    const [line = ''] = lines(true, (log) => log.error({ err: new Error('broken'), port: 7100 }, 'it failed'));
    expect(line).toContain('error');
    expect(line).toContain('it failed');
    expect(line).toContain('port=7100');
    expect(line).toMatch(/Error: broken\n\s+at /);
  });

  it('leaves out what is below its level', () => {
    expect(lines(false, (log) => log.debug('detail'))).toEqual([]);
  });

  it('passes on what is not a log line', () => {
    expect(prettyLine('plain text')).toBe('plain text');
  });
});
