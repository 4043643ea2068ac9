import type { webApi } from '@slack/bolt';
import type { ConnectorContext, SendOutcome } from '#modules/connections/index.ts';
import { filled, isObject, type Json } from '../shared/json-entries.ts';
import { libraryFetch, noAnswerIn } from '../shared/library-fetch.ts';
import { Recent } from '../shared/recent.ts';
import type { SlackSettings } from './connector-settings.ts';
import type { SlackUser } from './slack-message.ts';

export type SlackContext = ConnectorContext<SlackSettings>;
export type SlackClient = webApi.WebClient;

/** Options of Slack's client: our HTTP, no retries and no waiting of its own, because the sender plans those. */
export const clientOptions = (context: SlackContext) => ({
  slackApiUrl: context.settings.apiUrl,
  fetch: libraryFetch(context),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  // Names of methods are never addresses.
  allowAbsoluteUrls: false,
  logger: slackLogger(context.log),
});

export function slackLogger(log: SlackContext['log']) {
  const say = (...words: unknown[]): void => log.debug(words.map(String).join(' '));
  return {
    debug: () => {},
    info: () => {},
    warn: say,
    error: say,
    setLevel: () => {},
    getLevel: () => 'error' as never,
    setName: () => {},
  };
}

/** Slack's client; the library is loaded when a connection needs it: most servers speak to few platforms. */
export async function slackClient(context: SlackContext): Promise<SlackClient> {
  const { webApi: api } = await import('@slack/bolt');
  return new api.WebClient(context.settings.botToken, clientOptions(context));
}

type Fault = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

const REVOKED = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'app_uninstalled',
  'org_login_required',
]);
const LATER = new Set(['ratelimited', 'rate_limited', 'service_unavailable', 'team_added_to_org', 'request_timeout']);
/** Part of the work may have been done: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const UNKNOWN = new Set(['fatal_error', 'internal_error']);

/** What a failure of Slack's client means for what was asked. */
export function slackFault(error: unknown): Fault {
  const lost = noAnswerIn(error);
  if (lost) return lost;
  const {
    data,
    retryAfter,
    message = String(error),
  } = error as Error & { data?: { error?: string }; retryAfter?: number };
  if (retryAfter !== undefined) return { fate: 'later', seconds: retryAfter, code: 'ratelimited', reason: message };
  const code = data?.error;
  if (code === undefined) return { fate: 'unknown', reason: message };
  if (REVOKED.has(code)) return { fate: 'revoked', reason: code };
  if (LATER.has(code)) return { fate: 'later', seconds: 60, code, reason: code };
  if (UNKNOWN.has(code)) return { fate: 'unknown', reason: code };
  return { fate: 'refused', code, reason: `Slack: ${code}` };
}

export type SlackPlace = { name: string; kind: 'channel' | 'group'; members?: number };

const KEPT_NAMES = 20_000;
const ASK_AGAIN_MS = 10 * 60_000;

/** Who and what ids stand for, asked once; what cannot be asked stays unknown for ten minutes. */
export class Directory {
  readonly #users = new Recent<string, SlackUser & { until?: number }>(KEPT_NAMES);
  readonly #places = new Recent<string, SlackPlace & { until?: number }>(KEPT_NAMES);

  async user(client: SlackClient, id: string, now: number): Promise<SlackUser> {
    const known = this.#users.get(id);
    if (known && (known.until ?? now + 1) > now) return known;
    const asked = await client.users.info({ user: id }).catch(() => undefined);
    const user = asked?.user ? userOf(asked.user as unknown as Json) : { bot: false, until: now + ASK_AGAIN_MS };
    this.#users.set(id, user);
    return user;
  }

  async place(client: SlackClient, id: string, now: number): Promise<SlackPlace> {
    const known = this.#places.get(id);
    if (known && (known.until ?? now + 1) > now) return known;
    const asked = await client.conversations.info({ channel: id, include_num_members: true }).catch(() => undefined);
    const place = asked?.channel
      ? placeOf(asked.channel as unknown as Json)
      : { name: id, kind: 'channel' as const, until: now + ASK_AGAIN_MS };
    this.#places.set(id, place);
    return place;
  }

  notePlace(id: string, place: SlackPlace): void {
    this.#places.set(id, place);
  }
}

function userOf(user: Json): SlackUser {
  const profile = isObject(user.profile) ? user.profile : {};
  const name = filled(profile.display_name) ?? filled(profile.real_name) ?? filled(user.real_name) ?? filled(user.name);
  return { name, bot: user.is_bot === true || user.id === 'USLACKBOT' };
}

export function placeOf(channel: Json): SlackPlace {
  const members = typeof channel.num_members === 'number' ? channel.num_members : undefined;
  const name = filled(channel.name) ?? String(channel.id);
  return { name, kind: channel.is_private === true ? 'group' : 'channel', members };
}
