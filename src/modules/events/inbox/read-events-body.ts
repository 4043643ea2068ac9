import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError, BadInput, type InputFault } from '#kernel/errors.ts';
import type { NeutralEvent } from '../contract.ts';
import { checkEvent } from './check-event.ts';

/** The most that one request may carry, and how long it may take to. Bytes, events. */
export const MAX_BODY = 32 * 1024 * 1024;
export const MAX_EVENTS = 10_000;
const MAX_SECONDS = 60;

/** Faults named in one answer. */
const MAX_FAULTS = 100;

const LINE_TYPES = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
]);

const tooLarge = (message: string): AppError => new AppError({ code: 'body_too_large', status: 413, message });

/** Gathers events and what is wrong with them; enough faults end the reading. */
class Checked {
  readonly events: NeutralEvent[] = [];
  readonly faults: InputFault[] = [];
  readonly #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  add(value: unknown, where: string): void {
    const checked = checkEvent(value, where, this.#now);
    if (!Array.isArray(checked)) {
      if (this.events.length >= MAX_EVENTS)
        throw tooLarge(`a request takes at most ${MAX_EVENTS} events; send several`);
      this.events.push(checked);
    } else this.fault(...checked);
  }

  fault(...faults: InputFault[]): void {
    this.faults.push(...faults.slice(0, MAX_FAULTS - this.faults.length));
    if (this.faults.length >= MAX_FAULTS) this.refuse();
  }

  /** All or nothing: one wrong event refuses the request. */
  refuse(): never {
    const [first] = this.faults;
    const more =
      this.faults.length > 1
        ? ` (${this.faults.length >= MAX_FAULTS ? 'at least ' : ''}${this.faults.length} faults)`
        : '';
    throw new BadInput(`nothing was taken: ${first!.where}: ${first!.what}${more}`, this.faults, 'bad_events');
  }

  result(): NeutralEvent[] {
    if (this.faults.length > 0) this.refuse();
    return this.events;
  }
}

/**
 * The events of a request body: JSON (`{"events": […]}` or an array) or one event a line (NDJSON), plain or gzip, checked
 * as they arrive. Throws BadInput with every wrong place (a JSON pointer, or a line), and nothing is taken then. A body
 * that is too large, as sent or unpacked, is refused before it fills memory; one that does not arrive within a minute
 * is given up. `now` in ms.
 */
export async function readEventsBody(
  sent: Readable,
  headers: Pick<IncomingHttpHeaders, 'content-type' | 'content-encoding'>,
  now: number,
  maxSeconds = MAX_SECONDS,
): Promise<NeutralEvent[]> {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const readAs = LINE_TYPES.has(type) ? readLines : type === 'application/json' ? readJson : undefined;
  if (!readAs) throw unsupported('send application/json or application/x-ndjson');
  const checked = new Checked(now);
  const body = unpacked(sent, headers['content-encoding']);
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(tooSlow()), maxSeconds * 1000)));
  try {
    await Promise.race([readAs(body, checked), slow]);
  } catch (error) {
    throw brokenGzip(error);
  } finally {
    clearTimeout(timer);
    if (body !== sent) body.destroy();
  }
  return checked.result();
}

const unsupported = (message: string): AppError =>
  new AppError({ code: 'unsupported_media_type', status: 415, message });

const tooSlow = (): AppError =>
  new AppError({
    code: 'request_too_slow',
    status: 408,
    message: 'the body took too long to arrive',
  });

/** The body as it was before it was packed. What is wrong with either is thrown where the result is read. */
function unpacked(sent: Readable, encoding = 'identity'): Readable {
  if (encoding === 'identity') return sent;
  if (encoding !== 'gzip') throw unsupported(`send the body plain or as gzip, not as ${encoding.slice(0, 40)}`);
  const gunzip = createGunzip();
  sent.on('error', (error) => gunzip.destroy(error));
  sent.on('close', () => {
    if (!sent.readableEnded) gunzip.destroy(cutOff());
  });
  return sent.pipe(gunzip);
}

const cutOff = (): BadInput =>
  new BadInput('the request ended before its body', [{ where: '/body', what: 'is cut off' }]);

/** zlib's own words for what is no gzip, or is cut off. */
const brokenGzip = (error: unknown): unknown =>
  String((error as NodeJS.ErrnoException).code).startsWith('Z_')
    ? new BadInput('the body is not whole gzip', [{ where: '/body', what: 'is broken or cut off' }], 'broken_gzip')
    : error;

const notUtf8 = (where: string): BadInput =>
  new BadInput('the body is not UTF-8', [{ where, what: 'bytes that are no UTF-8' }], 'invalid_utf8');

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** The whole body. By listeners, because an iterator costs a single small event more than all the rest. */
function collect(body: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY) chunks.push(chunk);
      else {
        body.pause();
        reject(tooLarge(`a request takes at most ${MAX_BODY} bytes; send several, or import a file`));
      }
    });
    body.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    body.on('error', reject);
    body.on('close', () => {
      if (!body.readableEnded) reject(cutOff());
    });
  });
}

async function readJson(body: Readable, checked: Checked): Promise<void> {
  const bytes = await collect(body);
  let value: unknown;
  try {
    value = JSON.parse(strictUtf8.decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) throw notUtf8('/body');
    const what = (error as Error).message;
    throw new BadInput(`the body is not JSON: ${what}`, [{ where: '/body', what }], 'invalid_json');
  }
  const wrapped = typeof value === 'object' && value !== null && 'events' in value ? value.events : value;
  if (!Array.isArray(wrapped))
    throw new BadInput('the body is neither an array of events nor {"events": […]}', [
      { where: '/body', what: 'expected an array of events' },
    ]);
  const root = wrapped === value ? '/body' : '/body/events';
  for (const [index, event] of wrapped.entries()) checked.add(event, `${root}/${index}`);
}

async function readLines(body: Readable, checked: Checked): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let number = 0;
  /** The pieces of a line that goes on: a long one must not be searched again with each chunk. */
  let held: string[] = [];
  const line = (text: string): void => {
    number++;
    if (text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      checked.fault({ where: `line ${number}`, what: `is not JSON: ${(error as Error).message}` });
      return;
    }
    checked.add(value, `line ${number} `);
  };
  const decode = (chunk: Buffer | undefined): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw notUtf8(`line ${number + 1}`);
    }
  };
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BODY) throw tooLarge(`a request takes at most ${MAX_BODY} bytes; send several, or import a file`);
    const text = decode(chunk);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      line(held.join('') + text.slice(from, end));
      held = [];
      from = end + 1;
    }
    held.push(text.slice(from));
  }
  const rest = held.join('') + decode(undefined);
  if (rest !== '') line(rest);
}
