import type { Readable } from 'node:stream';
import { AppError, BadInput, type InputFault } from '#kernel/errors.ts';
import type { NeutralEvent } from '../contract.ts';
import { checkEvent } from './check-event.ts';

/** The most that one request may carry. Bytes, events. */
export const MAX_BODY = 32 * 1024 * 1024;
export const MAX_EVENTS = 10_000;

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
 * The events of a request body: JSON (`{"events": […]}` or an array) or one event a line (NDJSON), checked as they
 * arrive. Throws BadInput with every wrong place (a JSON pointer, or a line), and nothing is taken then; `now` in ms.
 */
export async function readEventsBody(
  body: Readable,
  contentType: string | undefined,
  now: number,
): Promise<NeutralEvent[]> {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  const checked = new Checked(now);
  if (LINE_TYPES.has(type)) await readLines(body, checked);
  else if (type === 'application/json') await readJson(body, checked);
  else
    throw new AppError({
      code: 'unsupported_media_type',
      status: 415,
      message: 'send application/json or application/x-ndjson',
    });
  return checked.result();
}

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
      if (!body.readableEnded)
        reject(new BadInput('the request ended before its body', [{ where: '/body', what: 'is cut off' }]));
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
  let rest = '';
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
    const text = rest + decode(chunk);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      line(text.slice(from, end));
      from = end + 1;
    }
    rest = text.slice(from);
  }
  rest += decode(undefined);
  if (rest !== '') line(rest);
}
