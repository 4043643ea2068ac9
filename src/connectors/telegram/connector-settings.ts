import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

/** What the form of a Telegram connection holds. */
export const telegramSettings = z
  .object({
    token: z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{10,80}$/, 'a bot token looks like 123456789:AA…'),
    mode: z.enum(['polling', 'webhook']).default('polling'),
    webhookSecret: z
      .string()
      .regex(/^[A-Za-z0-9_-]{0,256}$/, 'letters, digits, _ and - only')
      .default(''),
    webhookAddress: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    apiRoot: z
      .url({ protocol: /^https?$/ })
      .default('https://api.telegram.org')
      .transform((address) => address.replace(/\/+$/, '')),
  })
  .superRefine((settings, issues) => {
    if (settings.mode !== 'webhook') return;
    // Without a secret anybody who learns the address could speak for the platform.
    if (settings.webhookSecret.length < 16)
      issues.addIssue({ code: 'custom', path: ['webhookSecret'], message: 'at least 16 characters' });
  });
export type TelegramSettings = z.infer<typeof telegramSettings>;

export const telegramFields: readonly Field[] = [
  {
    key: 'token',
    label: { zh: '机器人令牌', en: 'Bot token' },
    help: { zh: '在 @BotFather 里用 /newbot 或 /token 得到', en: 'From @BotFather: /newbot or /token' },
    kind: 'secret',
    required: true,
    placeholder: '123456789:AA…',
  },
  {
    key: 'mode',
    label: { zh: '接收方式', en: 'How messages come in' },
    help: {
      zh: '长轮询不需要公网地址；回调要求服务器有 HTTPS 公网地址',
      en: 'Polling needs no public address; callbacks need a server with a public HTTPS address',
    },
    kind: 'choice',
    choices: [
      { value: 'polling', label: { zh: '长轮询', en: 'Polling' } },
      { value: 'webhook', label: { zh: '回调', en: 'Callbacks' } },
    ],
    required: false,
    initial: 'polling',
  },
  {
    key: 'webhookSecret',
    label: { zh: '回调密钥', en: 'Secret of the callbacks' },
    help: {
      zh: '用回调时必填：至少 16 位字母、数字、_ 或 -，Telegram 每次回调都会带上',
      en: 'Needed for callbacks: at least 16 letters, digits, _ or -; Telegram sends it with each one',
    },
    kind: 'secret',
    required: false,
  },
  {
    key: 'webhookAddress',
    label: { zh: '回调地址', en: 'Address of the callbacks' },
    help: {
      zh: '把本连接的回调地址粘贴到这里，打开时会自动登记到 Telegram；留空则由你自己登记',
      en: 'Paste the callback address of this connection: it is set at Telegram when the connection opens. Empty: you set it yourself',
    },
    kind: 'address',
    required: false,
    advanced: true,
  },
  {
    key: 'apiRoot',
    label: { zh: 'Bot API 地址', en: 'Address of the Bot API' },
    help: { zh: '自建 Bot API 服务器时修改', en: 'Change it for a Bot API server of your own' },
    kind: 'address',
    required: false,
    initial: 'https://api.telegram.org',
    advanced: true,
  },
];
