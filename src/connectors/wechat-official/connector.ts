import type { Both, Connector, ConnectorContext, TestOutcome } from '#modules/connections/index.ts';
import { polledSession } from '../shared/polled-session.ts';
import { type ApiFailure, wordsOf } from '../shared/wechat-api.ts';
import { hearComments } from './article-comments.ts';
import { hearFigures } from './article-figures.ts';
import { publicationFate } from './articles.ts';
import { officialApi } from './official-api.ts';
import { officialCallback } from './official-callback.ts';
import { officialSend } from './official-send.ts';
import { officialOperations } from './operations.ts';
import { PassiveReplies } from './passive-replies.ts';
import { webSignIn } from './web-sign-in.ts';
import { officialFields, officialSettings, type OfficialSettings } from './settings.ts';

/** Callbacks and sends of a connection meet here when the same process has both. */
const replies = new PassiveReplies();

const HOUR = 3600;

/** A WeChat Official Account 公众号, in the secure (encrypted) mode. */
export const wechatOfficialConnector: Connector<OfficialSettings> = {
  id: 'wechat-official',
  platform: 'wechat-official',
  name: { zh: '微信公众号', en: 'WeChat Official Account' },
  about: {
    zh: '听到关注、取消关注、扫码、消息、菜单点击与文章留言；可被动回复、发客服消息与模板消息、发布文章。所需的值都在微信公众平台“设置与开发 → 开发接口管理 → 基本配置”。保存后把这里的回调地址填到“服务器配置”的 URL，加解密方式选“安全模式”。',
    en: 'Hears follows, unfollows, scans, messages, menu clicks and comments; answers, sends customer-service and template messages, publishes articles. All values are found on mp.weixin.qq.com under Settings and development → Basic configuration. After saving, enter the callback address there as the server URL and choose the secure mode.',
  },
  fields: officialFields,
  settings: officialSettings,
  capabilities: {
    hears: ['message', 'subscribe', 'unsubscribe', 'scan', 'menu', 'comment', 'post-metrics'],
    replays: false,
    sends: ['text', 'image', 'card', 'template', 'article'],
    recipients: ['person', 'public'],
    edits: false,
    idempotent: false,
    confirmed: false,
    answerWithin: 48 * HOUR,
    actions: [],
    longest: { count: 2048, unit: 'bytes' },
  },
  limits: [
    { key: 'customer-messages', of: 'connection', count: 500_000, window: 'day', kinds: ['text', 'image', 'card'] },
    { key: 'template-messages', of: 'connection', count: 100_000, window: 'day', kinds: ['template'] },
    { key: 'articles', of: 'connection', count: 100, window: 'day', kinds: ['article'] },
  ],
  operations: officialOperations,
  webSignIn(context) {
    const signIn = webSignIn(context);
    return {
      address: (options) => signIn.address(options),
      async finish(options) {
        const outcome = await signIn.finish(options);
        return outcome.fate === 'done' ? { fate: 'done', account: outcome.who.openId } : outcome;
      },
    };
  },
  test,
  async open(context) {
    const api = officialApi(context);
    await api.admit();
    replies.opened(context.connectionId);
    const session = polledSession(context, {
      send: (message) => officialSend({ api, context, replies }, message),
      awaited: (task) => publicationFate(api, task),
      polls: context.settings.figures
        ? [
            { name: 'figures', everySeconds: 4 * HOUR, run: () => hearFigures(api, context) },
            { name: 'comments', everySeconds: 600, run: () => hearComments(api, context) },
          ]
        : [],
    });
    return {
      ...session,
      async close() {
        replies.closed(context.connectionId);
        await session.close();
      },
    };
  },
  callback: (request, context) => officialCallback(request, context, replies),
};

async function test(context: ConnectorContext<OfficialSettings>): Promise<TestOutcome> {
  const refusal = await officialApi(context).refusal();
  if (refusal !== undefined) return { ok: false, detail: inWords(refusal) };
  const { appId } = context.settings;
  return {
    ok: true,
    account: appId,
    detail: {
      zh: `已取得 ${appId} 的调用凭证。请把回调地址提交到公众平台“服务器配置”，提交成功即说明令牌与密钥一致。`,
      en: `The platform gave an access token for ${appId}. Submit the callback address under “Server configuration” on the platform: it accepts it when token and key agree.`,
    },
  };
}

const SECRET_WRONG: Both = { zh: 'AppSecret 不正确，或已重置。', en: 'The app secret is wrong, or was reset.' };
const WORDS: Readonly<Record<number, Both>> = {
  40001: SECRET_WRONG,
  40013: { zh: 'AppID 不正确。', en: 'The app id is wrong.' },
  40125: SECRET_WRONG,
  40164: {
    zh: '本服务器的公网 IP 不在公众平台的 IP 白名单里。',
    en: 'The public IP of this server is not on the allowlist of the account.',
  },
  40243: { zh: 'AppSecret 已被冻结。', en: 'The app secret is frozen.' },
};

const inWords = (refusal: ApiFailure): Both =>
  wordsOf(refusal, WORDS, { zh: '公众平台拒绝了。', en: 'The platform refused.' });
