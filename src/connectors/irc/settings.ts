import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

/** Of one channel to be in. */
export type WantedChannel = { name: string; key?: string };

const NICK = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]{0,29}$/;
// oxlint-disable-next-line no-control-regex -- a channel may hold neither NUL nor the bell
const CHANNEL = /^[#&+!][^\s,\u0007\0]{1,199}$/u;

const PORTS: Record<string, number> = { 'irc:': 6667, 'ircs:': 6697 };

/** `irc://host:port`, `ircs://host:port`, or a host alone, which is spoken to over TLS. */
const server = z
  .string()
  .trim()
  .transform((text, context) => {
    const address = /^[a-z]+:\/\//i.test(text) ? text : `ircs://${text}`;
    // Hosts of schemes that it does not know are not read by URL.
    const parsed = URL.canParse(address) ? new URL(address) : undefined;
    const web = parsed && PORTS[parsed.protocol] ? new URL(address.replace(/^[a-z]+:/i, 'http:')) : undefined;
    if (!parsed || !web || web.hostname === '' || web.username !== '' || web.password !== '') {
      context.addIssue({ code: 'custom', message: 'is no address like ircs://irc.libera.chat:6697' });
      return z.NEVER;
    }
    return {
      host: web.hostname.replace(/^\[|\]$/g, ''),
      port: parsed.port ? Number(parsed.port) : PORTS[parsed.protocol]!,
      tls: parsed.protocol === 'ircs:',
    };
  });

const channels = z.string().transform((text, context): WantedChannel[] => {
  const wanted = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [name = '', key] = line.split(/\s+/);
      return { name: CHANNEL.test(name) ? name : `#${name}`, ...(key !== undefined && { key }) };
    });
  for (const { name } of wanted)
    if (!CHANNEL.test(name)) context.addIssue({ code: 'custom', message: `${name} is no name of a channel` });
  if (wanted.length === 0) context.addIssue({ code: 'custom', message: 'names no channel' });
  if (wanted.length > 100) context.addIssue({ code: 'custom', message: 'names more than 100 channels' });
  return wanted;
});

const oneLine = z
  .string()
  .max(400)
  .regex(/^[^\r\n\0]*$/u, 'has line breaks');
const word = oneLine.regex(/^\S*$/, 'has spaces');

export const ircSettingsSchema = z
  .object({
    server,
    nick: z.string().regex(NICK, 'is no nick: letters, digits and - _ [ ] \\ ` ^ { | }, not a digit first'),
    channels,
    network: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]{0,60}$/, 'is no name of a network')
      .default(''),
    realName: oneLine.default('Qunluo'),
    login: z.enum(['none', 'sasl', 'nickserv']).default('none'),
    account: word.default(''),
    password: oneLine.default(''),
    serverPassword: oneLine.default(''),
    verifyTls: z.boolean().default(true),
    pingSeconds: z.number().min(1).max(600).default(30),
    silenceSeconds: z.number().min(2).max(1200).default(90),
    burst: z.int().min(1).max(100_000).default(5),
    lineSeconds: z.number().min(0).max(60).default(2),
  })
  .refine(({ login, password }) => login === 'none' || password !== '', {
    path: ['password'],
    message: 'is needed to log in',
  })
  .transform(({ network, ...settings }) => ({ ...settings, network: (network || settings.server.host).toLowerCase() }));
export type IrcSettings = z.infer<typeof ircSettingsSchema>;

export const IRC_FIELDS: readonly Field[] = [
  {
    key: 'server',
    kind: 'address',
    required: true,
    label: { zh: '服务器', en: 'Server' },
    help: {
      zh: '例如 ircs://irc.libera.chat:6697；irc:// 不加密。',
      en: 'Like ircs://irc.libera.chat:6697; irc:// is not encrypted.',
    },
    placeholder: 'ircs://irc.libera.chat:6697',
  },
  {
    key: 'nick',
    kind: 'text',
    required: true,
    label: { zh: '昵称', en: 'Nick' },
    help: {
      zh: '机器人在频道里的名字；被占用时会加下划线，并稍后取回。',
      en: 'What the bot is called; with underscores while it is taken, and taken back later.',
    },
    placeholder: 'qunluo',
  },
  {
    key: 'channels',
    kind: 'lines',
    required: true,
    label: { zh: '频道', en: 'Channels' },
    help: { zh: '每行一个；需要密钥的写在空格之后。', en: 'One a line; a key, where it needs one, after a space.' },
    placeholder: '#books',
  },
  {
    key: 'login',
    kind: 'choice',
    required: false,
    initial: 'none',
    label: { zh: '登录', en: 'Log in' },
    choices: [
      { value: 'none', label: { zh: '不登录', en: 'Not at all' } },
      { value: 'sasl', label: { zh: 'SASL（推荐）', en: 'SASL (recommended)' } },
      { value: 'nickserv', label: { zh: 'NickServ', en: 'NickServ' } },
    ],
  },
  {
    key: 'account',
    kind: 'text',
    required: false,
    label: { zh: '账号', en: 'Account' },
    help: { zh: '不填则用昵称。', en: 'The nick unless given.' },
  },
  { key: 'password', kind: 'secret', required: false, label: { zh: '账号密码', en: 'Password of the account' } },
  {
    key: 'serverPassword',
    kind: 'secret',
    required: false,
    advanced: true,
    label: { zh: '服务器密码', en: 'Password of the server' },
    help: { zh: '只有私有服务器才需要。', en: 'Only private servers ask for one.' },
  },
  {
    key: 'network',
    kind: 'text',
    required: false,
    advanced: true,
    label: { zh: '网络名称', en: 'Network' },
    help: {
      zh: '同一网络的昵称和频道才是同一个；默认用服务器的主机名。',
      en: 'Nicks and channels are the same only on one network; the host of the server unless given.',
    },
  },
  {
    key: 'realName',
    kind: 'text',
    required: false,
    advanced: true,
    initial: 'Qunluo',
    label: { zh: '真实姓名', en: 'Real name' },
    help: { zh: '别人用 WHOIS 查看机器人时看到的文字。', en: 'What others see who look the bot up with WHOIS.' },
  },
  {
    key: 'verifyTls',
    kind: 'switch',
    required: false,
    advanced: true,
    initial: true,
    label: { zh: '验证服务器证书', en: "Check the server's certificate" },
  },
  {
    key: 'pingSeconds',
    kind: 'number',
    required: false,
    advanced: true,
    initial: 30,
    label: { zh: '心跳间隔（秒）', en: 'Seconds between pings' },
  },
  {
    key: 'silenceSeconds',
    kind: 'number',
    required: false,
    advanced: true,
    initial: 90,
    label: { zh: '静默多久算断线（秒）', en: 'Seconds of silence after which it is lost' },
  },
  {
    key: 'burst',
    kind: 'number',
    required: false,
    advanced: true,
    initial: 5,
    label: { zh: '可连续发送的行数', en: 'Lines sent at once' },
    help: {
      zh: '服务器会断开刷屏者；自己的服务器可以放宽。',
      en: 'Servers throw out who floods them; your own may take more.',
    },
  },
  {
    key: 'lineSeconds',
    kind: 'number',
    required: false,
    advanced: true,
    initial: 2,
    label: { zh: '此后每行间隔（秒）', en: 'Seconds between lines after that' },
  },
];
