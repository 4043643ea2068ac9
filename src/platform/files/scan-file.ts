import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { AppError, BadInput } from '#kernel/errors.ts';
import type { Log } from '../log.ts';

/** Where clamd listens. */
export type ScannerAddress = { path: string } | { host: string; port: number };

/**
 * Looks for known malware in what somebody sent, before anything is made of it. Throws BadInput `file_infected` that names
 * what was found; AppError 413 `file_not_scanned` for more than the scanner takes, 503 `scanner_down` when it
 * gives no answer.
 */
export type ScanFile = (content: Buffer | Readable) => Promise<void>;

/** Where a text of settings leads: a socket's path, or `host:port`. Undefined when it is neither. */
export function scannerAddress(text: string): ScannerAddress | undefined {
  if (text.startsWith('/')) return { path: text };
  const [, plain, bracketed, port] = /^(?:([^\s:/@]+)|\[([\d:a-f]+)\]):(\d{1,5})$/i.exec(text) ?? [];
  const host = plain ?? bracketed;
  return host === undefined || Number(port) < 1 || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

/** No answer of the scanner: what was not looked at is not taken. */
class ScannerDown extends AppError {
  /** Seconds. */
  readonly retryAfter = 30;

  constructor(cause: Error) {
    const message = 'the virus scanner gives no answer, so the file was not taken; try again shortly';
    super({ code: 'scanner_down', status: 503, message, cause });
  }
}

/** A scan by clamd (ClamAV), which tells the log of what it finds; without an address nothing is looked at. */
export function createScanner(address: ScannerAddress | undefined, log: Log): ScanFile {
  if (address === undefined) return async () => {};
  return async (content) => {
    try {
      await scan(address, content);
    } catch (error) {
      if (error instanceof ScannerDown) log.error({ err: error.cause }, 'the virus scanner gives no answer');
      else if (error instanceof AppError) log.warn({ security: error.code, found: error.message }, 'upload refused');
      throw error;
    }
  };
}

/** How long clamd may be silent while it takes bytes or looks at them. Milliseconds. */
const PATIENCE = 120_000;
/** Bytes in one piece of a stream to clamd. */
const PIECE = 2 ** 18;

async function scan(address: ScannerAddress, content: Buffer | Readable): Promise<void> {
  const socket = connect(address);
  const answer = answerOf(socket);
  try {
    const sent = send(socket, content).catch((error: unknown) => {
      // Where clamd has hung up, its answer says why; else the content could not be read.
      if (socket.writable) throw error;
    });
    // It may answer before it has everything.
    await Promise.race([sent, answer]);
    judge(await answer);
  } finally {
    socket.destroy();
    if (!Buffer.isBuffer(content)) content.destroy();
  }
}

/** All that clamd says before it hangs up, without the closing zero. */
function answerOf(socket: Socket): Promise<string> {
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`clamd was silent for ${PATIENCE / 1000} s`)));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const whole = (): void => resolve(Buffer.concat(parts).toString().replace(/\0$/, '').trim());
    socket.on('data', (part) => parts.push(part));
    socket.on('end', whole).on('close', whole);
    socket.on('error', (error) => (parts.length > 0 ? whole() : reject(new ScannerDown(error))));
  });
}

/** Sends content as INSTREAM wants it: pieces that say their length, then one of none. */
async function send(socket: Socket, content: Buffer | Readable): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of Buffer.isBuffer(content) ? [content] : content)
    for (let at = 0; at < (chunk as Buffer).length; at += PIECE) {
      const piece = (chunk as Buffer).subarray(at, at + PIECE);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      socket.write(length);
      await written(socket, piece);
    }
  socket.write(Buffer.alloc(4));
}

/** Writes a piece and waits until it has left, so that no more than one is held. Throws when the connection has ended. */
const written = (socket: Socket, piece: Buffer): Promise<void> =>
  new Promise((resolve, reject) => socket.write(piece, (error) => (error ? reject(error) : resolve())));

/** What clamd's answer means: `stream: OK`, `stream: NAME FOUND`, or an error in its words. */
function judge(answer: string): void {
  if (answer === 'stream: OK') return;
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (found !== undefined)
    throw new BadInput(
      `the virus scanner found ${found} in the file`,
      [{ where: '/body', what: `holds ${found}` }],
      'file_infected',
    );
  if (answer.startsWith('INSTREAM size limit exceeded'))
    throw new AppError({
      code: 'file_not_scanned',
      status: 413,
      message: 'the file is larger than the virus scanner takes (StreamMaxLength of clamd)',
    });
  throw new ScannerDown(new Error(answer === '' ? 'clamd hung up' : `clamd said: ${answer}`));
}
