import type { ConnectorContext, SendOutcome } from '#modules/connections/index.ts';
import { type Answer, askPlatform, judgeStatus } from './ask-platform.ts';

type Outcome = Extract<SendOutcome, { fate: 'later' | 'unknown' | 'refused' }>;

/** A request that got no answer which a platform's library could read; `outcome` says what that means for a send. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}

type LibraryRequest = { method?: string; headers?: unknown; body?: unknown };

/**
 * What a platform's library makes its requests with: the connection's own `fetch`, so that they are guarded and logged like all
 * others. Answers are read whole; what is no answer in JSON is thrown as NoAnswer. `timeoutMs` is asked for the path of each request.
 */
export function libraryFetch(
  context: Pick<ConnectorContext<unknown>, 'fetch' | 'now'>,
  timeoutMs?: (path: string) => number | undefined,
): (address: string | URL, request?: LibraryRequest) => Promise<Response> {
  return async (address, { method, headers, body } = {}) => {
    const answer = await askPlatform(context.fetch, String(address), {
      method: method ?? 'GET',
      headers: headers as RequestInit['headers'],
      body: (body ?? null) as RequestInit['body'],
      timeoutMs: timeoutMs?.(new URL(address).pathname),
    });
    if ('fate' in answer) throw new NoAnswer(answer);
    const fault = faultOf(answer, context.now());
    if (fault) throw new NoAnswer(fault);
    return new Response(answer.status === 204 ? null : answer.text, {
      status: answer.status,
      headers: answer.headers,
    });
  };
}

function faultOf(answer: Answer, now: number): Outcome | undefined {
  if (answer.status >= 500) return judgeStatus(answer, now);
  if (answer.status === 204 || isJson(answer.text)) return undefined;
  return judgeStatus(answer, now) ?? { fate: 'unknown', reason: 'the answer of the platform is no JSON' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What became of a send whose failure came out of a library, which wraps what its requests threw; undefined for an answer that says no. */
export function noAnswerIn(error: unknown): Outcome | undefined {
  let inner: unknown = error;
  for (let depth = 0; depth < 6 && inner instanceof Error; depth++) {
    if (inner instanceof NoAnswer) return inner.outcome;
    const wrapped = inner as Error & { error?: unknown; original?: unknown; originalError?: unknown };
    inner = wrapped.cause ?? wrapped.error ?? wrapped.original ?? wrapped.originalError;
  }
  return undefined;
}
