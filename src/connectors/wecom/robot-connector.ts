import { createHash } from 'node:crypto';
import { z } from 'zod';
import type {
  Connector,
  ConnectorContext,
  Content,
  Outgoing,
  SendOutcome,
  TestOutcome,
} from '#modules/connections/index.ts';
import { askPlatform, judgeStatus, objectOf } from '../shared/ask-platform.ts';
import { judgeErrcode } from '../shared/wechat-api.ts';
import { fetchPicture } from '../shared/wechat-media.ts';
import { WECOM_MEANINGS } from './wecom-api.ts';

const KEY = /^(?:https?:\/\/[^\s?]+\/cgi-bin\/webhook\/send\?key=)?([0-9a-zA-Z-]{16,64})$/;
const PICTURE_MOST = 2 * 1024 * 1024;

const robotSettings = z.object({
  key: z
    .string()
    .trim()
    .regex(KEY, 'the web hook address of the robot, or its key')
    .transform((text) => KEY.exec(text)![1]!),
  name: z.string().trim().min(1).max(100),
  apiBase: z.url({ protocol: /^https?$/ }).default('https://qyapi.weixin.qq.com'),
});
type RobotSettings = z.infer<typeof robotSettings>;

/** The chat of a robot: the platform does not say which group it is in, so that it is named after the robot's key. */
const chatOf = ({ key }: RobotSettings): string =>
  `robot:${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;

/** A robot in one group of WeCom 群机器人: it only speaks. */
export const wecomRobotConnector: Connector<RobotSettings> = {
  id: 'wecom-robot',
  platform: 'wecom',
  name: { zh: '企业微信群机器人', en: 'WeCom group robot' },
  about: {
    zh: '向一个内部群发消息，每分钟最多 20 条，不需要成员确认，也听不到群里的话。在群设置 → 群机器人里添加后复制 Webhook 地址。',
    en: 'Speaks in one internal group, at most 20 messages a minute, confirmed by nobody; it hears nothing. Add it under the group’s settings → Group robot and copy its web hook address.',
  },
  fields: [
    {
      key: 'key',
      label: { zh: 'Webhook 地址', en: 'Web hook address' },
      help: { zh: '群机器人资料里的地址，或其中的 key。', en: 'The address in the robot’s profile, or the key in it.' },
      kind: 'secret',
      required: true,
    },
    { key: 'name', label: { zh: '群名称', en: 'Name of the group' }, kind: 'text', required: true },
    {
      key: 'apiBase',
      label: { zh: '接口地址', en: 'API address' },
      kind: 'address',
      required: false,
      initial: 'https://qyapi.weixin.qq.com',
      advanced: true,
    },
  ],
  settings: robotSettings,
  capabilities: {
    hears: [],
    replays: false,
    sends: ['text', 'image', 'card'],
    recipients: ['chat'],
    edits: false,
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: [],
    longest: { count: 2048, unit: 'bytes' },
  },
  limits: [{ key: 'per-minute', of: 'connection', count: 20, window: { seconds: 60 } }],
  test,
  async open(context) {
    await context.discover([{ id: chatOf(context.settings), name: context.settings.name, kind: 'group' }]);
    return {
      send: (message) => send(message, context),
      close: async () => undefined,
      ended: new Promise<Error>(() => undefined),
    };
  },
};

async function send(message: Outgoing, context: ConnectorContext<RobotSettings>): Promise<SendOutcome> {
  if (message.to.kind !== 'chat' || message.to.id !== chatOf(context.settings))
    return { fate: 'refused', code: 'wrong_recipient', reason: 'a robot speaks in its own group only' };
  const body = await bodyOf(message.content, context);
  return 'fate' in body ? body : post(body, context);
}

async function bodyOf(content: Content, context: ConnectorContext<RobotSettings>): Promise<object | SendOutcome> {
  if (content.kind === 'text') return { msgtype: 'text', text: { content: content.text } };
  if (content.kind === 'card') {
    const { title, text: description, url, image } = content;
    return {
      msgtype: 'news',
      news: { articles: [{ title, description, url, ...(image === null ? {} : { picurl: image }) }] },
    };
  }
  if (content.kind !== 'image')
    return { fate: 'refused', code: 'no_such_content', reason: `a robot says no ${content.kind}` };
  const picture = await fetchPicture(context, content.url, PICTURE_MOST);
  if ('fate' in picture) return picture;
  const md5 = createHash('md5').update(picture.bytes).digest('hex');
  return { msgtype: 'image', image: { base64: Buffer.from(picture.bytes).toString('base64'), md5 } };
}

async function post(body: object, context: ConnectorContext<RobotSettings>): Promise<SendOutcome> {
  const { apiBase, key } = context.settings;
  const address = `${apiBase.replace(/\/+$/, '')}/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await askPlatform(context.fetch, address, { method: 'POST', headers, body: JSON.stringify(body) });
  if ('fate' in answer) return answer;
  const judged = judgeStatus(answer, context.now());
  if (judged !== undefined) return judged;
  const parsed = objectOf(answer.text);
  if (parsed === undefined) return { fate: 'unknown', reason: 'the platform answered with something that is no JSON' };
  const errcode = Number(parsed.errcode ?? 0);
  return errcode === 0 ? { fate: 'sent' } : judgeErrcode(WECOM_MEANINGS, errcode, String(parsed.errmsg ?? ''));
}

/** An empty message is refused by the platform, and for another reason when the key is wrong: so nothing is said. */
async function test(context: ConnectorContext<RobotSettings>): Promise<TestOutcome> {
  const outcome = await post({}, context);
  if (outcome.fate === 'refused')
    return { ok: true, account: context.settings.name, detail: { zh: '机器人存在。', en: 'The robot exists.' } };
  const reason = 'reason' in outcome ? outcome.reason : outcome.fate;
  return { ok: false, detail: { zh: `机器人不可用：${reason}`, en: `The robot cannot be used: ${reason}` } };
}
