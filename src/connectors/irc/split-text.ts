const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const bytesOf = (text: string): number => Buffer.byteLength(text);

/** What a line of the protocol has, its end included. Bytes. */
const LINE = 512;
/** The longest that a server may put before our lines as others see them: `user@host`, and what stands around it. */
const USER_AND_HOST = 10 + 1 + 63 + 3;

/** Bytes that a text to a target may have, so that nobody's server cuts it: 512 without all that stands before it. */
export const roomFor = (nick: string, target: string): number =>
  LINE - bytesOf(`:${nick} PRIVMSG ${target} :\r\n`) - USER_AND_HOST;

/** A word that is longer than a line, cut between characters as people see them; one that is itself longer, by code points. */
function* piecesOf(word: string, most: number): Generator<string> {
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    const parts = bytesOf(segment) <= most ? [segment] : segment;
    for (const part of parts) {
      if (piece !== '' && bytesOf(piece) + bytesOf(part) > most) {
        yield piece;
        piece = '';
      }
      piece += part;
    }
  }
  if (piece !== '') yield piece;
}

/** What ends a text for programs in C, and the mark of commands. */
// oxlint-disable-next-line no-control-regex -- these are the ones
const UNSAYABLE = /[\0\u0001]/gu;

/**
 * A text as lines of at most `most` bytes (4 at least): at its own line breaks, then between words, then within them, never
 * within a character. Only white space at the breaks is gone; what no line may hold (NUL, the mark of commands) too.
 */
export function splitText(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text
    .replaceAll(UNSAYABLE, '')
    .toWellFormed()
    .split(/\r\n|\r|\n/)) {
    let line = '';
    for (const word of paragraph.split(/(?<=\s)(?=\S)/u)) {
      const bare = word.trimEnd();
      if (bytesOf(line + bare) <= most) {
        line += word;
        continue;
      }
      if (line.trim() !== '') lines.push(line.trimEnd());
      const pieces = [...piecesOf(bare, most)];
      const last = pieces.pop() ?? '';
      lines.push(...pieces);
      line = last + word.slice(bare.length);
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
  }
  return lines;
}
