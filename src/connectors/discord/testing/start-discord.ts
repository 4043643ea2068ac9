import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';
import { type Peer, type SocketServer, startSockets } from '../../testing/socket-server.ts';

type Json = Record<string, unknown>;
type Sent = { id: string; channel: string; body: Json };

/** What the local Discord holds. */
type State = {
  sent: Sent[];
  members: { method: string; path: string; body: Json }[];
  /** What the messages route of each channel tells. */
  history: Record<string, Json[]>;
  channels: Json[];
  revoked: boolean;
  /** Intents that the bot may not ask for. */
  forbidden: number;
  heartbeatMs: number;
  identified: number;
  resumed: number;
  heartbeats: number;
  /** Everything told in the session, by number, to be told again when it is gone on with. */
  log: { s: number; t: string; d: Json }[];
  session: string;
};

/**
 * A local Discord: REST that checks the bot's token, keeps messages by their nonce and refuses those to strangers, and a gateway with
 * HELLO, IDENTIFY, READY, heartbeats, RESUME and the replay of what was told since.
 */
export type DiscordServer = PlatformServer & {
  state: State;
  sockets: SocketServer;
  token: string;
  tell(type: string, data: Json): void;
};

const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1.Gabcde.abcdefghijklmnopqrstuvwxyz';
export const GUILD = '900';
export const GENERAL = '901';
export const THREAD = '903';
const CHANNELS: Json[] = [
  { id: GENERAL, type: 0, name: 'general', position: 1, guild_id: GUILD, last_message_id: null },
  { id: '902', type: 0, name: 'welcome', position: 0, guild_id: GUILD, last_message_id: null },
  { id: '904', type: 4, name: 'a category', position: 0, guild_id: GUILD },
];
const ok = (json: unknown): Told => ({ json });
const no = (status: number, code: number, message: string): Told => ({ status, json: { code, message } });

export async function startDiscord(): Promise<DiscordServer> {
  const state: State = {
    sent: [],
    members: [],
    history: {},
    channels: structuredClone(CHANNELS),
    revoked: false,
    forbidden: 0,
    heartbeatMs: 45_000,
    identified: 0,
    resumed: 0,
    heartbeats: 0,
    log: [],
    session: 's1',
  };
  const sockets = await startSockets({
    open: (peer) => peer.send({ op: 10, d: { heartbeat_interval: state.heartbeatMs } }),
    message: (peer, message) => hear(peer, message as { op: number; d: Json | null }, state),
  });
  const server = await startPlatform((asked) => answer(asked, state, sockets.address));
  const close = server.close;
  return Object.assign(server, {
    state,
    sockets,
    token: TOKEN,
    tell(type: string, data: Json) {
      const dispatch = { s: 2 + state.log.length, t: type, d: data };
      state.log.push(dispatch);
      sockets.peers.at(-1)!.send({ op: 0, ...dispatch });
    },
    async close() {
      await sockets.close();
      await close();
    },
  });
}

function hear(peer: Peer, { op, d }: { op: number; d: Json | null }, state: State): void {
  if (op === 1) {
    state.heartbeats++;
    return peer.send({ op: 11 });
  }
  if (d?.['token'] !== TOKEN || state.revoked) return peer.close(4004);
  if (op === 2) {
    if ((Number(d['intents']) & state.forbidden) !== 0) return peer.close(4014);
    state.identified++;
    state.session = `s${state.identified}`;
    state.log = [];
    const data = { session_id: state.session, user: { id: '1', username: 'qunluo' }, guilds: [] };
    return peer.send({ op: 0, s: 1, t: 'READY', d: data });
  }
  if (op !== 6) return peer.close(4001);
  if (d['session_id'] !== state.session) return peer.send({ op: 9, d: false });
  state.resumed++;
  for (const dispatch of state.log.filter(({ s }) => s > Number(d['seq']))) peer.send({ op: 0, ...dispatch });
  peer.send({ op: 0, s: 1 + state.log.length, t: 'RESUMED', d: {} });
}

function answer(asked: Asked, state: State, gateway: string): Told {
  if (asked.headers.authorization !== `Bot ${TOKEN}` || state.revoked) return no(401, 0, '401: Unauthorized');
  const path = asked.path.replace(/^\/api\/v10/, '');
  const body = JSON.parse(asked.body.toString() || '{}') as Json;
  const [, channel = '', message] = /^\/channels\/(\d+)\/messages(?:\/(\d+))?$/.exec(path) ?? [];
  if (path === '/users/@me') return ok({ id: '1', username: 'qunluo' });
  if (path === '/gateway/bot') return ok({ url: gateway, shards: 1 });
  if (path === '/users/@me/guilds') return ok([{ id: GUILD, name: 'Readers', approximate_member_count: 7 }]);
  if (path === `/guilds/${GUILD}/channels`) return ok(state.channels);
  if (path === `/guilds/${GUILD}/threads/active`)
    return ok({ threads: [{ id: THREAD, type: 11, name: 'a thread', parent_id: GENERAL }] });
  if (path === `/guilds/${GUILD}`) return ok({ id: GUILD, system_channel_id: '902' });
  if (path === '/users/@me/channels')
    return body['recipient_id'] === '666' ? no(403, 50007, 'Cannot send messages to this user') : ok({ id: '950' });
  if (/\/members\/\d+$/.test(path)) {
    if (path.endsWith('/13')) return no(403, 50013, 'Missing Permissions');
    state.members.push({ method: asked.method, path, body });
    return { status: 204 };
  }
  if (channel !== '' && asked.method === 'GET') return ok(history(state.history[channel] ?? [], asked.query));
  if (channel === '' || ![GENERAL, '902', '950'].includes(channel)) return no(404, 10003, 'Unknown Channel');
  return message === undefined ? post(channel, body, state) : change(message, body, state);
}

function history(messages: Json[], query: URLSearchParams): Json[] {
  return messages
    .filter(({ id }) => BigInt(String(id)) > BigInt(query.get('after') ?? '0'))
    .toSorted((a, b) => (BigInt(String(a['id'])) < BigInt(String(b['id'])) ? -1 : 1))
    .slice(0, Number(query.get('limit')))
    .toReversed();
}

function post(channel: string, body: Json, state: State): Told {
  const content = String(body['content'] ?? '');
  if (content.length > 2000) return no(400, 50035, 'Invalid Form Body');
  if (content === '' && (body['embeds'] as unknown[]).length === 0)
    return no(400, 50006, 'Cannot send an empty message');
  const { nonce } = body;
  if (typeof nonce !== 'string' || nonce.length > 25) return no(400, 50035, 'Invalid Form Body');
  const before = body['enforce_nonce'] === true && state.sent.find((sent) => sent.body['nonce'] === nonce);
  if (before) return ok({ id: before.id });
  const sent = { id: String(7000 + state.sent.length), channel, body };
  state.sent.push(sent);
  return ok({ id: sent.id });
}

function change(id: string, body: Json, state: State): Told {
  const sent = state.sent.find((one) => one.id === id);
  if (!sent) return no(404, 10008, 'Unknown Message');
  sent.body = { ...sent.body, ...body };
  return ok({ id });
}
