import { ConnectionRefused, type Connector, type Session, type TestOutcome } from '#modules/connections/index.ts';
import { polledSession } from '../shared/polled-session.ts';
import { takeFacebookCall } from './callback.ts';
import { callGraph, type FacebookContext, isNotSent } from './graph-api.ts';
import { pollPosts } from './poll-posts.ts';
import { sendFacebook } from './send.ts';
import { facebookFields, facebookSettings, type FacebookSettings } from './settings.ts';

/** What the Page is asked to tell the app. */
const SUBSCRIBED =
  'feed,mention,messages,message_echoes,message_edits,message_reactions,messaging_postbacks,messaging_referrals';

/** A Facebook Page and its Messenger. */
export const facebookConnector: Connector<FacebookSettings> = {
  id: 'facebook',
  platform: 'facebook',
  name: { zh: 'Facebook 公共主页与 Messenger', en: 'Facebook Page and Messenger' },
  about: {
    zh: '公共主页的评论、回应、提到、私信和帖子数据。在 Meta 开发者平台的应用里添加 Webhooks（对象 Page）和 Messenger，把本连接的回调地址与验证口令填进去；主页的订阅由本连接自己开通。停机期间的推送由 Facebook 在数小时内重试。',
    en: 'Comments, reactions, mentions, messages and post figures of a Page. Add Webhooks (object Page) and Messenger to your app at Meta for Developers and enter the callback address and verify token of this connection; the Page’s subscription is made by the connection itself. Facebook repeats for hours what it could not deliver.',
  },
  fields: facebookFields,
  settings: facebookSettings,
  capabilities: {
    hears: ['message', 'edit', 'removal', 'reaction', 'menu', 'comment', 'mention', 'post-metrics'],
    replays: true,
    sends: ['text', 'image', 'card', 'article'],
    recipients: ['person', 'chat', 'public'],
    edits: true,
    idempotent: false,
    confirmed: false,
    // developers.facebook.com/docs/messenger-platform/policy/policy-overview: the standard messaging window.
    answerWithin: 24 * 3600,
    actions: [],
  },
  // developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting: the Send API takes 300 calls a
  // second and Page; one conversation is limited without a number, so one message a second to one person is ours.
  limits: [
    { key: 'second', of: 'connection', count: 300, window: { seconds: 1 } },
    { key: 'person-second', of: 'person', count: 1, window: { seconds: 1 } },
  ],
  test: testFacebook,
  open: openFacebook,
  callback: takeFacebookCall,
};

async function testFacebook(context: FacebookContext): Promise<TestOutcome> {
  const page = await readPage(context);
  if ('wrong' in page)
    return {
      ok: false,
      detail: { zh: `Facebook 没有接受：${page.wrong}`, en: `Facebook did not accept it: ${page.wrong}` },
    };
  return { ok: true, account: page.name, detail: { zh: '连接正常。', en: 'The connection works.' } };
}

/** The Page that the token is of. `final`: trying again does not mend it. */
async function readPage(context: FacebookContext): Promise<{ name: string } | { wrong: string; final: boolean }> {
  const said = await callGraph(context, { path: 'me', query: { fields: 'id,name' } });
  if (isNotSent(said)) return { wrong: said.reason, final: said.fate === 'revoked' || said.fate === 'refused' };
  const name = String(said['name'] ?? said['id']);
  if (String(said['id']) === context.settings.pageId) return { name };
  return { wrong: `the token is of another account (${name}, ${String(said['id'])})`, final: true };
}

async function openFacebook(context: FacebookContext): Promise<Session> {
  const { pageId, pollMinutes } = context.settings;
  const page = await readPage(context);
  if ('wrong' in page) throw page.final ? new ConnectionRefused(page.wrong) : new Error(page.wrong);
  const subscribed = await callGraph(context, {
    path: `${pageId}/subscribed_apps`,
    json: { subscribed_fields: SUBSCRIBED },
  });
  if (isNotSent(subscribed))
    throw subscribed.fate === 'revoked' || subscribed.fate === 'refused'
      ? new ConnectionRefused(subscribed.reason)
      : new Error(subscribed.reason);
  await context.discover([{ id: pageId, name: page.name, kind: 'page' }]);
  return polledSession(context, {
    send: (message) => sendFacebook(message, context),
    polls: [{ name: 'posts', everySeconds: pollMinutes * 60, run: () => pollPosts(context) }],
  });
}
