import type { REST } from 'discord.js';
import {
  CallbackRefused,
  type CallbackAnswer,
  ConnectionRefused,
  type Connector,
  type Session,
} from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';
import { filled, isObject, type Json, objectsOf } from '../shared/json-entries.ts';
import { liveEvent } from '../shared/live-event.ts';
import { type DiscordContext, discordFault, discordRest, Places } from './connector-client.ts';
import { timeOf } from './connector-event.ts';
import { type GatewaySession, openGateway } from './connector-gateway.ts';
import { DiscordHearing } from './connector-hearing.ts';
import { DiscordSender, LONGEST_TEXT } from './connector-send.ts';
import { discordFields, discordSettings, type DiscordSettings } from './connector-settings.ts';
import { checkInteraction } from './connector-signature.ts';

/** Discord bots, by the gateway, REST and interactions: https://discord.com/developers/docs */
export const discordConnector: Connector<DiscordSettings> = {
  id: 'discord',
  platform: 'discord',
  name: { zh: 'Discord 机器人', en: 'Discord bot' },
  about: {
    zh: '在 discord.com/developers 建应用和机器人，打开 Message Content Intent 和 Server Members Intent，用带 bot 权限的链接（查看频道、发送消息、读取历史；要禁言或移出还需相应权限）邀请进服务器。进服务器记在欢迎频道里，它没接入就记在第一个接入的频道里；退出记在每个已接入的频道里。',
    en: 'Make an application with a bot at discord.com/developers, turn on the Message Content and Server Members intents, and invite it with the bot scope (view channels, send messages, read history; timeouts and kicks need theirs). A join is told in the channel where the server welcomes, or the first attached one; a leave in each attached channel.',
  },
  fields: discordFields,
  settings: discordSettings,
  capabilities: {
    hears: ['message', 'edit', 'removal', 'reaction', 'join', 'leave'],
    // A broken session is gone on with; past its end messages are fetched from each channel.
    replays: true,
    sends: ['text', 'image', 'card'],
    recipients: ['chat', 'person'],
    edits: true,
    idempotent: true,
    confirmed: false,
    answerWithin: null,
    actions: ['mute', 'unmute', 'remove'],
    longest: { count: LONGEST_TEXT, unit: 'characters' },
  },
  limits: [
    // https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
    { key: 'all', of: 'connection', count: 50, window: { seconds: 1 } },
    // Not published; what the headers of the route have said for years.
    { key: 'channel', of: 'chat', count: 5, window: { seconds: 5 } },
    { key: 'person', of: 'person', count: 5, window: { seconds: 5 } },
  ],
  async test(context) {
    try {
      const me = (await (await discordRest(context)).get('/users/@me')) as Json;
      const account = `@${String(me.username)}`;
      return { ok: true, detail: { zh: `已登录为 ${account}`, en: `Signed in as ${account}` }, account };
    } catch (error) {
      const { reason } = discordFault(error);
      return { ok: false, detail: { zh: `Discord 没有接受：${reason}`, en: `Discord did not accept: ${reason}` } };
    }
  },
  open,
  async callback(request, context) {
    checkInteraction(request, context.settings.publicKey, context.now());
    const interaction = request.method === 'POST' ? objectOf(request.body.toString('utf8')) : undefined;
    if (interaction === undefined) throw new CallbackRefused('malformed');
    return answerInteraction(interaction, context);
  },
};

/** What is kept of a connection: its session, and since when something may have been missed, milliseconds. */
type Kept = { session?: GatewaySession; heardAt?: number; missedSince?: number };

async function open(context: DiscordContext): Promise<Session> {
  const rest = await discordRest(context);
  const places = new Places(rest);
  const { ownId, channels, gateway } = await prepare(rest, places).catch(refuse);
  await context.discover(
    channels.flatMap(({ place }) => {
      const server = places.servers.get(place.guild ?? '');
      if (place.parent !== undefined) return [];
      const name = places.servers.size > 1 ? `${server?.name} · ${place.name}` : place.name;
      return [{ id: place.id, name, kind: 'channel' as const, members: server?.members }];
    }),
  );
  const hearing = new DiscordHearing(context, { rest, places, ownId });
  let kept = JSON.parse((await context.memory.get('state')) ?? '{}') as Kept;
  const keep = async (change: Kept): Promise<void> => {
    kept = { ...kept, ...change };
    await context.memory.set('state', JSON.stringify(kept));
  };
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  const connection = await openGateway({
    url: context.settings.gatewayUrl || gateway,
    token: context.settings.token,
    members: context.settings.members,
    ...(kept.session && { resume: kept.session }),
    take: (dispatch) => hearing.take(dispatch),
    note: (session) => keep({ session, ...(session && { heardAt: context.now() }) }),
  });
  void connection.ended.then(end);
  const closing = new AbortController();
  const signal = AbortSignal.any([closing.signal, context.signal]);
  const catchingUp = catchUp().catch(end);

  async function catchUp(): Promise<void> {
    const since = kept.missedSince ?? (connection.resumed ? undefined : kept.heardAt);
    // A connection that never heard has missed nothing: what was before is for an import.
    if (since === undefined) return;
    await keep({ missedSince: since });
    await hearing.hearMissed(since, channels, signal);
    if (!signal.aborted) await keep({ missedSince: undefined });
  }

  const sender = new DiscordSender(rest, places);
  return {
    send: (message) => sender.send(message),
    act: (action) => sender.act(action, context.now()),
    ended,
    async close() {
      closing.abort();
      await catchingUp;
      await connection.close();
    },
  };
}

async function prepare(rest: REST, places: Places) {
  const me = (await rest.get('/users/@me')) as Json;
  const { url } = (await rest.get('/gateway/bot')) as { url: string };
  return { ownId: String(me.id), channels: await places.load(), gateway: url };
}

function refuse(error: unknown): never {
  const fault = discordFault(error);
  if (fault.fate === 'revoked' || fault.fate === 'refused') throw new ConnectionRefused(fault.reason);
  throw error;
}

const PING = 1;
const COMMAND = 2;
const REPLY_HIDDEN = { type: 4, data: { content: '✓ 已收到 · received', flags: 64 } };

/** Discord's checks are answered; a slash command is heard as a message that says the command. */
async function answerInteraction(interaction: Json, context: DiscordContext): Promise<CallbackAnswer> {
  const json = (body: object): CallbackAnswer => ({
    status: 200,
    type: 'application/json',
    body: JSON.stringify(body),
  });
  if (interaction.type === PING) return json({ type: PING });
  const { data, channel_id: channel, guild_id: guild, member } = interaction;
  const user = isObject(member) && isObject(member.user) ? member.user : interaction.user;
  if (interaction.type !== COMMAND || !isObject(data) || !isObject(user)) throw new CallbackRefused('malformed', 400);
  const words = [`/${String(data.name)}`, ...objectsOf(data.options).map(({ value }) => String(value ?? ''))];
  const id = String(interaction.id);
  const chat = guild === undefined ? undefined : filled(channel);
  const nick = isObject(member) ? filled(member.nick) : undefined;
  await context.hear([
    liveEvent(chat, {
      id,
      member: String(user.id),
      name: nick ?? filled(user.global_name) ?? filled(user.username),
      kind: 'message',
      at: timeOf(id),
      text: words.join(' ').trim(),
    }),
  ]);
  return json(REPLY_HIDDEN);
}
