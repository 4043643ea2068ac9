import type { Session } from 'chdb';

/** Formats whose pieces, one a block, join to the whole; those with a heading repeat it, so many lines. */
const HEADING_LINES = new Map<string, number>([
  ['JSONEachRow', 0],
  ['JSONLines', 0],
  ['NDJSON', 0],
  ['JSONStringsEachRow', 0],
  ['JSONCompactEachRow', 0],
  ['JSONCompactStringsEachRow', 0],
  ['JSONCompactEachRowWithNames', 1],
  ['JSONCompactEachRowWithNamesAndTypes', 2],
  ['JSONCompactStringsEachRowWithNames', 1],
  ['JSONCompactStringsEachRowWithNamesAndTypes', 2],
  ['TSV', 0],
  ['TabSeparated', 0],
  ['TSVRaw', 0],
  ['TabSeparatedRaw', 0],
  ['CSV', 0],
  ['TSVWithNames', 1],
  ['TabSeparatedWithNames', 1],
  ['TSVWithNamesAndTypes', 2],
  ['TabSeparatedWithNamesAndTypes', 2],
  ['RowBinary', 0],
  ['Native', 0],
  ['LineAsString', 0],
]);

const NEWLINE = 0x0a;

function withoutHeading(chunk: Uint8Array, lines: number): Uint8Array {
  let at = 0;
  for (let line = 0; line < lines; line++) at = chunk.indexOf(NEWLINE, at) + 1;
  return chunk.subarray(at);
}

const cannotStream = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('Streaming query is not supported');

/**
 * Runs a statement and yields its result piece by piece. What only comes in one piece (DDL, formats that are one
 * document) is run whole; the engine's `max_result_bytes` bounds that.
 */
export async function* results(session: Session, statement: string, format: string): AsyncGenerator<Uint8Array> {
  const heading = HEADING_LINES.get(format);
  if (heading !== undefined) {
    let stream;
    try {
      stream = session.queryStream(statement, { format });
    } catch (error) {
      if (!cannotStream(error)) throw error;
    }
    if (stream) {
      let first = true;
      for await (const chunk of stream) {
        yield first ? chunk.raw() : withoutHeading(chunk.raw(), heading);
        first = false;
      }
      return;
    }
  }
  const whole = await session.queryAsync(statement, { format });
  const bytes = whole.bytes();
  if (bytes.length > 0) yield bytes;
}
