import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

const address = z.url({ protocol: /^https?$/ });

/** What the form of a Slack connection holds. */
export const slackSettings = z
  .object({
    botToken: z.string().regex(/^xoxb-[A-Za-z0-9-]{8,300}$/, 'a bot token starts with xoxb-'),
    mode: z.enum(['callbacks', 'socket']).default('callbacks'),
    signingSecret: z.union([z.literal(''), z.string().regex(/^[A-Za-z0-9]{16,100}$/)]).default(''),
    appToken: z.union([z.literal(''), z.string().regex(/^xapp-[A-Za-z0-9-]{8,300}$/)]).default(''),
    apiUrl: address.default('https://slack.com/api/').transform((given) => `${given.replace(/\/+$/, '')}/`),
  })
  .superRefine(({ mode, signingSecret, appToken }, issues) => {
    if (mode === 'callbacks' && signingSecret === '')
      issues.addIssue({ code: 'custom', path: ['signingSecret'], message: 'callbacks need the signing secret' });
    if (mode === 'socket' && appToken === '')
      issues.addIssue({ code: 'custom', path: ['appToken'], message: 'socket mode needs an app-level token' });
  });
export type SlackSettings = z.infer<typeof slackSettings>;

export const slackFields: readonly Field[] = [
  {
    key: 'botToken',
    label: { zh: '机器人令牌', en: 'Bot token' },
    help: {
      zh: 'OAuth & Permissions 页里的 Bot User OAuth Token',
      en: 'Bot User OAuth Token, under OAuth & Permissions',
    },
    kind: 'secret',
    required: true,
    placeholder: 'xoxb-…',
  },
  {
    key: 'mode',
    label: { zh: '接收方式', en: 'How events come in' },
    help: {
      zh: '回调要求服务器有 HTTPS 公网地址；Socket Mode 不需要',
      en: 'Callbacks need a public HTTPS address; Socket Mode does not',
    },
    kind: 'choice',
    choices: [
      { value: 'callbacks', label: { zh: '事件回调', en: 'Events API callbacks' } },
      { value: 'socket', label: { zh: 'Socket Mode', en: 'Socket Mode' } },
    ],
    required: false,
    initial: 'callbacks',
  },
  {
    key: 'signingSecret',
    label: { zh: '签名密钥', en: 'Signing secret' },
    help: {
      zh: '用回调时必填：Basic Information 页里的 Signing Secret',
      en: 'Needed for callbacks: under Basic Information',
    },
    kind: 'secret',
    required: false,
  },
  {
    key: 'appToken',
    label: { zh: '应用级令牌', en: 'App-level token' },
    help: {
      zh: '用 Socket Mode 时必填：带 connections:write 权限',
      en: 'Needed for Socket Mode: with connections:write',
    },
    kind: 'secret',
    required: false,
    placeholder: 'xapp-…',
  },
  {
    key: 'apiUrl',
    label: { zh: 'Web API 地址', en: 'Address of the Web API' },
    kind: 'address',
    required: false,
    initial: 'https://slack.com/api/',
    advanced: true,
  },
];
