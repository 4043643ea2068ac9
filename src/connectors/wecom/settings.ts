import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';
import { aesKeyOf, type CallbackKeys, ENCODING_AES_KEY } from '../shared/wechat-crypto.ts';
import { readArchiveKeys } from './archive-key.ts';

/** The form of a WeCom connection; where each value is found is said beside it. */
export const wecomSettings = z
  .object({
    corpId: z.string().regex(/^w[wx][0-9a-zA-Z]{6,30}$/, 'begins with ww: 我的企业 → 企业信息'),
    secret: z.string().trim().min(16).max(128),
    token: z.string().regex(/^[0-9A-Za-z]{1,32}$/, '1 to 32 letters and digits'),
    encodingAesKey: z.string().regex(ENCODING_AES_KEY, '43 letters and digits'),
    sender: z.string().max(64).default(''),
    tagGroup: z.string().min(1).max(30).default('群落'),
    apiBase: z.url({ protocol: /^https?$/ }).default('https://qyapi.weixin.qq.com'),
    archiveAddress: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    archiveToken: z.string().max(200).default(''),
    archiveKeys: z.string().max(40_000).default(''),
    archiveSeconds: z.number().min(1).max(3600).default(5),
  })
  .superRefine((settings, check) => {
    if (settings.archiveAddress === '') return;
    const keys = readArchiveKeys(settings.archiveKeys);
    if (keys.size === 0)
      check.addIssue({ code: 'custom', path: ['archiveKeys'], message: 'needs at least one RSA private key (PEM)' });
  });
export type WecomSettings = z.infer<typeof wecomSettings>;

/** What callbacks are checked and read with. */
export const callbackKeys = (settings: WecomSettings): CallbackKeys => ({
  token: settings.token,
  aesKey: aesKeyOf(settings.encodingAesKey),
  receiverId: settings.corpId,
});

/** The form, in the order in which WeCom's admin console shows the values. */
export const wecomFields: readonly Field[] = [
  {
    key: 'corpId',
    label: { zh: '企业 ID', en: 'Corp ID' },
    help: {
      zh: '企业微信管理后台 → 我的企业 → 企业信息，页面最下方。',
      en: 'WeCom admin console → My company → Company information, at the bottom.',
    },
    kind: 'text',
    required: true,
    placeholder: 'ww…',
  },
  {
    key: 'secret',
    label: { zh: '应用 Secret', en: 'App secret' },
    help: {
      zh: '应用管理 → 自建应用 → Secret；并在“客户与上下游 → 客户联系 → API → 可调用接口的应用”里勾选它，再把本服务器 IP 加入应用的“企业可信 IP”。',
      en: 'App management → your own app → Secret. Also tick the app under Customers → Customer contact → API → Apps allowed to call, and add the IP of this server to the app’s trusted IPs.',
    },
    kind: 'secret',
    required: true,
  },
  {
    key: 'token',
    label: { zh: 'Token', en: 'Token' },
    help: {
      zh: '客户联系 → API → 接收事件服务器 里自己填写或随机生成；两边一致，先在这里保存再到那里提交。',
      en: 'Chosen or generated under Customer contact → API → Event server; the same here and there. Save here first, then submit there.',
    },
    kind: 'secret',
    required: true,
  },
  {
    key: 'encodingAesKey',
    label: { zh: 'EncodingAESKey', en: 'EncodingAESKey' },
    help: { zh: '同一页面生成的 43 位字符。', en: 'The 43 characters generated on the same page.' },
    kind: 'secret',
    required: true,
  },
  {
    key: 'sender',
    label: { zh: '默认发送成员', en: 'Staff member who sends' },
    help: {
      zh: '群发给客户时由谁确认发送（成员账号）；留空由客户所属成员确认。发到客户群时由群主确认。',
      en: 'Account of the staff member who confirms sends to customers; empty: whoever the customer belongs to. Sends to a group are confirmed by its owner.',
    },
    kind: 'text',
    required: false,
  },
  {
    key: 'tagGroup',
    label: { zh: '标签组', en: 'Tag group' },
    help: { zh: '新标签建在这个企业标签组里。', en: 'New tags are made in this group of company tags.' },
    kind: 'text',
    required: false,
    initial: '群落',
    advanced: true,
  },
  {
    key: 'archiveAddress',
    label: { zh: '会话存档旁路进程地址', en: 'Address of the archive side process' },
    help: {
      zh: '会话内容存档要用官方闭源库，由一个旁路进程调用；协议见 docs/connectors/wecom.md。留空则不读取群聊内容。',
      en: 'The session archive needs the platform’s closed library, run by a side process; its protocol is in docs/connectors/wecom.md. Empty: what is said in groups is not read.',
    },
    kind: 'address',
    required: false,
    placeholder: 'http://127.0.0.1:7070',
  },
  {
    key: 'archiveToken',
    label: { zh: '旁路进程口令', en: 'Token of the side process' },
    help: {
      zh: '与旁路进程约定的口令，随每个请求发送。',
      en: 'A shared secret that each request to the side process carries.',
    },
    kind: 'secret',
    required: false,
  },
  {
    key: 'archiveKeys',
    label: { zh: '会话存档私钥（PEM）', en: 'Private keys of the archive (PEM)' },
    help: {
      zh: '与“管理工具 → 会话内容存档”里公钥对应的 RSA 私钥；换过密钥就把各版本依次粘贴，第一个为版本 1，或在前面写版本号。',
      en: 'The RSA private key whose public half stands under Tools → Session archive. After a change of keys paste all of them in order: the first is version 1, or write the version in front.',
    },
    kind: 'secret',
    required: false,
  },
  {
    key: 'archiveSeconds',
    label: { zh: '存档读取间隔（秒）', en: 'Read the archive every (s)' },
    kind: 'number',
    required: false,
    initial: 5,
    advanced: true,
  },
  {
    key: 'apiBase',
    label: { zh: '接口地址', en: 'API address' },
    kind: 'address',
    required: false,
    initial: 'https://qyapi.weixin.qq.com',
    placeholder: 'https://qyapi.weixin.qq.com',
    advanced: true,
  },
];
