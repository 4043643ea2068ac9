import type { FastifyReply, FastifyRequest } from 'fastify';

/** One open stream of server-sent events. */
export type EventStream = {
  /** Sends an event; data is written as JSON. False when the client reads too slowly: what comes next is buffered. */
  send(event: string, data: unknown, id?: string): boolean;
  close(): void;
  /** Aborted when the client is gone, the stream was closed, or the server stops. */
  readonly signal: AbortSignal;
};

/** Comment lines this far apart keep proxies from closing a quiet stream. Milliseconds. */
const HEARTBEAT = 15_000;

/**
 * A browser opens at most six connections to a server over HTTP/1.1. Past this many streams of one reader, the oldest
 * is ended with a long `retry`, so that many tabs take turns instead of blocking each other's requests.
 */
const STREAMS_PER_READER = 4;
const TURN_RETRY = 10_000;

/** A reader that is so many bytes behind is let go; it comes back by itself and starts from what is true then. */
const MOST_BEHIND = 256 * 1024;

type Open = { stream: EventStream; reader: string; operatorId: string | undefined; yieldTurn(): void };

/** Keeps track of all open streams of a server, so that stopping ends them. */
export class EventStreams {
  readonly #open = new Set<Open>();

  /** Answers a request with a stream of server-sent events; the handler must not send anything else. */
  open(request: FastifyRequest, response: FastifyReply): EventStream {
    const { caller } = request;
    const reader = [caller.operatorId ?? caller.tokenId ?? '', request.ip, request.headers['user-agent'] ?? ''].join(
      '|',
    );
    const mine = [...this.#open].filter((open) => open.reader === reader);
    for (const open of mine.slice(0, Math.max(0, mine.length - STREAMS_PER_READER + 1))) open.yieldTurn();

    const aborter = new AbortController();
    const { raw } = response;
    response.hijack();
    for (const [name, value] of Object.entries(response.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    const beat = setInterval(() => raw.write(':\n\n'), HEARTBEAT);
    beat.unref();
    const close = () => {
      if (aborter.signal.aborted) return;
      clearInterval(beat);
      this.#open.delete(entry);
      aborter.abort();
      raw.end();
    };
    const stream: EventStream = {
      signal: aborter.signal,
      close,
      send(event, data, id) {
        if (aborter.signal.aborted) return false;
        if (raw.writableLength > MOST_BEHIND) {
          raw.destroy();
          close();
          return false;
        }
        return raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      },
    };
    const yieldTurn = () => {
      raw.write(`retry: ${TURN_RETRY}\nevent: turn\ndata: {}\n\n`);
      close();
    };
    const entry: Open = { stream, reader, operatorId: caller.operatorId, yieldTurn };
    this.#open.add(entry);
    raw.on('close', close);
    raw.on('error', close);
    return stream;
  }

  /** Number of open streams. */
  get size(): number {
    return this.#open.size;
  }

  /** Ends the streams of an operator whose rights changed; a reader who still may comes back by itself. */
  closeOf(operatorId: string): void {
    for (const open of this.#open) if (open.operatorId === operatorId) open.stream.close();
  }

  /** Ends every stream; readers come back by themselves. */
  closeAll(): void {
    for (const { stream } of this.#open) stream.close();
  }
}
