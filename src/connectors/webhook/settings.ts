import { z } from 'zod';
import type { Both, Field } from '#modules/connections/index.ts';
import { DEFAULT_ZONE, WallClock } from '../shared/wall-clock.ts';
import { type JsonPath, parsePath } from './json-path.ts';
import type { BodyTemplate } from './map-body.ts';
import { isWebhookSecret } from './standard-webhooks.ts';

/** An empty field of the form is a path that is not used. */
const path = z
  .string()
  .max(400)
  .default('')
  .transform((text, context): JsonPath | undefined => {
    if (text.trim() === '') return undefined;
    try {
      return parsePath(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });

const kinds = z
  .string()
  .max(4000)
  .default('')
  .transform((lines, context) => {
    const pairs = lines.split('\n').filter((line) => line.trim() !== '');
    const read = pairs.map((line) => line.split('=').map((word) => word.trim()));
    if (read.some((pair) => pair.length !== 2 || pair.includes('')))
      context.addIssue({ code: 'custom', message: 'each line is “their word = our kind”' });
    return new Map(read as [string, string][]);
  });

const zone = z
  .string()
  .default(DEFAULT_ZONE)
  .transform((name, context) => {
    try {
      return new WallClock(name.trim() || DEFAULT_ZONE);
    } catch {
      context.addIssue({ code: 'custom', message: `the time zone ${name} is not known` });
      return z.NEVER;
    }
  });

/** What the form of a web hook connection holds. */
export const webhookSettings = z.object({
  secret: z.string().trim().refine(isWebhookSecret, 'whsec_ followed by 24 to 64 bytes in base64'),
  target: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2000)]).default(''),
  allowPrivate: z.boolean().default(false),
  events: path,
  member: path.pipe(z.array(z.custom<JsonPath[number]>()).min(1).optional()),
  name: path,
  id: path,
  kind: path,
  kinds,
  text: path,
  chat: path,
  chatName: path,
  time: path,
  zone,
  replyTo: path,
  prefix: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{0,40}$/, 'small letters, digits and dashes')
    .default('')
    .transform((word) => (word === '' ? '' : `${word}:`)),
  sample: z.string().max(20_000).default(''),
});
export type WebhookSettings = z.infer<typeof webhookSettings>;

/** The template that the form describes. Without a path to the member, the member stands under `member`. */
export const templateOf = (settings: WebhookSettings): BodyTemplate => ({
  ...settings,
  member: settings.member ?? parsePath('member'),
  clock: settings.zone,
});

const pathField = (key: string, label: Both, help: Both, placeholder: string): Field => ({
  key,
  kind: 'text',
  required: false,
  label,
  help,
  placeholder,
});

