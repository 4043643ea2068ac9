import { CallbackRefused, ConnectionRefused, type Connector, type Session } from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';
import { slackClient, type SlackContext, slackFault } from './connector-client.ts';
import { SlackHearing } from './connector-hearing.ts';
import { channelsOf, hearMissed } from './connector-history.ts';
import { actAtSlack, sendToSlack } from './connector-send.ts';
import { slackFields, slackSettings, type SlackSettings } from './connector-settings.ts';
import { checkSignature } from './connector-signature.ts';
import { openSlackSocket } from './connector-socket.ts';

/** Slack apps, by Events API callbacks or Socket Mode: https://docs.slack.dev/apis/events-api */
export const slackConnector: Connector<SlackSettings> = {
  id: 'slack',
  platform: 'slack',
  name: { zh: 'Slack 应用', en: 'Slack app' },
  about: {
    zh: '在 api.slack.com/apps 建应用，加机器人权限 channels:history、channels:read、groups:history、groups:read、im:history、reactions:read、users:read、chat:write，订阅事件 message.channels、message.groups、message.im、reaction_added、reaction_removed、member_joined_channel、member_left_channel，安装后把机器人请进频道。其他机器人的消息不计入。',
    en: 'Make an app at api.slack.com/apps with the bot scopes channels:history, channels:read, groups:history, groups:read, im:history, reactions:read, users:read and chat:write, subscribe to message.channels, message.groups, message.im, reaction_added, reaction_removed, member_joined_channel and member_left_channel, install it and invite the bot into channels. Messages by other bots are left out.',
  },
  fields: slackFields,
  settings: slackSettings,
  capabilities: {
    hears: ['message', 'edit', 'removal', 'reaction', 'join', 'leave'],
    replays: true,
    sends: ['text', 'image', 'card'],
    recipients: ['chat', 'person'],
    edits: true,
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: ['remove'],
  },
  limits: [
    // "Special": one message a second and channel: https://docs.slack.dev/apis/web-api/rate-limits#overview
    { key: 'channel', of: 'chat', count: 1, window: { seconds: 1 } },
    { key: 'person', of: 'person', count: 1, window: { seconds: 1 } },
    // "Several hundred messages a minute" for a whole workspace, on the same page.
    { key: 'workspace', of: 'connection', count: 300, window: { seconds: 60 } },
  ],
  async test(context) {
    try {
      const client = await slackClient(context);
      const { team, user } = await client.auth.test();
      const account = `${team} · @${user}`;
      return { ok: true, detail: { zh: `已登录：${account}`, en: `Signed in: ${account}` }, account };
    } catch (error) {
      const { reason } = slackFault(error);
      return { ok: false, detail: { zh: `Slack 没有接受：${reason}`, en: `Slack did not accept: ${reason}` } };
    }
  },
  open,
  async callback(request, context) {
    checkSignature(request, context.settings.signingSecret, context.now());
    if (request.method !== 'POST') throw new CallbackRefused('malformed');
    const payload = objectOf(request.body.toString('utf8'));
    if (payload === undefined) throw new CallbackRefused('malformed');
    if (payload.type === 'url_verification')
      return { status: 200, type: 'text/plain', body: String(payload.challenge).slice(0, 500) };
    await new SlackHearing(context, await slackClient(context)).payload(payload);
    return { status: 200 };
  },
};

async function open(context: SlackContext): Promise<Session> {
  const client = await slackClient(context);
  const self = await whoAmI(context, client);
  const closing = new AbortController();
  const turn = { context, client, signal: AbortSignal.any([closing.signal, context.signal]) };
  const hearing = new SlackHearing(context, client);
  const since = await missedSince(context);
  const socket =
    context.settings.mode === 'socket'
      ? await openSlackSocket(context, (payload) => hearing.payload(payload)).catch(refuse)
      : undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  void socket?.ended.then(end);
  const catchingUp = catchUp().catch(end);

  async function catchUp(): Promise<void> {
    const channels = await channelsOf(turn);
    await context.discover([...channels].map(([id, place]) => ({ id, ...place })));
    for (const [id, place] of channels) hearing.directory.notePlace(id, place);
    // A connection that never heard has missed nothing: what was before is for an import.
    if (since !== undefined) await hearMissed(turn, hearing, { channels: channels.keys(), since: Number(since), self });
    if (turn.signal.aborted) return;
    await hearing.noteHeard(context.now(), true);
    await context.memory.set('missed-since', undefined);
  }

  return {
    send: (message) => sendToSlack(client, message),
    act: (action) => actAtSlack(client, action),
    ended,
    async close() {
      closing.abort();
      await Promise.all([catchingUp, socket?.close()]);
    },
  };
}

/**
 * When we heard last, milliseconds, as text; kept until all since then was fetched, because what comes meanwhile moves the time on.
 */
async function missedSince({ memory }: SlackContext): Promise<string | undefined> {
  const since = (await memory.get('missed-since')) ?? (await memory.get('heard'));
  await memory.set('missed-since', since);
  return since;
}

async function whoAmI(context: SlackContext, client: Awaited<ReturnType<typeof slackClient>>) {
  try {
    const userId = String((await client.auth.test()).user_id);
    await context.memory.set('self', userId);
    return { userId };
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  const fault = slackFault(error);
  if (fault.fate === 'revoked' || fault.fate === 'refused') throw new ConnectionRefused(fault.reason);
  throw error;
}
