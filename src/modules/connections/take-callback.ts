import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#platform/log.ts';
import { findOptionalByCode } from './connection-store.ts';
import { type CallbackAnswer, CallbackRefused, type CallbackRequest } from './connector.ts';
import type { ContextParts, ConnectorContexts } from './connector-contexts.ts';

export type CallbackParts = ContextParts & {
  contexts: ConnectorContexts;
  workspaceOf(code: string): Promise<string | undefined>;
};

/**
 * How long every refusal takes, so that nobody learns from the time what was wrong. Milliseconds; checking takes a few.
 */
const REFUSAL_MS = 40;

/**
 * Hands a callback to the connector whose address was called. Whatever is wrong is answered in the same time and words,
 * and counted. A failure of ours is a bare 503, so that the platform tells again and learns nothing.
 */
export async function takeCallback(
  parts: CallbackParts,
  code: string,
  request: CallbackRequest | 'too_large',
): Promise<CallbackAnswer> {
  const from = performance.now();
  const answer = await attempt(parts, code, request).catch((error: unknown): Attempt => {
    parts.log.warn({ err: error }, 'a callback could not be taken');
    return { status: 503 };
  });
  if (answer.taken) return answer.taken;
  await sleep(Math.max(0, REFUSAL_MS - (performance.now() - from)));
  return { status: answer.status };
}

type Attempt = { taken: CallbackAnswer; status?: never } | { taken?: never; status: number };

async function attempt(parts: CallbackParts, code: string, request: CallbackRequest | 'too_large'): Promise<Attempt> {
  const { database, connectors, contexts, notes } = parts;
  const workspaceId = await parts.workspaceOf(code);
  const connection =
    workspaceId && (await database.inWorkspace(workspaceId, (tx) => findOptionalByCode(tx, connectors, code)));
  if (!connection) return { status: 401 };
  const { connector, context, log } = contexts.of(connection);
  try {
    if (request === 'too_large') throw new CallbackRefused('too_large');
    if (!connector.callback) throw new CallbackRefused('wrong_receiver');
    log.debug({ in: shown(request), query: request.query }, `${request.method} callback`);
    return { taken: withLog(await connector.callback(request, context), log) };
  } catch (error) {
    if (!(error instanceof CallbackRefused)) {
      log.error({ err: error }, 'a callback could not be taken');
      return { status: 503 };
    }
    notes.refused(connection, error.why);
    log.info(`a callback was refused: ${error.why}`);
    return { status: error.status };
  }
}

/** What is done afterwards fails into the log of the connection, where secrets are masked. */
function withLog(answer: CallbackAnswer, log: Log): CallbackAnswer {
  const { afterwards } = answer;
  if (!afterwards) return answer;
  return {
    ...answer,
    afterwards: () =>
      afterwards().catch((error: unknown) => log.warn({ err: error }, 'what follows a callback failed')),
  };
}

const shown = ({ body }: CallbackRequest): string => body.subarray(0, 4000).toString('utf8');
