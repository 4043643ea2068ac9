import { Buffer } from 'node:buffer';
import { PassThrough } from 'node:stream';
import type { Client, Connection, Submittable } from 'pg';

/** What `pg` calls on a query while it is the one that runs, and its types leave out. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};

/** Rows come one message each; passing them on in pieces of this size costs a tenth. Bytes. */
const PIECE = 1 << 16;

/** One running COPY. Everything a query may be told and that does not happen in a COPY is left unanswered. */
abstract class Copy implements Submittable {
  readonly #text: string;
  protected connection!: CopyConnection;
  #error: Error | undefined;
  readonly done: Promise<void>;
  #settle!: { resolve: () => void; reject: (error: Error) => void };

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Heard by whoever awaits it; a failure before that must not end the process.
    this.done.catch(() => undefined);
  }

  submit(connection: Connection): void {
    this.connection = connection as CopyConnection;
    connection.query(this.#text);
  }

  handleError(error: Error): void {
    this.#error = error;
    this.failed(error);
    // A server's own error is followed by "ready for query", a lost connection by nothing: settling twice is harmless.
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#error === undefined) this.#settle.resolve();
    this.ended();
  }

  protected failed(_error: Error): void {}
  protected ended(): void {}
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

class CopyOut extends Copy {
  readonly output = new PassThrough({ highWaterMark: 4 * PIECE });
  #rows: Buffer[] = [];
  #bytes = 0;

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser writes over its buffer with what comes next.
    this.#rows.push(Buffer.from(chunk));
    if ((this.#bytes += chunk.length) >= PIECE) this.#flush();
  }

  #flush(): void {
    if (this.#bytes === 0) return;
    const piece = Buffer.concat(this.#rows, this.#bytes);
    this.#rows = [];
    this.#bytes = 0;
    if (this.output.write(piece)) return;
    this.connection.stream.pause();
    this.output.once('drain', () => this.connection.stream.resume());
  }

  protected override failed(error: Error): void {
    this.output.destroy(error);
  }

  protected override ended(): void {
    this.#flush();
    this.output.end();
  }
}

class CopyIn extends Copy {
  readonly #pieces: AsyncIterable<Buffer>;
  #wake: () => void = () => undefined;

  constructor(text: string, pieces: AsyncIterable<Buffer>) {
    super(text);
    this.#pieces = pieces;
  }

  /** Why the rows themselves broke off; the server is told, and says so in its own words. */
  broken: unknown;

  handleCopyInResponse(connection: Connection): void {
    void this.#send(connection as CopyConnection);
  }

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for await (const piece of this.#pieces) {
        connection.sendCopyFromChunk(piece);
        if (connection.stream.writableNeedDrain) await this.#drained(connection);
      }
      connection.endCopyFrom();
    } catch (error) {
      this.broken = error;
      connection.sendCopyFail('the rows broke off');
    }
  }

  /** Waits until the server has taken what was sent, or has refused it. */
  #drained({ stream }: CopyConnection): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        stream.off('drain', go);
        this.#wake = () => undefined;
        resolve();
      };
      this.#wake = go;
      stream.on('drain', go);
    });
  }

  protected override failed(): void {
    this.#wake();
  }
}

/**
 * Runs `COPY … TO STDOUT` and gives its bytes as they come, in bounded memory. The client is busy until the last piece
 * was taken. A reader that stops early has to close the client.
 */
export async function* copyOut(client: Client, statement: string): AsyncGenerator<Buffer> {
  const copy = client.query(new CopyOut(statement));
  for await (const piece of copy.output) yield piece as Buffer;
  await copy.done;
}

/** Runs `COPY … FROM STDIN` with pieces of text cut anywhere. Throws what the server said, or why the pieces broke off. */
export async function copyIn(client: Client, statement: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  const copy = client.query(new CopyIn(statement, pieces));
  await copy.done.catch((error: unknown) => {
    throw copy.broken ?? error;
  });
}
