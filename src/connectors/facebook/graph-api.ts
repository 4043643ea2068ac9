import { createHmac } from 'node:crypto';
import { ConnectionRefused, type ConnectorContext, type SendOutcome } from '#modules/connections/index.ts';
import { type Answer, askPlatform, judgeStatus, objectOf } from '../shared/ask-platform.ts';
import type { FacebookSettings } from './settings.ts';

export type FacebookContext = ConnectorContext<FacebookSettings>;
export type NotSent = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

const HOUR = 3600;

/**
 * Worth trying again, and after how many seconds where the answer does not say: developers.facebook.com/docs/graph-api/guides/error-handling
 * and …/messenger-platform/error-codes. 1 and 2 pass; 4, 17, 32, 613 and 80001–80006 are rates, counted by the hour; 368 is a
 * temporary block for what was posted.
 */
const LATER = new Map([
  [1, 60],
  [2, 60],
  [4, HOUR],
  [17, HOUR],
  [32, HOUR],
  [341, HOUR],
  [368, 6 * HOUR],
  [613, HOUR],
  [80001, HOUR],
  [80006, HOUR],
  [1200, 60],
]);

/** 190: the token is withdrawn, has run out, or its owner changed the password; 102: no session. */
const REVOKED = new Set([102, 190]);

/** Signs that the caller has the app's secret, as well as the token: appsecret_proof of developers.facebook.com/docs/graph-api/guides/secure-requests. */
export const appSecretProof = (token: string, appSecret: string): string =>
  createHmac('sha256', appSecret).update(token).digest('hex');

/** One call to the Graph API; the token travels in a header, so that no log of addresses holds it. */
export async function callGraph(
  context: FacebookContext,
  call: { path: string; query?: Record<string, string>; json?: unknown },
): Promise<Record<string, unknown> | NotSent> {
  const { apiBase, pageToken, appSecret } = context.settings;
  const address = new URL(`${apiBase}/${call.path}`);
  address.searchParams.set('appsecret_proof', appSecretProof(pageToken, appSecret));
  for (const [key, value] of Object.entries(call.query ?? {})) address.searchParams.set(key, value);
  const posts = call.json !== undefined;
  const answer = await askPlatform(context.fetch, address.href, {
    method: posts ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${pageToken}`, ...(posts && { 'content-type': 'application/json' }) },
    ...(posts && { body: JSON.stringify(call.json) }),
  });
  if ('fate' in answer) return answer;
  const said = objectOf(answer.text);
  const error = said?.['error'] as GraphError | undefined;
  if (error !== undefined) return judgeError(error, answer);
  return (
    judgeStatus(answer, context.now()) ??
    said ?? { fate: 'unknown', reason: 'the answer of the platform is no JSON object' }
  );
}

type GraphError = { code?: number; error_subcode?: number; message?: string };

/** What an error of the Graph API means for a send. */
export function judgeError(error: GraphError, answer: Pick<Answer, 'headers'>): NotSent {
  const { code = 0, error_subcode: subcode, message = '' } = error;
  const name = subcode === undefined ? `facebook_${code}` : `facebook_${code}_${subcode}`;
  const reason = `Facebook answered ${code}${subcode === undefined ? '' : `/${subcode}`}: ${message.slice(0, 200)}`;
  if (REVOKED.has(code)) return { fate: 'revoked', reason };
  const seconds = LATER.get(code);
  if (seconds !== undefined)
    return { fate: 'later', seconds: regainedIn(answer.headers) ?? seconds, code: name, reason };
  return { fate: 'refused', code: name, reason };
}

/** Seconds until a used-up rate is free again, where the answer estimates it in minutes. */
function regainedIn(headers: Headers): number | undefined {
  const usage = objectOf(headers.get('x-business-use-case-usage') ?? '');
  const entries = Object.values(usage ?? {}).flat() as { estimated_time_to_regain_access?: number }[];
  const minutes = Math.max(0, ...entries.map((entry) => Number(entry.estimated_time_to_regain_access) || 0));
  return minutes > 0 ? Math.min(minutes * 60, 86_400) : undefined;
}

export const isNotSent = (answer: Record<string, unknown> | NotSent): answer is NotSent =>
  typeof answer['fate'] === 'string' && 'reason' in answer;

/** A read: the answer, or a throw; ConnectionRefused where the token is withdrawn. */
export async function readGraph(
  context: FacebookContext,
  path: string,
  query: Record<string, string>,
): Promise<Record<string, unknown>> {
  const answer = await callGraph(context, { path, query });
  if (!isNotSent(answer)) return answer;
  throw answer.fate === 'revoked' ? new ConnectionRefused(answer.reason) : new GraphRefused(answer);
}

/** A read that was not answered; `outcome` says why. */
export class GraphRefused extends Error {
  override name = 'GraphRefused';
  readonly outcome: NotSent;

  constructor(outcome: NotSent) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}