export const webhookFields: readonly Field[] = [
  {
    key: 'secret',
    kind: 'secret',
    required: true,
    label: { zh: '签名密钥', en: 'Signing secret' },
    help: {
      zh: '以 whsec_ 开头（Standard Webhooks）。两个方向都用它签名；可用 echo whsec_$(openssl rand -base64 32) 生成。',
      en: 'Begins with whsec_ (Standard Webhooks). Both directions are signed with it; echo whsec_$(openssl rand -base64 32) makes one.',
    },
    placeholder: 'whsec_…',
  },
  {
    key: 'target',
    kind: 'address',
    required: false,
    label: { zh: '发送到的地址', en: 'Address to send to' },
    help: {
      zh: '群落发出的消息以签名的 JSON POST 到这里；只接收时留空。',
      en: 'Messages from Qunluo are POSTed here as signed JSON; left empty to receive only.',
    },
    placeholder: 'https://example.com/hooks/qunluo',
  },
  {
    key: 'allowPrivate',
    kind: 'switch',
    required: false,
    initial: false,
    label: { zh: '允许内网地址', en: 'Allow a private address' },
    help: {
      zh: '仅当对方程序就在你的内网里时打开；关闭时，解析到内网的域名也会被拒绝。',
      en: 'Only when the other program is in your own network; otherwise names that lead to a private address are refused too.',
    },
  },
  pathField(
    'member',
    { zh: '成员编号在哪里', en: 'Where the member’s id is' },
    {
      zh: 'JSON 路径，如 data.user.id；| 表示“没有就用下一个”。留空即 member。',
      en: 'A JSON path such as data.user.id; | means “else”. Empty: member.',
    },
    'data.from.id | data.user_id',
  ),
  pathField('name', { zh: '昵称', en: 'Display name' }, { zh: 'JSON 路径。', en: 'A JSON path.' }, 'data.from.nick'),
  pathField('text', { zh: '内容', en: 'Text' }, { zh: 'JSON 路径。', en: 'A JSON path.' }, 'data.content'),
  pathField(
    'kind',
    { zh: '类型', en: 'Kind' },
    {
      zh: 'JSON 路径，或 =message 表示固定。留空即 message。',
      en: 'A JSON path, or =message for always the same. Empty: message.',
    },
    'type',
  ),
  {
    key: 'kinds',
    kind: 'lines',
    required: false,
    label: { zh: '类型对照', en: 'Kinds translated' },
    help: {
      zh: '每行“对方的词=群落的类型”，类型如 message、reply、reaction、check_in、join、leave、purchase。',
      en: 'One “their word=our kind” a line; kinds are message, reply, reaction, check_in, join, leave, purchase and the like.',
    },
    placeholder: 'group.join=join',
  },
  pathField(
    'chat',
    { zh: '群编号', en: 'Chat id' },
    { zh: '留空表示私信。', en: 'Empty: private messages.' },
    'data.group.id',
  ),
  pathField('chatName', { zh: '群名', en: 'Chat name' }, { zh: 'JSON 路径。', en: 'A JSON path.' }, 'data.group.name'),
  pathField(
    'time',
    { zh: '时间', en: 'Time' },
    {
      zh: 'ISO 8601、秒或毫秒数，或当地时间。留空即收到的时间。',
      en: 'ISO 8601, seconds, milliseconds, or local time. Empty: when it came.',
    },
    'data.time',
  ),
  pathField(
    'id',
    { zh: '消息编号', en: 'Message id' },
    {
      zh: '有了它，同一条消息来两次只算一次。留空时用请求编号。',
      en: 'With it, a message that comes twice counts once. Empty: the request’s id.',
    },
    'data.id',
  ),
  pathField(
    'replyTo',
    { zh: '回复的消息编号', en: 'Id of the message it answers' },
    { zh: 'JSON 路径。', en: 'A JSON path.' },
    'data.quote.id',
  ),
  pathField(
    'events',
    { zh: '列表在哪里', en: 'Where the list is' },
    {
      zh: '一次请求有多条时填写列表的路径，$ 表示整个内容就是列表。其余路径从每一条开始。',
      en: 'The path of the list when a request holds several; $ when the body is the list. The other paths begin at each item.',
    },
    'data.items',
  ),
  {
    key: 'sample',
    kind: 'lines',
    required: false,
    label: { zh: '示例内容', en: 'Sample body' },
    help: {
      zh: '粘贴一段对方发来的 JSON，“试一试”会显示它变成什么。',
      en: 'Paste a JSON body of theirs; “Try it” shows what it becomes.',
    },
  },
  {
    ...pathField(
      'zone',
      { zh: '当地时间的时区', en: 'Zone of local times' },
      { zh: '用于不带时区的时间。', en: 'For times that name no zone.' },
      DEFAULT_ZONE,
    ),
    advanced: true,
  },
  {
    ...pathField(
      'prefix',
      { zh: '编号前缀', en: 'Prefix of ids' },
      {
        zh: '接入多个工具时，用不同前缀避免成员编号相混。',
        en: 'With several tools, different prefixes keep their members apart.',
      },
      'zhanghai',
    ),
    advanced: true,
  },
];
