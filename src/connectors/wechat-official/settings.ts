import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';
import { aesKeyOf, type CallbackKeys, ENCODING_AES_KEY } from '../shared/wechat-crypto.ts';

/** The form of an Official Account connection; where each value is found is said beside it. */
export const officialSettings = z.object({
  appId: z.string().regex(/^wx[0-9a-zA-Z]{6,30}$/, 'begins with wx: 开发接口管理 → 基本配置 → 开发者 ID'),
  appSecret: z.string().trim().min(16).max(64),
  token: z.string().regex(/^[0-9A-Za-z]{3,32}$/, '3 to 32 letters and digits'),
  encodingAesKey: z.string().regex(ENCODING_AES_KEY, '43 letters and digits'),
  passiveWait: z.number().min(0).max(4.5).default(4),
  figures: z.boolean().default(true),
  apiBase: z.url({ protocol: /^https?$/ }).default('https://api.weixin.qq.com'),
  openBase: z.url({ protocol: /^https?$/ }).default('https://open.weixin.qq.com'),
  codeBase: z.url({ protocol: /^https?$/ }).default('https://mp.weixin.qq.com'),
});
export type OfficialSettings = z.infer<typeof officialSettings>;

/** What callbacks of the account are checked and read with. */
export const callbackKeys = (settings: OfficialSettings): CallbackKeys => ({
  token: settings.token,
  aesKey: aesKeyOf(settings.encodingAesKey),
  receiverId: settings.appId,
});

const basics = {
  zh: '公众平台 → 设置与开发 → 开发接口管理 → 基本配置',
  en: 'mp.weixin.qq.com → Settings and development → Basic configuration',
};

/** The form, in the order in which the platform's console shows the values. */
export const officialFields: readonly Field[] = [
  {
    key: 'appId',
    label: { zh: '开发者 ID（AppID）', en: 'App ID' },
    help: { zh: `${basics.zh}，以 wx 开头。`, en: `${basics.en}; begins with wx.` },
    kind: 'text',
    required: true,
    placeholder: 'wx…',
  },
  {
    key: 'appSecret',
    label: { zh: '开发者密码（AppSecret）', en: 'App secret' },
    help: {
      zh: '同一页面，启用后只显示一次；还要把本服务器的公网 IP 加入“IP 白名单”，否则取不到调用凭证。',
      en: 'On the same page, shown once when enabled. Add the public IP of this server to the IP allowlist there, or no access token is given.',
    },
    kind: 'secret',
    required: true,
  },
  {
    key: 'token',
    label: { zh: '令牌（Token）', en: 'Token' },
    help: {
      zh: '同一页面“服务器配置”里自己填写的 3–32 位字母或数字，两边要一致；先在这里保存，再到那里提交。',
      en: 'Chosen by you under “Server configuration” on the same page: 3–32 letters and digits, the same here and there. Save here first, then submit there.',
    },
    kind: 'secret',
    required: true,
  },
  {
    key: 'encodingAesKey',
    label: { zh: '消息加解密密钥（EncodingAESKey）', en: 'EncodingAESKey' },
    help: {
      zh: '“服务器配置”里随机生成的 43 位字符；消息加解密方式请选“安全模式”，明文推送会被拒收。',
      en: 'The 43 characters generated under “Server configuration”. Choose the secure mode there: unencrypted callbacks are refused.',
    },
    kind: 'secret',
    required: true,
  },
  {
    key: 'passiveWait',
    label: { zh: '被动回复等待（秒）', en: 'Wait for a passive reply (s)' },
    help: {
      zh: '收到消息后保持应答通道的时间，期间产生的回复直接随应答返回，不占客服消息额度；0 为立即应答。平台最多等 5 秒。',
      en: 'How long a callback stays open for an answer, which then costs no customer-service quota; 0 answers at once. The platform waits 5 s at most.',
    },
    kind: 'number',
    required: false,
    initial: 4,
    advanced: true,
  },
  {
    key: 'figures',
    label: { zh: '读取文章数据与留言', en: 'Read figures and comments of articles' },
    help: {
      zh: '需要账号有数据统计与留言接口权限。',
      en: 'Needs the data-cube and comment permissions of the account.',
    },
    kind: 'switch',
    required: false,
    initial: true,
  },
  address('apiBase', { zh: '接口地址', en: 'API address' }, 'https://api.weixin.qq.com'),
  address('openBase', { zh: '网页授权地址', en: 'Web sign-in address' }, 'https://open.weixin.qq.com'),
  address('codeBase', { zh: '二维码地址', en: 'QR code address' }, 'https://mp.weixin.qq.com'),
];

function address(key: string, label: Field['label'], initial: string): Field {
  return { key, label, kind: 'address', required: false, initial, placeholder: initial, advanced: true };
}
