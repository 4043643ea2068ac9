import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import {
  CallbackRefused,
  ConnectionRefused,
  type Connector,
  type ConnectorContext,
  type Session,
} from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';
import { firstToTell, NOTICE_WAITS_MS } from '../shared/first-to-tell.ts';
import { libraryFetch } from '../shared/library-fetch.ts';
import { Recent } from '../shared/recent.ts';
import { sameSecret } from '../shared/same-secret.ts';
import { ChatNumbers } from './connector-ids.ts';
import { actAtTelegram, LONGEST_TEXT, sendToTelegram, telegramFault } from './connector-send.ts';
import { telegramFields, telegramSettings, type TelegramSettings } from './connector-settings.ts';
import { HEARD_UPDATES, type Known, readUpdate, type Told } from './connector-update.ts';

type Context = ConnectorContext<TelegramSettings>;

/** The platform holds a poll open so long when it has nothing to tell. */
const POLL_SECONDS = 50;
const REMEMBERED_AUTHORS = 20_000;

/** Telegram bots, by long polling or callbacks: https://core.telegram.org/bots/api */
export const telegramConnector: Connector<TelegramSettings> = {
  id: 'telegram',
  platform: 'telegram',
  name: { zh: 'Telegram 机器人', en: 'Telegram bot' },
  about: {
    zh: '用 @BotFather 建一个机器人，关掉它的隐私模式（/setprivacy），拉进群里；要看到反应和进退群，须设为管理员。Telegram 不告知机器人谁删了消息。',
    en: 'Make a bot with @BotFather, turn its privacy mode off (/setprivacy) and add it to your groups; it hears reactions, joins and leaves as an administrator. Telegram does not tell bots about deleted messages.',
  },
  fields: telegramFields,
  settings: telegramSettings,
  capabilities: {
    hears: ['message', 'edit', 'reaction', 'join', 'leave'],
    // Updates wait 24 hours at Telegram until they are fetched: https://core.telegram.org/bots/api#getting-updates
    replays: true,
    sends: ['text', 'image', 'card'],
    recipients: ['chat', 'person'],
    edits: true,
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: ['mute', 'unmute', 'remove'],
    longest: { count: LONGEST_TEXT, unit: 'characters' },
  },
  // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
  limits: [
    { key: 'all', of: 'connection', count: 30, window: { seconds: 1 } },
    { key: 'group', of: 'chat', count: 20, window: { seconds: 60 } },
    { key: 'person', of: 'person', count: 1, window: { seconds: 1 } },
  ],
  async test(context) {
    try {
      const me = await (await apiOf(context)).getMe();
      const private_ = me.can_read_all_group_messages
        ? { zh: '', en: '' }
        : {
            zh: '；隐私模式开着：不是管理员的群里听不到普通消息',
            en: '; privacy mode is on: it hears ordinary messages only where it is an administrator',
          };
      const detail = { zh: `已登录为 @${me.username}${private_.zh}`, en: `Signed in as @${me.username}${private_.en}` };
      return { ok: true, detail, account: `@${me.username}` };
    } catch (error) {
      const { reason } = telegramFault(error) as { reason: string };
      return { ok: false, detail: { zh: `Telegram 没有接受：${reason}`, en: `Telegram did not accept: ${reason}` } };
    }
  },
  open,
  async callback(request, context) {
    const given = request.headers['x-telegram-bot-api-secret-token'];
    if (given === undefined) throw new CallbackRefused('unsigned');
    const secret = await context.memory.get('secret');
    // Without a secret that was told to Telegram nothing is taken.
    if (!sameSecret(given, secret ?? '') || secret === undefined) throw new CallbackRefused('wrong_signature');
    if (request.method !== 'POST') throw new CallbackRefused('malformed');
    const update = objectOf(request.body.toString('utf8'));
    if (typeof update?.['update_id'] !== 'number') throw new CallbackRefused('malformed');
    const hearing = new Hearing(context);
    await hearing.hear([update as unknown as Update]);
    if (hearing.notices.length > 0) await sleep(NOTICE_WAITS_MS);
    await hearing.hearNotices();
    return { status: 200 };
  },
};

async function apiOf(context: Context): Promise<Api> {
  // Loaded when a connection needs it: most servers speak to few platforms.
  const { Api: GrammyApi } = await import('grammy');
  return new GrammyApi(context.settings.token, {
    apiRoot: context.settings.apiRoot,
    // The library's own type is that of another fetch, of which it uses what this one gives.
    fetch: libraryFetch(context, (path) =>
      path.endsWith('/getUpdates') ? (POLL_SECONDS + 10) * 1000 : undefined,
    ) as never,
  });
}

