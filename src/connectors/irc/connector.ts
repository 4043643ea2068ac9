import {
  ConnectionRefused,
  type Connector,
  type ConnectorContext,
  type TestOutcome,
} from '#modules/connections/index.ts';
import { connectIrc, dispose } from './connect-irc.ts';
import { openIrc } from './irc-session.ts';
import { IRC_FIELDS, type IrcSettings, ircSettingsSchema } from './settings.ts';

/** Says whether the server takes us. A session that is open under the same nick makes this one have another. */
async function testIrc(context: ConnectorContext<IrcSettings>): Promise<TestOutcome> {
  try {
    const { client } = await connectIrc(context);
    const { nick } = client.user;
    client.quit('');
    dispose(client);
    const { host } = context.settings.server;
    return {
      ok: true,
      account: nick,
      detail: { zh: `已以 ${nick} 的身份连上 ${host}`, en: `Connected to ${host} as ${nick}` },
    };
  } catch (error) {
    const words = (error as Error).message;
    return {
      ok: false,
      detail:
        error instanceof ConnectionRefused
          ? { zh: `服务器拒绝了我们：${words}`, en: `The server refused us: ${words}` }
          : { zh: `连接失败：${words}`, en: `No connection: ${words}` },
    };
  }
}

/** Channels of one IRC network. What is said while we are away is not heard: IRC keeps nothing. */
export const ircConnector: Connector<IrcSettings> = {
  id: 'irc',
  platform: 'irc',
  name: { zh: 'IRC', en: 'IRC' },
  about: {
    zh: '在 IRC 网络的频道里收听和发言。大多数网络只需要服务器地址和昵称；注册过的昵称可用 SASL 登录。',
    en: 'Hears and speaks in channels of an IRC network. Most networks only need the server and a nick; a registered nick logs in with SASL.',
  },
  fields: IRC_FIELDS,
  settings: ircSettingsSchema as never,
  capabilities: {
    hears: ['message', 'join', 'leave', 'mention'],
    replays: false,
    sends: ['text', 'image', 'card'],
    recipients: ['chat', 'person'],
    edits: false,
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: ['remove'],
  },
  // Servers count lines, and take one each two seconds after a burst (RFC 1459, 8.10); lines are held back to that besides.
  limits: [
    { key: 'messages', of: 'connection', count: 30, window: { seconds: 60 } },
    { key: 'messages-chat', of: 'chat', count: 20, window: { seconds: 60 } },
  ],
  test: testIrc,
  open: openIrc,
};
