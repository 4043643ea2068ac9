import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

const slashless = (address: string): string => address.replace(/\/+$/, '');

/** What the form of a Discord connection holds. */
export const discordSettings = z.object({
  token: z
    .string()
    .regex(/^[\w-]{10,100}\.[\w-]{3,20}\.[\w-]{10,100}$/, 'a bot token has three parts with dots between'),
  publicKey: z.union([z.literal(''), z.string().regex(/^[0-9a-fA-F]{64}$/, '64 hexadecimal digits')]).default(''),
  members: z.boolean().default(true),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://discord.com/api')
    .transform(slashless),
  gatewayUrl: z
    .union([z.literal(''), z.url({ protocol: /^wss?$/ })])
    .default('')
    .transform(slashless),
});
export type DiscordSettings = z.infer<typeof discordSettings>;

export const discordFields: readonly Field[] = [
  {
    key: 'token',
    label: { zh: '机器人令牌', en: 'Bot token' },
    help: {
      zh: 'discord.com/developers 里应用的 Bot 页',
      en: 'Under Bot, in your application at discord.com/developers',
    },
    kind: 'secret',
    required: true,
  },
  {
    key: 'members',
    label: { zh: '听进群和退群', en: 'Hear joins and leaves' },
    help: {
      zh: '需要在 Bot 页打开 Server Members Intent；无论如何都要打开 Message Content Intent',
      en: 'Needs the Server Members Intent, under Bot; the Message Content Intent is needed in any case',
    },
    kind: 'switch',
    required: false,
    initial: true,
  },
  {
    key: 'publicKey',
    label: { zh: '交互公钥', en: 'Public key of interactions' },
    help: {
      zh: '要用斜杠命令时填写：General Information 页的 Public Key，并把本连接的回调地址填到 Interactions Endpoint URL',
      en: 'For slash commands: the Public Key under General Information; put the callback address of this connection into Interactions Endpoint URL',
    },
    kind: 'text',
    required: false,
    advanced: true,
  },
  {
    key: 'apiUrl',
    label: { zh: 'REST 地址', en: 'Address of the REST API' },
    kind: 'address',
    required: false,
    initial: 'https://discord.com/api',
    advanced: true,
  },
  {
    key: 'gatewayUrl',
    label: { zh: '网关地址', en: 'Address of the gateway' },
    help: { zh: '留空则用 Discord 给出的', en: 'Empty: the one that Discord gives' },
    kind: 'address',
    required: false,
    advanced: true,
  },
];
