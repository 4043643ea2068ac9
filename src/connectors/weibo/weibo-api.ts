import { ConnectionRefused, type ConnectorContext, type SendOutcome } from '#modules/connections/index.ts';
import { askPlatform, judgeStatus, objectOf } from '../shared/ask-platform.ts';
import type { WeiboSettings } from './settings.ts';

export type WeiboContext = ConnectorContext<WeiboSettings>;
export type NotSent = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

const MINUTE = 60;
const HOUR = 3600;

/** The token is used up, withdrawn or false: open.weibo.com/wiki/Error_code, 213xx. */
const REVOKED = new Set([21301, 21314, 21315, 21316, 21317, 21319, 21327, 21332, 10013]);

/** Worth trying again, and after how many seconds; the same table. Rate windows are an hour, sending too often a shorter one. */
const LATER = new Map([
  [10001, 30],
  [10002, 5 * MINUTE],
  [10003, MINUTE],
  [10009, MINUTE],
  [10010, MINUTE],
  [10011, MINUTE],
  [10022, HOUR],
  [10023, HOUR],
  [10024, HOUR],
  [20016, 10 * MINUTE],
  [20003, MINUTE],
]);

/**
 * One call. Gives the answer's object, or why there is none. Weibo answers 400 or 403 with `error_code` for most failures; for these the
 * code decides, else the status does.
 */
export async function callWeibo(
  context: WeiboContext,
  call: { path: string; base?: string; query?: Record<string, string>; form?: Record<string, string> | FormData },
): Promise<Record<string, unknown> | NotSent> {
  const address = new URL(`${call.base ?? context.settings.apiBase}${call.path}`);
  address.searchParams.set('access_token', context.settings.accessToken);
  for (const [key, value] of Object.entries(call.query ?? {})) address.searchParams.set(key, value);
  const body = call.form === undefined || call.form instanceof FormData ? call.form : new URLSearchParams(call.form);
  const answer = await askPlatform(context.fetch, address.href, body && { method: 'POST', body });
  if ('fate' in answer) return answer;
  const said = objectOf(answer.text);
  const code = Number(said?.['error_code'] ?? 0);
  if (code !== 0) return judgeCode(code, String(said?.['error'] ?? ''));
  const judged = judgeStatus(answer, context.now());
  if (judged !== undefined) return judged;
  return said ?? { fate: 'unknown', reason: 'the answer of the platform is no JSON object' };
}

/** What an error code of Weibo means for a send. */
export function judgeCode(code: number, words: string): NotSent {
  const reason = `Weibo answered ${code}: ${words.slice(0, 200)}`;
  if (REVOKED.has(code)) return { fate: 'revoked', reason };
  const seconds = LATER.get(code);
  if (seconds !== undefined) return { fate: 'later', seconds, code: `weibo_${code}`, reason };
  return { fate: 'refused', code: `weibo_${code}`, reason };
}

export const isNotSent = (answer: Record<string, unknown> | NotSent): answer is NotSent =>
  typeof answer['fate'] === 'string' && 'reason' in answer;

/** A read: the answer, or a throw; ConnectionRefused where the token is withdrawn. */
export async function readWeibo(
  context: WeiboContext,
  path: string,
  query: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const answer = await callWeibo(context, { path, query });
  if (!isNotSent(answer)) return answer;
  throw answer.fate === 'revoked' ? new ConnectionRefused(answer.reason) : new Error(answer.reason);
}
