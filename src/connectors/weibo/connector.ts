import { ConnectionRefused, type Connector, type Session, type TestOutcome } from '#modules/connections/index.ts';
import { polledSession } from '../shared/polled-session.ts';
import { takeWeiboPush } from './callback.ts';
import { pollComments, pollMentions, pollPosts } from './poll.ts';
import { sendWeibo } from './send.ts';
import { weiboFields, weiboSettings, type WeiboSettings } from './settings.ts';
import { callWeibo, isNotSent, type WeiboContext } from './weibo-api.ts';

/** Weibo of a verified account: pushes of its fan service, comments and mentions by asking, posts and their figures. */
export const weiboConnector: Connector<WeiboSettings> = {
  id: 'weibo',
  platform: 'weibo',
  name: { zh: '微博', en: 'Weibo' },
  about: {
    zh: '蓝 V 账号的私信、关注、评论、@ 提到和微博数据。在粉丝服务平台 → 高级功能 → 开发者模式里把本连接的回调地址填为 URL。评论和 @ 提到定时查询，停机期间的会补上；私信由微博推送，停机期间的微博只重试几秒。',
    en: 'Messages, follows, comments, mentions and post figures of a verified account. Enter the callback address of this connection as the URL in the fan service platform → advanced → developer mode. Comments and mentions are asked for and caught up on after a stop; messages are pushed, and Weibo repeats a push for a few seconds only.',
  },
  fields: weiboFields,
  settings: weiboSettings,
  capabilities: {
    hears: ['message', 'subscribe', 'unsubscribe', 'scan', 'menu', 'comment', 'mention', 'post-metrics'],
    replays: false,
    sends: ['text', 'image', 'card', 'article'],
    recipients: ['person', 'chat', 'public'],
    edits: false,
    idempotent: false,
    confirmed: false,
    // open.weibo.com/wiki/Send_Customer_Service_Message: 48 hours after a message, follow, subscription or menu click.
    answerWithin: 48 * 3600,
    actions: [],
  },
  // open.weibo.com/wiki/Rate-limiting: 100 calls a day and user of an app, of which looks at comments every two hours take 48; posts 30
  // an hour. Apps of a higher grade get more, so operators raise these.
  limits: [
    { key: 'hour', of: 'connection', count: 30, window: { seconds: 3600 } },
    { key: 'day', of: 'connection', count: 50, window: 'day' },
  ],
  test: testWeibo,
  open: openWeibo,
  callback: takeWeiboPush,
};

async function testWeibo(context: WeiboContext): Promise<TestOutcome> {
  const said = await callWeibo(context, { path: '/2/account/get_uid.json' });
  if (isNotSent(said))
    return { ok: false, detail: { zh: `微博没有接受：${said.reason}`, en: `Weibo did not accept it: ${said.reason}` } };
  const uid = String(said['uid']);
  if (uid !== context.settings.uid)
    return {
      ok: false,
      detail: {
        zh: `这个 Access Token 属于另一个账号（UID ${uid}）。`,
        en: `This access token belongs to another account (UID ${uid}).`,
      },
    };
  return { ok: true, account: uid, detail: { zh: '连接正常。', en: 'The connection works.' } };
}

async function openWeibo(context: WeiboContext): Promise<Session> {
  const said = await callWeibo(context, { path: '/2/account/get_uid.json' });
  if (isNotSent(said)) throw said.fate === 'revoked' ? new ConnectionRefused(said.reason) : new Error(said.reason);
  const { uid, pollMinutes } = context.settings;
  if (String(said['uid']) !== uid) throw new ConnectionRefused('the access token belongs to another account');
  await context.discover([{ id: uid, name: '微博', kind: 'page' }]);
  const everySeconds = pollMinutes * 60;
  return polledSession(context, {
    send: (message) => sendWeibo(message, context),
    polls: [
      { name: 'comments', everySeconds, run: () => pollComments(context) },
      { name: 'mentions', everySeconds, run: () => pollMentions(context) },
      { name: 'posts', everySeconds, run: () => pollPosts(context) },
    ],
  });
}
