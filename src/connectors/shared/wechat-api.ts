import { type Both, ConnectionRefused, type ConnectorContext, type SendOutcome } from '#modules/connections/index.ts';
import { askPlatform, judgeStatus, objectOf } from './ask-platform.ts';

/** What an API of the WeChat family answered with, or what that means for a send that hung on it. */
export type ApiFailure = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;
export type ApiOutcome = { fate: 'done'; answer: Record<string, unknown> } | ApiFailure;

type ApiContext = Pick<ConnectorContext<unknown>, 'fetch' | 'now' | 'memory'>;

/** How one platform of the family differs from the other. */
export type ApiDialect = {
  /** Base address, without a slash at its end. */
  base: string;
  /** The request for an access token; `force` asks for a new one though the old has not ended. */
  tokenRequest(force: boolean): { path: string; query?: Record<string, string>; body?: object };
  /** What an `errcode` means. */
  judge(errcode: number, errmsg: string): ApiFailure;
};

export type AskOptions = {
  query?: Record<string, string>;
  timeoutMs?: number;
  /** Asking twice does no harm, so that no answer is worth another try. */
  repeatable?: boolean;
};

type KeptToken = { token: string; until: number };

const TOKEN = 'access-token';
/** A token is renewed this long before its end; both it and the next are valid then. */
const EARLY_MS = 5 * 60_000;
/** The platform does not take the token: withdrawn, ended, or replaced by somebody else's. */
const STALE = new Set([40001, 40014, 42001]);

/**
 * A client of an API of the WeChat family (Official Account, WeCom): every answer is JSON with an `errcode`, every request carries an
 * access token. The token is kept sealed in the connection's memory, renewed before its end, and once more when it is not taken.
 */
export class WechatApi {
  readonly #context: ApiContext;
  readonly #dialect: ApiDialect;
  #kept: KeptToken | undefined;
  #renewing: Promise<KeptToken | ApiFailure> | undefined;

  constructor(context: ApiContext, dialect: ApiDialect) {
    this.#context = context;
    this.#dialect = dialect;
  }

  /** Asks `path` with an access token; GET without a body. What is not taken for a stale token is asked once again with a new one. */
  async ask(path: string, body?: object | FormData, options: AskOptions = {}): Promise<ApiOutcome> {
    const token = await this.#token();
    if ('fate' in token) return token;
    const first = await this.#askWith(token.token, path, body, options);
    if (!isStale(first)) return this.#judged(first, options);
    const next = await this.#token(token.token);
    if ('fate' in next) return next;
    return this.#judged(await this.#askWith(next.token, path, body, options), options);
  }

  /** Asks without an access token, as signing in does. */
  async askOpenly(path: string, options: AskOptions = {}): Promise<ApiOutcome> {
    return this.#judged(await this.#request(path, options.query ?? {}, undefined, options), options);
  }

  /** Whether the platform gives this connection a token at all; undefined when it does. */
  async refusal(): Promise<ApiFailure | undefined> {
    const token = await this.#token();
    return 'fate' in token ? token : undefined;
  }

  /** Throws ConnectionRefused where the platform gives no token and never will with these settings, else what passes. */
  async admit(): Promise<void> {
    const refusal = await this.refusal();
    if (refusal?.fate === 'revoked' || refusal?.fate === 'refused') throw new ConnectionRefused(refusal.reason);
    if (refusal !== undefined) throw new Error(refusal.reason);
  }

