import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';

type Json = Record<string, unknown>;
type Sent = { message_id: number; chat_id: number; method: string; body: Json };

/** What the local Bot API holds. */
type State = {
  webhook: Json | undefined;
  sent: Sent[];
  acts: { method: string; body: Json }[];
  /** Updates not yet confirmed. */
  waiting: Json[];
  revoked: boolean;
};

/**
 * A local Bot API: it knows one token, keeps updates until they are confirmed by a higher offset, holds polls open, sends only to
 * chats that it knows and in the lengths that the real one takes, and limits how often a chat is written to.
 */
export type TelegramServer = PlatformServer & {
  token: string;
  state: State;
  /** Adds an update; its number is the next. */
  tell(update: Json): void;
};

export const TEST_CHAT = -1001234567890;
export const BASIC_GROUP = -4455;
export const BLOCKED_USER = 666;
const CHATS: readonly number[] = [TEST_CHAT, BASIC_GROUP, 42, BLOCKED_USER];
const MOST_A_MINUTE = 20;
const POLL_MS = 150;

const ok = (result: unknown): Told => ({ json: { ok: true, result } });
const no = (status: number, description: string, parameters?: Json): Told => ({
  status,
  json: { ok: false, error_code: status, description, parameters },
});

export async function startTelegram(): Promise<TelegramServer> {
  let lastUpdate = 1000;
  let wake = (): void => {};
  const state: State = { webhook: undefined, sent: [], acts: [], waiting: [], revoked: false };
  const server = await startPlatform(async (asked: Asked): Promise<Told> => {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(asked.path) ?? [];
    if (token !== TOKEN || state.revoked) return no(401, 'Unauthorized');
    const body = JSON.parse(asked.body.toString() || '{}') as Json;
    if (method === 'getUpdates') return updates(body);
    if (method === 'getMe')
      return ok({
        id: 123456789,
        is_bot: true,
        first_name: 'Q',
        username: 'qunluo_bot',
        can_read_all_group_messages: true,
      });
    if (method === 'deleteWebhook') state.webhook = undefined;
    if (method === 'setWebhook') state.webhook = body;
    if (method.endsWith('Webhook')) return ok(true);
    if (/^(send|edit)/.test(method)) return write(method, body);
    if (method === 'restrictChatMember' || method === 'banChatMember') {
      if (body['user_id'] === 1) return no(400, 'Bad Request: not enough rights to restrict/unrestrict chat member');
      state.acts.push({ method, body });
      return ok(true);
    }
    return no(404, 'Not Found');
  });

  async function updates(body: Json): Promise<Told> {
    if (state.webhook) return no(409, 'Conflict: can’t use getUpdates method while webhook is active');
    const wanted = body['allowed_updates'] as string[];
    if (!wanted.includes('message_reaction') || !wanted.includes('chat_member'))
      return no(400, 'Bad Request: the test wants members and reactions');
    const offset = Number(body['offset'] ?? 0);
    state.waiting = state.waiting.filter((update) => Number(update['update_id']) >= offset);
    if (state.waiting.length === 0 && Number(body['timeout']) > 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, POLL_MS);
      });
    return ok(state.waiting.slice(0, 100));
  }

  function write(method: string, body: Json): Told {
    const chat = Number(body['chat_id']);
    if (chat === -777)
      return no(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: TEST_CHAT });
    if (!CHATS.includes(chat)) return no(400, 'Bad Request: chat not found');
    if (chat === BLOCKED_USER) return no(403, 'Forbidden: bot was blocked by the user');
    const text = String(body['text'] ?? '');
    if (/Message$|Text$/.test(method) && (text === '' || text.length > 5000))
      return no(400, 'Bad Request: message is too long');
    if (method.startsWith('edit')) {
      const known = state.sent.find(({ message_id }) => message_id === body['message_id']);
      if (!known) return no(400, 'Bad Request: message to edit not found');
      if (known.body['text'] === text && text !== '')
        return no(400, 'Bad Request: message is not modified: same content');
      known.body = { ...known.body, ...body };
      return ok({ message_id: known.message_id, date: 1, chat: { id: chat, type: 'supergroup' } });
    }
    if (chat < 0 && state.sent.filter(({ chat_id }) => chat_id === chat).length >= MOST_A_MINUTE)
      return no(429, 'Too Many Requests: retry after 37', { retry_after: 37 });
    const sent = { message_id: 500 + state.sent.length, chat_id: chat, method, body };
    state.sent.push(sent);
    return ok({ message_id: sent.message_id, date: 1, chat: { id: chat, type: 'supergroup' } });
  }

  return Object.assign(server, {
    token: TOKEN,
    state,
    tell(update: Json) {
      state.waiting.push({ update_id: ++lastUpdate, ...update });
      wake();
    },
  });
}

const TOKEN = '123456789:AAtesttesttesttest-_test';
