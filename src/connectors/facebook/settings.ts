import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

/** What the form of a Facebook connection holds. */
export const facebookSettings = z.object({
  pageId: z
    .string()
    .trim()
    .regex(/^\d{4,30}$/, 'the number of the Page, digits only'),
  pageToken: z.string().trim().min(8).max(600),
  appSecret: z.string().trim().min(8).max(200),
  verifyToken: z.string().trim().min(8).max(200),
  insights: z
    .string()
    .max(2000)
    .default('post_media_view\npost_total_media_view_unique')
    .transform((lines) => lines.split(/[\s,]+/).filter(Boolean))
    .refine((names) => names.every((name) => /^[a-z_]{1,80}$/.test(name)), 'names of metrics, one a line'),
  pollMinutes: z.coerce.number().int().min(5).max(1440).default(60),
  apiBase: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://graph.facebook.com/v24.0'),
});
export type FacebookSettings = z.infer<typeof facebookSettings>;

export const facebookFields: readonly Field[] = [
  {
    key: 'pageId',
    kind: 'text',
    required: true,
    label: { zh: '公共主页编号', en: 'Page ID' },
    help: { zh: '公共主页 → 简介 → 主页透明度里的数字。', en: 'The number under Page → About → Page transparency.' },
    placeholder: '1142469655832956',
  },
  {
    key: 'pageToken',
    kind: 'secret',
    required: true,
    label: { zh: '公共主页访问口令', en: 'Page access token' },
    help: {
      zh: '长期有效的主页口令，需要 pages_messaging、pages_manage_posts、pages_manage_engagement、pages_read_engagement、pages_read_user_content、pages_manage_metadata、read_insights 权限。',
      en: 'A long-lived Page token with pages_messaging, pages_manage_posts, pages_manage_engagement, pages_read_engagement, pages_read_user_content, pages_manage_metadata and read_insights.',
    },
  },
  {
    key: 'appSecret',
    kind: 'secret',
    required: true,
    label: { zh: '应用密钥', en: 'App secret' },
    help: {
      zh: 'Meta 开发者平台 → 应用设置 → 基本；用来校验推送的签名。',
      en: 'Meta for Developers → app settings → basic; callbacks are signed with it.',
    },
  },
  {
    key: 'verifyToken',
    kind: 'secret',
    required: true,
    label: { zh: '验证口令', en: 'Verify token' },
    help: {
      zh: '自己想一个，在 Webhooks 页面里与回调地址一起填写。',
      en: 'Made up by you; entered with the callback address on the Webhooks page of the app.',
    },
  },
  {
    key: 'insights',
    kind: 'lines',
    required: false,
    advanced: true,
    initial: 'post_media_view\npost_total_media_view_unique',
    label: { zh: '查询的帖子指标', en: 'Post metrics asked for' },
    help: {
      zh: '每行一个；Meta 时常改名，失效的指标会被跳过并写入日志。',
      en: 'One a line; Meta renames them now and then, and those it no longer knows are left out and logged.',
    },
  },
  {
    key: 'pollMinutes',
    kind: 'number',
    required: false,
    advanced: true,
    initial: 60,
    label: { zh: '查询帖子数据的间隔（分钟）', en: 'Minutes between looks at post figures' },
  },
  {
    key: 'apiBase',
    kind: 'address',
    required: false,
    advanced: true,
    initial: 'https://graph.facebook.com/v24.0',
    label: { zh: '接口地址（含版本）', en: 'API address with its version' },
  },
];
