import { type ConnectorContext, FetchFailed, type SendOutcome } from '#modules/connections/index.ts';

/** An answer read whole. */
export type Answer = { status: number; headers: Headers; text: string };
type Later = Extract<SendOutcome, { fate: 'later' }>;
type Unknown = Extract<SendOutcome, { fate: 'unknown' }>;
type Refused = Extract<SendOutcome, { fate: 'refused' }>;

/**
 * Asks a platform and reads the whole answer, whatever its status. Where there is none, it says what became of a send: `later`
 * when it never left, `unknown` when it left and no answer, or half of one, came back; `refused` for an address we may not ask.
 */
export async function askPlatform(
  fetch: ConnectorContext<unknown>['fetch'],
  address: string,
  options?: Parameters<typeof fetch>[1],
): Promise<Answer | Later | Unknown | Refused> {
  let response: Response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    return unanswered(error);
  }
  try {
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    // A status that says no needs no body to be believed.
    if (!response.ok) return { status: response.status, headers: response.headers, text: '' };
    return { fate: 'unknown', reason: 'the answer of the platform broke off' };
  }
}

/** Errors of Node's own fetch whose request never left. */
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

function unanswered(error: unknown): Later | Unknown | Refused {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  const reason = `no answer came: ${cause?.message || message}`;
  if (error instanceof FetchFailed && error.code.endsWith('address'))
    return { fate: 'refused', code: error.code, reason: error.message };
  const left = error instanceof FetchFailed ? error.mayHaveArrived : !NEVER_SENT.test(cause?.code ?? '');
  return left ? { fate: 'unknown', reason } : { fate: 'later', seconds: 30, code: 'unreachable', reason };
}

/**
 * What a status means where the body says nothing: undefined for 2xx. 502 and 504 come from a gateway that gave up on a server which
 * may have acted, so nobody knows; 500 and 503 are worth trying again.
 */
export function judgeStatus(answer: Answer, now: number): Later | Unknown | Refused | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const reason = `the platform answered ${status}${answer.text === '' ? '' : `: ${answer.text.slice(0, 200)}`}`;
  if (status === 502 || status === 504) return { fate: 'unknown', reason };
  if (status === 429 || status === 408 || status === 425 || status >= 500) {
    const usual = status === 429 ? 60 : 30;
    return { fate: 'later', seconds: retryAfter(answer.headers, now) ?? usual, code: `http_${status}`, reason };
  }
  return { fate: 'refused', code: `http_${status}`, reason };
}

/** Seconds that a `Retry-After` header asks for, as a number or a date; at most a day. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), 86_400) : undefined;
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Ids past 2^53 stay exact: they come back as strings. */
const exact: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '') ? source : value;

/** A JSON object with its ids exact; undefined for anything else. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text, exact as Parameters<typeof JSON.parse>[1]);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