async function open(context: Context): Promise<Session> {
  const api = await apiOf(context);
  const { mode } = context.settings;
  try {
    await api.getMe();
    if (mode === 'polling') await api.deleteWebhook();
    else await setCallback(api, context);
  } catch (error) {
    if (error instanceof ConnectionRefused) throw error;
    const fault = telegramFault(error);
    if (fault.fate === 'revoked' || fault.fate === 'refused') throw new ConnectionRefused(fault.reason);
    throw error;
  }
  const chats = new ChatNumbers(context.memory);
  const closing = new AbortController();
  const signal = AbortSignal.any([closing.signal, context.signal]);
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  const polling = mode === 'polling' ? poll(api, context, signal).catch(end) : undefined;
  return {
    send: (message) => sendToTelegram(api, chats, message),
    act: (action) => actAtTelegram(api, chats, action, context.now()),
    ended,
    async close() {
      closing.abort();
      await polling;
    },
  };
}

/** Tells Telegram where to call, and a secret that only it and we know, which each call then carries. */
async function setCallback(api: Api, { callbackAddress, memory }: Context): Promise<void> {
  if (!callbackAddress?.startsWith('https:'))
    throw new ConnectionRefused('callbacks need a public address of this server that begins with https://');
  const secret = (await memory.get('secret')) ?? randomBytes(32).toString('base64url');
  await memory.set('secret', secret);
  await api.setWebhook(callbackAddress, { secret_token: secret, allowed_updates: HEARD_UPDATES });
}

/** Takes updates in, whichever way they came. */
class Hearing {
  readonly #context: Context;
  readonly #known: Known;
  readonly #numbers: ChatNumbers;
  /** Joinings and leavings whose message may be still to come. */
  notices: Told['moves'] = [];

  constructor(context: Context) {
    this.#context = context;
    const ownId = Number(context.settings.token.split(':')[0]);
    this.#known = { ownId, authors: new Recent(REMEMBERED_AUTHORS) };
    this.#numbers = new ChatNumbers(context.memory);
  }

  /** Durable when it resolves, all but `notices`. */
  async hear(updates: readonly Update[]): Promise<void> {
    const told = updates.map((update) => readUpdate(update, this.#known));
    const moves = told.flatMap((one) => one.moves);
    const joined = [];
    for (const move of moves.filter(({ notice }) => !notice)) if (await this.#tellsFirst(move)) joined.push(move.heard);
    for (const [chat, number] of told.flatMap(({ numbers }) => numbers)) await this.#numbers.note(chat, number);
    const chats = new Map(told.flatMap((one) => one.chats).map((chat) => [chat.id, chat]));
    if (chats.size > 0) await this.#context.discover([...chats.values()]);
    const heard = [...told.flatMap((one) => one.heard), ...joined];
    if (heard.length > 0) await this.#context.hear(heard);
    this.notices.push(...moves.filter(({ notice }) => notice));
  }

  async hearNotices(): Promise<void> {
    const heard = [];
    for (const move of this.notices) if (await this.#tellsFirst(move)) heard.push(move.heard);
    if (heard.length > 0) await this.#context.hear(heard);
    this.notices = [];
  }

  #tellsFirst({ key, heard }: Told['moves'][number]): Promise<boolean> {
    const { id, at } = heard.event;
    return firstToTell(this.#context.memory, { key, id, at: Date.parse(at) });
  }
}

/**
 * Polls until it is closed; throws what ends the session. An update is confirmed by asking for the next, so the offset moves only
 * once everything before it is durable, and what came while we were down comes at first.
 */
async function poll(api: Api, context: Context, signal: AbortSignal): Promise<void> {
  const hearing = new Hearing(context);
  const aborted = new Promise<undefined>((resolve) =>
    signal.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  let offset = 0;
  let taken = -1;
  while (!signal.aborted) {
    const waiting = hearing.notices.length > 0;
    const updates = await Promise.race([aborted, fetchUpdates(api, offset, waiting ? 0 : POLL_SECONDS)]);
    if (updates === undefined || signal.aborted) return;
    await hearing.hear(updates.filter(({ update_id }) => update_id > taken));
    taken = Math.max(taken, ...updates.map(({ update_id }) => update_id));
    if (!waiting && hearing.notices.length > 0) {
      // The message about the same joining may be on its way: what came stays unconfirmed, and is fetched once more.
      await sleep(NOTICE_WAITS_MS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    await hearing.hearNotices();
    offset = taken + 1;
  }
}

async function fetchUpdates(api: Api, offset: number, timeout: number): Promise<Update[]> {
  try {
    return await api.getUpdates({ offset, timeout, limit: 100, allowed_updates: HEARD_UPDATES });
  } catch (error) {
    const fault = telegramFault(error);
    if (fault.fate === 'revoked') throw new ConnectionRefused(fault.reason);
    if (fault.fate !== 'later' || fault.code !== 'too_many') throw error;
    await sleep(fault.seconds * 1000);
    return [];
  }
}
