import type { SkipReason } from '../contract.ts';
import { decodeText } from './encoding.ts';

/** Lines that arrived together; `first` is the number of the first one, counted from 1. */
export type LineBatch = { first: number; lines: string[] };

/** Longest line that is read, in UTF-16 units: a message of a million characters fits, all of them escaped. */
export const MAX_LINE = 16 * 1024 * 1024;

/**
 * The lines of a text in batches, without their ends (LF or CRLF). A longer line than MAX_LINE is told to `tooLong`,
 * never held, and comes as an empty one so that numbers stay right.
 */
export async function* readLines(
  bytes: AsyncIterable<Buffer>,
  where: string,
  options: { encoding?: string; maxLine?: number; tooLong(line: number, reason: SkipReason): void },
): AsyncGenerator<LineBatch> {
  const most = options.maxLine ?? MAX_LINE;
  let line = 1;
  let parts: string[] = [];
  let held = 0;
  for await (const chunk of decodeText(bytes, where, options.encoding)) {
    const end = chunk.indexOf('\n');
    if (end < 0) {
      held += chunk.length;
      if (held <= most) parts.push(chunk);
      else parts = [];
      continue;
    }
    const lines = chunk.split('\n');
    const rest = lines.pop()!;
    if (held + end > most) {
      options.tooLong(line, 'too_long_line');
      lines[0] = '';
    } else if (held > 0) lines[0] = parts.join('') + lines[0]!;
    for (let i = 0; i < lines.length; i++) {
      const text = lines[i]!;
      if (text.charCodeAt(text.length - 1) === 13) lines[i] = text.slice(0, -1);
    }
    yield { first: line, lines };
    line += lines.length;
    held = rest.length;
    parts = [rest];
  }
  if (held > most) options.tooLong(line, 'too_long_line');
  else if (held > 0) yield { first: line, lines: [parts.join('').replace(/\r$/, '')] };
}
