import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** What the form of a Weibo connection holds. */
export const weiboSettings = z.object({
  uid: z
    .string()
    .trim()
    .regex(/^\d{4,20}$/, 'the number of the account, digits only'),
  appSecret: z.string().trim().min(8).max(200),
  accessToken: z.string().trim().min(8).max(400),
  link: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  pollMinutes: z.coerce.number().int().min(2).max(1440).default(120),
  apiBase: address.default('https://api.weibo.com'),
  messageBase: address.default('https://m.api.weibo.com'),
});
export type WeiboSettings = z.infer<typeof weiboSettings>;

export const weiboFields: readonly Field[] = [
  {
    key: 'uid',
    kind: 'text',
    required: true,
    label: { zh: '微博 UID', en: 'Account number (UID)' },
    help: {
      zh: '蓝 V 账号主页地址 weibo.com/u/ 后面的数字。',
      en: 'The digits after weibo.com/u/ in the address of the verified account’s page.',
    },
    placeholder: '1902538057',
  },
  {
    key: 'appSecret',
    kind: 'secret',
    required: true,
    label: { zh: 'App Secret', en: 'App secret' },
    help: {
      zh: '微博开放平台 → 我的应用 → 应用基本信息；用来校验推送的签名。',
      en: 'Weibo Open Platform → my apps → basic information; callbacks are signed with it.',
    },
  },
  {
    key: 'accessToken',
    kind: 'secret',
    required: true,
    label: { zh: 'Access Token', en: 'Access token' },
    help: {
      zh: '粉丝服务平台 → 高级功能 → 开发者模式里获取，或由该账号 OAuth 2.0 授权得到。',
      en: 'From the fan service platform → advanced → developer mode, or by OAuth 2.0 of the account.',
    },
  },
  {
    key: 'link',
    kind: 'text',
    required: false,
    label: { zh: '发微博时附带的链接', en: 'Link added to posts' },
    help: {
      zh: '微博要求第三方发布的内容至少带一个应用安全域名下的链接；内容里没有链接时附上这个。',
      en: 'Weibo wants a link under the app’s safe domain in every post by an app; this one is added to posts without a link.',
    },
    placeholder: 'https://example.com/',
  },
  {
    key: 'pollMinutes',
    kind: 'number',
    required: false,
    advanced: true,
    initial: 120,
    label: { zh: '查询评论和数据的间隔（分钟）', en: 'Minutes between looks at comments and figures' },
    help: {
      zh: '每次查询用掉 4 次接口额度；普通应用每个授权用户每天 100 次。',
      en: 'Each look costs 4 calls; an ordinary app has 100 calls a day and user.',
    },
  },
  {
    key: 'apiBase',
    kind: 'address',
    required: false,
    advanced: true,
    initial: 'https://api.weibo.com',
    label: { zh: '接口地址', en: 'API address' },
  },
  {
    key: 'messageBase',
    kind: 'address',
    required: false,
    advanced: true,
    initial: 'https://m.api.weibo.com',
    label: { zh: '私信接口地址', en: 'Message API address' },
  },
];
