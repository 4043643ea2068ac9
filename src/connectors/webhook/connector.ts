import type { Both, Connector, ConnectorContext, Heard, Operation, TestOutcome } from '#modules/connections/index.ts';
import { askPlatform } from '../shared/ask-platform.ts';
import { polledSession } from '../shared/polled-session.ts';
import { takeWebhook } from './callback.ts';
import { type BodyFault, mapBody } from './map-body.ts';
import { sendWebhook } from './send.ts';
import { templateOf, webhookFields, webhookSettings, type WebhookSettings } from './settings.ts';

type Context = ConnectorContext<WebhookSettings>;

/** Shows what a body becomes, without keeping anything of it. */
const preview: Operation<WebhookSettings> = {
  key: 'preview',
  label: { zh: '预览映射', en: 'Preview the mapping' },
  about: {
    zh: '看一段 JSON 会变成哪些事件；什么都不会保存。',
    en: 'Shows which events a JSON body becomes; nothing is kept.',
  },
  changes: false,
  fields: [{ key: 'body', kind: 'lines', required: true, label: { zh: '收到的 JSON', en: 'Body received' } }],
  async run(values, context) {
    const read = readSample(String(values['body'] ?? ''), context);
    if ('wrong' in read) return { fate: 'refused', code: 'bad_input', reason: read.wrong.en };
    return { fate: 'done', result: { events: read.heard } };
  },
};

/** Web hooks both ways, by the Standard Webhooks specification: anything that can POST signed JSON, or take it. */
export const webhookConnector: Connector<WebhookSettings> = {
  id: 'webhook',
  platform: 'webhook',
  name: { zh: '网络钩子（Webhook）', en: 'Web hooks' },
  about: {
    zh: '没有专门连接器的群工具（如掌嗨）或你自己的程序：对方把签名的 JSON POST 到本连接的回调地址，按下面的映射变成事件；群落发出的消息签名后 POST 到你填写的地址。签名遵循 Standard Webhooks（webhook-id、webhook-timestamp、webhook-signature）。',
    en: 'Group tools without a connector of their own, or your own program: they POST signed JSON to the callback address of this connection, and the mapping below makes events of it; messages from Qunluo are signed and POSTed to the address you give. Signed by Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature).',
  },
  fields: webhookFields,
  settings: webhookSettings,
  capabilities: {
    hears: ['message', 'reaction', 'join', 'leave'],
    replays: false,
    sends: ['text', 'image', 'card', 'template', 'article'],
    recipients: ['chat', 'person', 'public'],
    edits: true,
    idempotent: true,
    resendable: true,
    confirmed: false,
    answerWithin: null,
    actions: [],
  },
  // The receiver is somebody's own program and publishes none; ten a second is our courtesy.
  limits: [{ key: 'second', of: 'connection', count: 10, window: { seconds: 1 } }],
  operations: [preview],
  test: testWebhook,
  open: async (context) => polledSession(context, { send: (message) => sendWebhook(message, context), polls: [] }),
  callback: takeWebhook,
};

/** The sample through the mapping, and whether the address answers at all (HEAD: it changes nothing there). */
async function testWebhook(context: Context): Promise<TestOutcome> {
  const { sample, target, allowPrivate } = context.settings;
  const said: Both[] = [];
  if (sample !== '') {
    const read = readSample(sample, context);
    if ('wrong' in read) return { ok: false, detail: read.wrong };
    said.push(shown(read.heard));
  }
  if (target !== '') {
    const answer = await askPlatform(context.fetch, target, { method: 'HEAD', onlyPublic: !allowPrivate });
    if ('fate' in answer)
      return {
        ok: false,
        detail: {
          zh: `发送地址没有应答：${answer.reason}`,
          en: `The address to send to does not answer: ${answer.reason}`,
        },
      };
    said.push({ zh: `发送地址可以连通。`, en: 'The address to send to answers.' });
  }
  if (said.length === 0)
    said.push({
      zh: '设置可用；粘贴一段示例内容可预览映射。',
      en: 'The settings are sound; paste a sample body to see the mapping at work.',
    });
  return { ok: true, detail: { zh: said.map(({ zh }) => zh).join(''), en: said.map(({ en }) => en).join(' ') } };
}

function readSample(sample: string, context: Context): { heard: Heard[] } | { wrong: Both } {
  let body: unknown;
  try {
    body = JSON.parse(sample);
  } catch (error) {
    const why = (error as Error).message;
    return { wrong: { zh: `示例不是 JSON：${why}`, en: `The sample is no JSON: ${why}` } };
  }
  const { heard, faults } = mapBody(templateOf(context.settings), body, { id: 'sample', at: context.now() });
  return faults.length === 0 ? { heard } : { wrong: faultsShown(faults) };
}

function faultsShown(faults: readonly BodyFault[]): Both {
  const list = faults
    .slice(0, 5)
    .map(({ item, field, what }) => `${field} [${item}]: ${what}`)
    .join('; ');
  return { zh: `示例与映射不符：${list}`, en: `The sample does not fit the mapping: ${list}` };
}

function shown(heard: readonly Heard[]): Both {
  const lines = heard.slice(0, 3).map(({ chat, event }) =>
    [event.kind, event.member, chat, event.at, event.text]
      .filter((part) => part !== undefined)
      .map((part) => part.slice(0, 80))
      .join(' · '),
  );
  const list = lines.join(' | ');
  return {
    zh: `示例变成 ${heard.length} 个事件：${list}。`,
    en: `The sample becomes ${heard.length} events: ${list}.`,
  };
}