  #askWith(token: string, path: string, body: object | FormData | undefined, options: AskOptions) {
    return this.#request(path, { ...options.query, access_token: token }, body, options);
  }

  /** A token that is good for some minutes and is not `stale`. */
  async #token(stale?: string): Promise<KeptToken | ApiFailure> {
    const now = this.#context.now();
    this.#kept ??= readToken(await this.#context.memory.get(TOKEN));
    const kept = this.#kept;
    if (kept !== undefined && kept.until - EARLY_MS > now && kept.token !== stale) return kept;
    this.#renewing ??= this.#renew(stale).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(stale: string | undefined): Promise<KeptToken | ApiFailure> {
    const gently = await this.#fetchToken(false);
    // The platform keeps giving a token out that it does not take: only now a new one is forced (20 times a day are allowed).
    const token = 'token' in gently && gently.token === stale ? await this.#fetchToken(true) : gently;
    if ('fate' in token) return token;
    this.#kept = token;
    await this.#context.memory.set(TOKEN, JSON.stringify(token));
    return token;
  }

  async #fetchToken(force: boolean): Promise<KeptToken | ApiFailure> {
    const { path, query, body } = this.#dialect.tokenRequest(force);
    const outcome = await this.#judged(await this.#request(path, query ?? {}, body, {}), { repeatable: true });
    if (outcome.fate !== 'done') return outcome;
    const { access_token: token, expires_in: seconds } = outcome.answer;
    if (typeof token !== 'string' || typeof seconds !== 'number')
      return { fate: 'later', seconds: 60, code: 'no_token', reason: 'the platform answered without an access token' };
    return { token, until: this.#context.now() + seconds * 1000 };
  }

  async #request(
    path: string,
    query: Record<string, string>,
    body: object | FormData | undefined,
    options: AskOptions,
  ): Promise<ApiOutcome | { errcode: number; errmsg: string }> {
    const address = new URL(this.#dialect.base + path);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const answer = await askPlatform(this.#context.fetch, address.href, {
      ...requestOf(body),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
    if ('fate' in answer) return answer;
    const judged = judgeStatus(answer, this.#context.now());
    if (judged !== undefined) return judged;
    const parsed = objectOf(answer.text);
    if (parsed === undefined)
      return { fate: 'unknown', reason: 'the platform answered with something that is no JSON' };
    const errcode = Number(parsed.errcode ?? 0);
    if (errcode !== 0) return { errcode, errmsg: String(parsed.errmsg ?? '') };
    return { fate: 'done', answer: parsed };
  }

  #judged(outcome: ApiOutcome | { errcode: number; errmsg: string }, options: AskOptions): ApiOutcome {
    const judged = 'errcode' in outcome ? this.#dialect.judge(outcome.errcode, outcome.errmsg) : outcome;
    return judged.fate === 'unknown' && options.repeatable === true
      ? { fate: 'later', seconds: 30, code: 'no_answer', reason: judged.reason }
      : judged;
  }
}

const isStale = (outcome: object): boolean => 'errcode' in outcome && STALE.has(Number(outcome.errcode));

function requestOf(body: object | FormData | undefined): RequestInit {
  if (body === undefined) return { method: 'GET' };
  if (body instanceof FormData) return { method: 'POST', body };
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function readToken(kept: string | undefined): KeptToken | undefined {
  const value = kept === undefined ? undefined : objectOf(kept);
  const { token, until } = value ?? {};
  return typeof token === 'string' && typeof until === 'number' ? { token, until } : undefined;
}

/** The word, time and reason of a known `errcode`; `codes` of those that mean one thing on a platform. */
export type ErrcodeMeaning =
  | { fate: 'refused'; code: string }
  | { fate: 'later'; seconds: number; code: string }
  | { fate: 'revoked' };

/** Judges an `errcode` by a table; what is not in it is refused under `wechat_<errcode>`. */
export function judgeErrcode(
  meanings: Readonly<Record<number, ErrcodeMeaning>>,
  errcode: number,
  errmsg: string,
): ApiFailure {
  const reason = `${errcode} ${errmsg}`.trim();
  const meaning = meanings[errcode] ?? { fate: 'refused', code: `wechat_${errcode}` };
  return { ...meaning, reason };
}

/** Words for the `errcode` that a reason begins with, and the reason itself; `otherwise` where none are known. */
export function wordsOf(refusal: ApiFailure, words: Readonly<Record<number, Both>>, otherwise: Both): Both {
  const { zh, en } = words[Number.parseInt(refusal.reason, 10)] ?? otherwise;
  return { zh: `${zh}（${refusal.reason}）`, en: `${en} (${refusal.reason})` };
}
