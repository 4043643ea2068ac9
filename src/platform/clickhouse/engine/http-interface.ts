import { randomUUID } from 'node:crypto';
import type { Session } from 'chdb';
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

/** What a request came down to: a statement, and rows for it where they follow in the body. */
type Job = { asked: EngineRequest; statement: string; shape: Shape };

const problem = (code: number, name: string, what: string): EngineException =>
  new EngineException(code, `Code: ${code}. DB::Exception: ${what}. (${name})`);

/** Reads a request up to the rows that it may bring: these stay in its body. */
async function readJob(request: IncomingMessage): Promise<Job> {
  const asked = readRequest(request, randomUUID);
  const form = request.headers['content-type'] ?? '';
  if (form.startsWith('multipart/form-data')) readForm(asked, await readAll(asked.body, MAX_STATEMENT), form);
  let statement = asked.query;
  let shape = shapeOf(statement);
  if (shape.data) return { asked, statement, shape };
  const rest = asked.body.readableEnded ? '' : (await readAll(asked.body, MAX_STATEMENT)).toString('utf8');
  if (rest !== '') {
    statement += (statement === '' ? '' : '\n') + rest;
    shape = shapeOf(statement);
  }
  if (shape.data) throw problem(108, 'NO_DATA_TO_INSERT', 'No data to insert');
  if (shape.verb === '') throw problem(62, 'SYNTAX_ERROR', 'Syntax error: Empty query');
  return { asked, statement: shape.verb === 'INSERT' ? statement : shape.bare, shape };
}

const formatOf = ({ asked, shape }: Job): string => shape.format ?? asked.format ?? 'TabSeparated';

/** An INSERT that reads its rows from a pipe instead of from what follows it. */
function insertFrom(path: string, { data, format }: Shape): string {
  return `${data!.into} FROM INFILE ${literal(path)} COMPRESSION 'none' ${data!.tail} FORMAT ${format}`;
}

function circumstances({ asked }: Job, defaults: ReadonlyMap<string, string>): Circumstances {
  return {
    tag: asked.queryId,
    ...(asked.database === undefined ? {} : { database: asked.database }),
    settings: new Map([...defaults, ...asked.settings]),
    params: asked.params,
  };
}

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

  const gateOf = ({ shape }: Job) => {
    if (READING.has(shape.verb)) return reads;
    return QUICK.has(shape.verb) ? quick : writes;
  };

  const insert = (job: Job, session: Session): Promise<unknown> =>
    pipes.use((path) =>
      feed({
        path,
        rows: job.asked.body,
        kill: () => engine.kill(job.asked.queryId),
        start: () => session.queryAsync(insertFrom(path, job.shape), { format: 'Null' }),
      }),
    );

  const run = async (job: Job, reply: Reply, gone: AbortSignal): Promise<void> => {
    if (gone.aborted) return;
    await engine.connected(circumstances(job, options.defaults), async (session) => {
      if (gone.aborted) return;
      const kill = (): void => void engine.kill(job.asked.queryId).catch(() => {});
      gone.addEventListener('abort', kill);
      try {
        if (job.shape.data) await insert(job, session);
        else
          for await (const piece of results(session, job.statement, formatOf(job)))
            if (!(await reply.write(piece))) return;
        reply.end();
      } finally {
        gone.removeEventListener('abort', kill);
      }
    });
  };

  const perform = async (job: Job, reply: Reply, response: ServerResponse): Promise<void> => {
    const { queryId } = job.asked;
    if (running.has(queryId)) {
      throw problem(216, 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING', `Query with id = ${queryId} is already running`);
    }
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const work = gateOf(job)(() => run(job, reply, gone.signal));
    running.set(
      queryId,
      work.catch(() => {}),
    );
    try {
      await work;
    } finally {
      running.delete(queryId);
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { version } = engine;
    let reply = createReply(response, { queryId: '', format: 'TabSeparated', version });
    try {
      const job = await readJob(request);
      const compression = job.asked.compress ? chooseCompression(request.headers['accept-encoding']) : undefined;
      reply = createReply(response, {
        queryId: job.asked.queryId,
        format: formatOf(job),
        version,
        ...(compression ? { compression } : {}),
      });
      await perform(job, reply, response);
    } catch (error) {
      reply.fail(error);
      // What the client still sends is read and dropped, so that it gets to read our answer.
      request.resume();
    }
  };

  const server = createServer(
    { maxHeaderSize: 4 << 20, requestTimeout: 0, keepAliveTimeout: 60_000 },
    (request, response) => {
      const ping = request.method === 'GET' && (request.url === '/' || request.url?.startsWith('/ping'));
      if (refusing) {
        request.resume();
        refuse(response);
      } else if (ping) response.writeHead(200, { 'Content-Type': 'text/html; charset=UTF-8' }).end('Ok.\n');
      else void answer(request, response);
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

function refuse(response: ServerResponse): void {
  response
    .writeHead(503, { 'Retry-After': '5', 'X-ClickHouse-Exception-Code': '236' })
    .end('Code: 236. DB::Exception: The engine is stopping. (ABORTED)\n');
}
