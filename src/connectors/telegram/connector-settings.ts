import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

/** What the form of a Telegram connection holds. */
export const telegramSettings = z.object({
  token: z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{10,80}$/, 'a bot token looks like 123456789:AA…'),
  mode: z.enum(['polling', 'webhook']).default('polling'),
  apiRoot: z
    .url({ protocol: /^https?$/ })
    .default('https://api.telegram.org')
    .transform((address) => address.replace(/\/+$/, '')),
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
      zh: '长轮询不需要公网地址；回调要求服务器有 HTTPS 公网地址，会自动登记到 Telegram',
      en: 'Polling needs no public address; callbacks need a server with a public HTTPS address, and are set at Telegram by themselves',
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
    key: 'apiRoot',
    label: { zh: 'Bot API 地址', en: 'Address of the Bot API' },
    help: { zh: '自建 Bot API 服务器时修改', en: 'Change it for a Bot API server of your own' },
    kind: 'address',
    required: false,
    initial: 'https://api.telegram.org',
    advanced: true,
  },
];
