import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EngineException, literal, MAX_STATEMENT, type ChdbEngine, type Circumstances } from './chdb-engine.ts';
import { createGate } from './gate.ts';
import { readAll, readForm, readRequest, type EngineRequest } from './http-request.ts';
import { chooseCompression, createReply, type Reply } from './http-response.ts';
import { createPipes, feed } from './insert-pipe.ts';
import { results } from './result-stream.ts';
import { shapeOf, type Shape } from '../statement.ts';

export type HttpInterface = {
  readonly server: Server;
  /** Refuses new work; resolves when the running work is done. */
  drain(): Promise<void>;
  /** Kills what still runs. */
  killAll(): Promise<void>;
};

const READING = new Set(['SELECT', 'WITH', '(', 'VALUES', 'CHECK']);
/** Answered at once, out of what is in memory: they wait for nobody. */
const QUICK = new Set(['SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS']);
const QUICK_AT_A_TIME = 4;

/**
 * ClickHouse's HTTP interface over the engine in this process. Reads and writes wait in lines of their own, so that
 * slow reads never keep a write out.
 */
export function createHttpInterface(
  engine: ChdbEngine,
  options: { directory: string; reads: number; writes: number; defaults: ReadonlyMap<string, string> },
): HttpInterface {
  const reads = createGate(options.reads);
  const writes = createGate(options.writes);
  const quick = createGate(QUICK_AT_A_TIME);
  const pipes = createPipes(options.directory, options.writes);
  const running = new Map<string, Promise<void>>();
  let refusing = false;

  const circumstances = (asked: EngineRequest): Circumstances => ({
    tag: asked.queryId,
    ...(asked.database === undefined ? {} : { database: asked.database }),
    settings: new Map([...options.defaults, ...asked.settings]),
    params: asked.params,
  });

  const run = async (
    asked: EngineRequest,
    statement: string,
    shape: Shape,
    reply: Reply,
    gone: AbortSignal,
  ): Promise<void> => {
    await engine.connected(circumstances(asked), async (session) => {
      if (gone.aborted) return;
      const kill = (): void => void engine.kill(asked.queryId).catch(() => {});
      gone.addEventListener('abort', kill);
      try {
        if (shape.data && asked.query !== '') {
          const { into, tail } = shape.data;
          await pipes.use((path) =>
            feed({
              path,
              rows: asked.body,
              kill: () => engine.kill(asked.queryId),
              start: () =>
                session.queryAsync(
                  `${into} FROM INFILE ${literal(path)} COMPRESSION 'none' ${tail} FORMAT ${shape.format}`,
                  {
                    format: 'Null',
                  },
                ),
            }),
          );
        } else {
          for await (const piece of results(session, statement, shape.format ?? asked.format ?? 'TabSeparated')) {
            if (!(await reply.write(piece))) return;
          }
        }
        reply.end();
      } finally {
        gone.removeEventListener('abort', kill);
      }
    });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let asked: EngineRequest | undefined;
    let reply = createReply(response, { queryId: '', format: 'TabSeparated', version: engine.version });
    try {
      asked = readRequest(request, randomUUID);
      const form = request.headers['content-type'] ?? '';
      if (form.startsWith('multipart/form-data')) readForm(asked, await readAll(asked.body, MAX_STATEMENT), form);
      let statement = asked.query;
      let shape = shapeOf(statement);
      if (!shape.data) {
        const rest = asked.body.readableEnded ? '' : (await readAll(asked.body, MAX_STATEMENT)).toString('utf8');
        if (rest !== '') {
          statement += (statement === '' ? '' : '\n') + rest;
          shape = shapeOf(statement);
          if (shape.data)
            throw new EngineException(108, 'Code: 108. DB::Exception: No data to insert. (NO_DATA_TO_INSERT)');
        }
        statement = shape.verb === 'INSERT' ? statement : shape.bare;
      }
      const compression = asked.compress ? chooseCompression(request.headers['accept-encoding']) : undefined;
      reply = createReply(response, {
        queryId: asked.queryId,
        format: shape.format ?? asked.format ?? 'TabSeparated',
        version: engine.version,
        ...(compression ? { compression } : {}),
      });
      if (running.has(asked.queryId)) {
        throw new EngineException(
          216,
          `Code: 216. DB::Exception: Query with id = ${asked.queryId} is already running. (QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING)`,
        );
      }
      if (shape.verb === '')
        throw new EngineException(62, 'Code: 62. DB::Exception: Syntax error: Empty query. (SYNTAX_ERROR)');
      const gone = new AbortController();
      response.once('close', () => {
        if (!response.writableFinished) gone.abort();
      });
      const gate = READING.has(shape.verb) ? reads : QUICK.has(shape.verb) ? quick : writes;
      const { queryId } = asked;
      const ready = { asked, statement, shape, reply };
      const work = gate(async () => {
        if (!gone.signal.aborted) await run(ready.asked, ready.statement, ready.shape, ready.reply, gone.signal);
      });
      running.set(
        queryId,
        work.catch(() => {}),
      );
      try {
        await work;
      } finally {
        running.delete(queryId);
      }
    } catch (error) {
      reply.fail(error);
      // What the client still sends is read and dropped, so that it gets to read our answer.
      request.resume();
    }
  };

  const server = createServer(
    { maxHeaderSize: 4 << 20, requestTimeout: 0, keepAliveTimeout: 60_000 },
    (request, response) => {
      if (request.url?.startsWith('/ping') || request.url === '/') {
        if (request.method === 'GET') {
          response
            .writeHead(refusing ? 503 : 200, { 'Content-Type': 'text/html; charset=UTF-8' })
            .end(refusing ? 'Stopping.\n' : 'Ok.\n');
          return;
        }
      }
      if (refusing) {
        response
          .writeHead(503, { 'Retry-After': '5', 'X-ClickHouse-Exception-Code': '236' })
          .end('Code: 236. DB::Exception: The engine is stopping. (ABORTED)\n');
        request.resume();
        return;
      }
      void answer(request, response);
    },
  );

  return {
    server,
    async drain() {
      refusing = true;
      while (running.size > 0) await Promise.all(running.values());
    },
    async killAll() {
      await Promise.all([...running.keys()].map((tag) => engine.kill(tag).catch(() => {})));
    },
  };
}
