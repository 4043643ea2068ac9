import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { BadInput } from '#kernel/errors.ts';
import { decodeText } from '../files/encoding.ts';

/** A value met at one of the asked paths; `path` holds the keys and indices that lead to it. */
export type Met = { readonly path: readonly (string | number)[]; readonly value: unknown };

/** A single text or number beyond this, and values asked for that are further apart, are refused before they fill memory. */
const LARGEST_TOKEN = 64 * 1024 * 1024;
const LARGEST_GAP = 256 * 1024 * 1024;
const DEEPEST = 200;

/**
 * The values at some paths (`$.messages.*`) of a JSON document that may be of any size, in its order and in batches.
 * Throws BadInput naming line and byte where the document is broken or cut short.
 */
export async function* readJson(
  bytes: AsyncIterable<Buffer>,
  where: string,
  paths: string[],
  encoding?: string,
): AsyncGenerator<Met[]> {
  const place = new Place(where);
  let met: Met[] = [];
  const parser = new TokenParser({ paths, keepStack: false });
  parser.onValue = ({ value, key, stack }) => {
    const path = stack.slice(1).map((level) => level.key as string | number);
    if (key !== undefined) path.push(key as string | number);
    place.emitted();
    met.push({ path, value });
  };
  const tokenizer = new Tokenizer();
  let depth = 0;
  tokenizer.onToken = (token) => {
    place.token = token.offset;
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth++;
    else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth--;
    if (depth > DEEPEST) throw new Error(`values nested deeper than ${DEEPEST}`);
    parser.write(token);
  };
  for await (const text of decodeText(bytes, where, encoding)) {
    place.enter(text);
    try {
      tokenizer.write(text);
    } catch (error) {
      throw place.broken(error);
    }
    if (met.length > 0) {
      yield met;
      met = [];
    }
    place.leave();
  }
  if (!parser.isEnded) throw place.cutShort();
  if (met.length > 0) yield met;
}

/** Follows how far a document has been read, so that a fault can be told by line and byte. */
class Place {
  readonly #where: string;
  #text = '';
  #start = 0;
  #line = 1;
  #lastEmitted = 0;
  token = 0;

  constructor(where: string) {
    this.#where = where;
  }

  enter(text: string): void {
    this.#text = text;
  }

  emitted(): void {
    this.#lastEmitted = this.token;
  }

  leave(): void {
    this.#line += countLines(this.#text);
    this.#start += Buffer.byteLength(this.#text);
    this.#text = '';
    if (this.#start - this.token > LARGEST_TOKEN || this.#start - this.#lastEmitted > LARGEST_GAP)
      throw this.#fault('a single value is too large to be read', this.token);
  }

  cutShort(): BadInput {
    return this.#fault('the JSON is cut short', this.#start);
  }

  broken(error: unknown): BadInput {
    const message = error instanceof Error ? error.message : String(error);
    const position = /absolute position "(\d+)"/.exec(message)?.[1];
    const reason = message.replace(/ at chunk position.*$/s, '').replace(/ in state.*$/s, '');
    return this.#fault(
      `the JSON is broken: ${reason.slice(0, 100)}`,
      position === undefined ? this.token : Number(position),
    );
  }

  #fault(what: string, byte: number): BadInput {
    const before = Buffer.from(this.#text)
      .subarray(0, Math.max(0, byte - this.#start))
      .toString();
    const place = `line ${this.#line + countLines(before)}, byte ${byte}`;
    return new BadInput(`${this.#where}: ${what} (${place})`, [{ where: place, what }], 'broken_json');
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
