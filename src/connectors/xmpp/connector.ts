import type { Connector } from '#modules/connections/index.ts';
import { xmppFields, xmppSettings, type XmppSettings } from './settings.ts';

/** Loaded when a connection needs it: most servers speak to few platforms. */
const loadLink = () => import('./xmpp-link.ts');
const loadSession = () => import('./xmpp-session.ts');

/** Rooms on XMPP servers: https://xmpp.org/extensions/xep-0045.html */
export const xmppConnector: Connector<XmppSettings> = {
  id: 'xmpp',
  platform: 'xmpp',
  name: { zh: 'XMPP 聊天室', en: 'XMPP rooms' },
  about: {
    zh: '用一个普通 XMPP 账号进入聊天室（Prosody、ejabberd 等）。房间公开成员账号时按账号认人，否则按房间给的匿名编号。房间有存档时，断开期间的消息会补听。',
    en: 'An ordinary XMPP account enters rooms (Prosody, ejabberd and others). People are known by their account where the room shows it, else by the id the room gives them. Where the room keeps an archive, what was said meanwhile is heard afterwards.',
  },
  fields: xmppFields,
  settings: xmppSettings,
  capabilities: {
    hears: ['message', 'edit', 'removal', 'reaction', 'join', 'leave'],
    replays: true,
    sends: ['text', 'image', 'card'],
    recipients: ['chat', 'person'],
    edits: true,
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: ['mute', 'unmute', 'remove'],
  },
  // The protocol names none; this keeps below what servers usually let a client send (Prosody's mod_limits: 10 kB a second).
  limits: [
    { key: 'all', of: 'connection', count: 10, window: { seconds: 1 } },
    { key: 'room', of: 'chat', count: 3, window: { seconds: 1 } },
  ],
  async test(context) {
    const { jid } = context.settings;
    try {
      const { openLink } = await loadLink();
      await (await openLink(context, () => {})).close();
      return { ok: true, detail: { zh: `已登录为 ${jid}`, en: `Signed in as ${jid}` }, account: jid };
    } catch (error) {
      const reason = (error as Error).message;
      return { ok: false, detail: { zh: `服务器没有接受：${reason}`, en: `The server did not accept: ${reason}` } };
    }
  },
  open: async (context) => (await loadSession()).XmppSession.open(context),
};
