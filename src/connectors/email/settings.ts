import { z } from 'zod';
import type { Both, Field } from '#modules/connections/index.ts';

const mailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,190}$/, 'an e-mail address');
const host = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9.:_-]{0,255}$/, 'the name of a server');
const tls = z.enum(['tls', 'starttls', 'none']).default('tls');
const port = (usual: number) => z.coerce.number().int().min(1).max(65_535).default(usual);

/** What the form of an e-mail connection holds. */
export const emailSettings = z.object({
  address: mailAddress,
  name: z
    .string()
    .trim()
    .max(100)
    .regex(/^\P{Cc}*$/u, 'one line')
    .default(''),
  user: z.string().trim().max(200).default(''),
  password: z.string().min(1).max(400),
  imapHost: host.default(''),
  imapPort: port(993),
  imapTls: tls,
  folder: z.string().trim().max(200).default('INBOX'),
  lists: z
    .string()
    .max(20_000)
    .default('')
    .transform((lines) =>
      lines
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    )
    .refine((lists) => lists.every((list) => mailAddress.safeParse(list).success), 'an e-mail address on each line'),
  smtpHost: host.pipe(z.string().min(1)),
  smtpPort: port(465),
  smtpTls: tls,
  subject: z
    .string()
    .trim()
    .max(200)
    .regex(/^\P{Cc}*$/u, 'one line')
    .default(''),
  unsubscribe: z.union([z.literal(''), z.url({ protocol: /^https$/ })]).default(''),
  pollSeconds: z.coerce.number().int().min(15).max(3600).default(60),
});
export type EmailSettings = z.infer<typeof emailSettings>;

const TLS_CHOICES = [
  { value: 'tls', label: { zh: '始终加密（TLS）', en: 'Encrypted from the start (TLS)' } },
  { value: 'starttls', label: { zh: '先连接后加密（STARTTLS）', en: 'Encrypted after connecting (STARTTLS)' } },
  { value: 'none', label: { zh: '不加密（仅限内网）', en: 'Not encrypted (own network only)' } },
];

const tlsField = (key: string, label: Both): Field => ({
  key,
  kind: 'choice',
  required: false,
  initial: 'tls',
  choices: TLS_CHOICES,
  label,
  advanced: true,
});
const portField = (key: string, initial: number, label: Both): Field => ({
  key,
  kind: 'number',
  required: false,
  initial,
  label,
  advanced: true,
});

// Servers are `address`: where one changes, the password must be given anew, so that nobody has it sent to a server of their own.
export const emailFields: readonly Field[] = [
  {
    key: 'address',
    kind: 'text',
    required: true,
    label: { zh: '邮箱地址', en: 'E-mail address' },
    help: { zh: '收发都用它。', en: 'Mail is sent from it and read for it.' },
    placeholder: 'hello@books.example',
  },
  { key: 'name', kind: 'text', required: false, label: { zh: '发件人名称', en: 'Sender’s name' } },
  {
    key: 'user',
    kind: 'text',
    required: false,
    label: { zh: '登录名', en: 'User name' },
    help: { zh: '与邮箱地址相同时留空。', en: 'Empty when it is the address.' },
  },
  {
    key: 'password',
    kind: 'secret',
    required: true,
    label: { zh: '密码或授权码', en: 'Password or app password' },
    help: {
      zh: 'QQ、163、Gmail 等需要在邮箱设置里开启 IMAP/SMTP 并生成授权码。',
      en: 'Gmail, QQ, 163 and others want IMAP/SMTP switched on and an app password made in their settings.',
    },
  },
  {
    key: 'smtpHost',
    kind: 'address',
    required: true,
    label: { zh: '发信服务器（SMTP）', en: 'Outgoing server (SMTP)' },
    placeholder: 'smtp.example.com',
  },
  {
    key: 'imapHost',
    kind: 'address',
    required: false,
    label: { zh: '收信服务器（IMAP）', en: 'Incoming server (IMAP)' },
    help: { zh: '只发信时留空。', en: 'Empty to send only.' },
    placeholder: 'imap.example.com',
  },
  {
    key: 'lists',
    kind: 'lines',
    required: false,
    label: { zh: '作为群的邮件地址', en: 'Addresses that are groups' },
    help: {
      zh: '每行一个；寄到这些地址的邮件算群消息。带 List-Id 的邮件列表会自动发现。其余来信算私信。',
      en: 'One a line; mail to these counts as said in a group. Mailing lists with a List-Id are found by themselves. Other mail is private.',
    },
    placeholder: 'readers@books.example',
  },
  {
    key: 'subject',
    kind: 'text',
    required: false,
    label: { zh: '默认主题', en: 'Usual subject' },
    help: {
      zh: '回信沿用原主题；卡片和文章用其标题；其余用这个，留空则用内容的第一行。',
      en: 'Answers keep the subject they answer, cards and articles have their title; the rest has this one, or its own first line.',
    },
  },
  {
    key: 'unsubscribe',
    kind: 'text',
    required: false,
    label: { zh: '退订页面', en: 'Unsubscribe page' },
    help: {
      zh: '写入 List-Unsubscribe。留空时收件人可回信“退订”，本连接会识别。',
      en: 'Goes into List-Unsubscribe. Empty: people answer “unsubscribe”, which this connection recognises.',
    },
  },
  portField('smtpPort', 465, { zh: '发信端口', en: 'Outgoing port' }),
  tlsField('smtpTls', { zh: '发信加密', en: 'Outgoing encryption' }),
  portField('imapPort', 993, { zh: '收信端口', en: 'Incoming port' }),
  tlsField('imapTls', { zh: '收信加密', en: 'Incoming encryption' }),
  {
    key: 'folder',
    kind: 'text',
    required: false,
    initial: 'INBOX',
    advanced: true,
    label: { zh: '读取的文件夹', en: 'Folder read' },
  },
  {
    key: 'pollSeconds',
    kind: 'number',
    required: false,
    initial: 60,
    advanced: true,
    label: { zh: '至少每多少秒查看一次', en: 'Seconds between looks, at most' },
    help: { zh: '服务器支持 IDLE 时新邮件立刻到达。', en: 'Where the server knows IDLE, new mail arrives at once.' },
  },
];
