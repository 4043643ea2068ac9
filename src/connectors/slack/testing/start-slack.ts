import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';
import { type SocketServer, startSockets } from '../../testing/socket-server.ts';

type Json = Record<string, unknown>;
type Post = { channel: string; ts: string; body: Json };

/** What the local Slack holds. */
type State = {
  posts: Post[];
  kicked: { channel: string; user: string }[];
  /** What conversations.history tells of each channel. */
  history: Record<string, Json[]>;
  replies: Record<string, Json[]>;
  revoked: boolean;
  /** Envelopes of Socket Mode that were acknowledged. */
  acknowledged: string[];
};

/**
 * A local Web API: it knows one bot token and one app token, posts only to the channels and people it has, pages what was said, and
 * opens Socket Mode sockets.
 */
export type SlackServer = PlatformServer & { state: State; sockets: SocketServer; botToken: string; appToken: string };

const BOT_TOKEN = 'xoxb-1234567890-abcdefgh';
const APP_TOKEN = 'xapp-1-A0001-1234567890';
const USERS: Record<string, string> = { U1: '小艾', U2: 'Bo', U9: 'Qunluo' };
const CHANNELS: Record<string, Json> = {
  C1: { id: 'C1', name: 'general', num_members: 12 },
  C2: { id: 'C2', name: 'secret', is_private: true },
};

const ok = (more: Json = {}): Told => ({ json: { ok: true, ...more } });
const no = (error: string): Told => ({ json: { ok: false, error } });

export async function startSlack(): Promise<SlackServer> {
  const state: State = { posts: [], kicked: [], history: {}, replies: {}, revoked: false, acknowledged: [] };
  const sockets = await startSockets({
    open: (peer) => peer.send({ type: 'hello', num_connections: 1 }),
    message: (_peer, message) => void state.acknowledged.push(String((message as Json)['envelope_id'])),
  });
  const server = await startPlatform((asked) => answer(asked, state, sockets.address));
  const close = server.close;
  return Object.assign(server, {
    state,
    sockets,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    async close() {
      await sockets.close();
      await close();
    },
  });
}

function answer(asked: Asked, state: State, socketAddress: string): Told {
  const method = asked.path.replace(/^\/api\//, '');
  const body = new URLSearchParams(asked.body.toString());
  const token = asked.headers.authorization?.replace(/^Bearer /, '') ?? body.get('token') ?? '';
  if (state.revoked) return no('token_revoked');
  if (token !== (method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN)) return no('invalid_auth');
  if (method === 'auth.test') return ok({ team: 'Readers', user: 'qunluo', user_id: 'U9', bot_id: 'B9' });
  if (method === 'apps.connections.open') return ok({ url: `${socketAddress}/link` });
  if (method === 'users.info') {
    const name = USERS[body.get('user') ?? ''];
    return name === undefined
      ? no('user_not_found')
      : ok({ user: { id: body.get('user'), profile: { display_name: name } } });
  }
  if (method === 'conversations.info') {
    const channel = CHANNELS[body.get('channel') ?? ''];
    return channel === undefined ? no('channel_not_found') : ok({ channel });
  }
  if (method === 'users.conversations') return ok({ channels: Object.values(CHANNELS) });
  if (method === 'conversations.history') return history(state.history[body.get('channel') ?? ''] ?? [], body);
  if (method === 'conversations.replies') return history(state.replies[body.get('ts') ?? ''] ?? [], body);
  if (method === 'conversations.kick') {
    if (body.get('user') === 'U1') return no('cant_kick_self');
    state.kicked.push({ channel: body.get('channel')!, user: body.get('user')! });
    return ok();
  }
  return method === 'chat.update'
    ? update(state, body)
    : method === 'chat.postMessage'
      ? post(state, body)
      : no('unknown_method');
}

/** Newest first, two a page, with a cursor, as the real one pages. */
function history(messages: Json[], body: URLSearchParams): Told {
  const from = Number(body.get('cursor') ?? 0);
  const wanted = messages
    .filter(({ ts }) => Number(ts) >= Number(body.get('oldest')))
    .toSorted((a, b) => Number(b['ts']) - Number(a['ts']));
  const next = from + 2 < wanted.length ? String(from + 2) : '';
  return ok({ messages: wanted.slice(from, from + 2), response_metadata: { next_cursor: next } });
}

function post(state: State, body: URLSearchParams): Told {
  const asked = body.get('channel') ?? '';
  const channel = asked.startsWith('U') ? (USERS[asked] ? `D${asked}` : '') : CHANNELS[asked] ? asked : '';
  if (channel === '') return no('channel_not_found');
  if ((body.get('text') ?? '') === '') return no('no_text');
  const fields = Object.fromEntries(
    [...body].map(([key, value]) => [key, key === 'blocks' ? (JSON.parse(value) as unknown) : value]),
  );
  const ts = `1760000900.${String(state.posts.length).padStart(6, '0')}`;
  state.posts.push({ channel, ts, body: fields });
  return ok({ channel, ts });
}

function update(state: State, body: URLSearchParams): Told {
  const post_ = state.posts.find(({ ts, channel }) => ts === body.get('ts') && channel === body.get('channel'));
  if (!post_) return no('message_not_found');
  post_.body['text'] = body.get('text');
  return ok({ channel: post_.channel, ts: post_.ts });
}
