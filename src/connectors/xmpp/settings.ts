import { z } from 'zod';
import type { Field } from '#modules/connections/index.ts';

const JID = /^[^\s@/"'<>&]{1,200}@[^\s@/"'<>&]{1,200}$/;

const rooms = z
  .string()
  .transform((text) => [
    ...new Set(
      text
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map((room) => room.toLowerCase()),
    ),
  ])
  .refine((list) => list.length > 0 && list.length <= 500, 'at least one room, at most 500')
  .refine((list) => list.every((room) => JID.test(room)), 'a room looks like name@conference.example.org');

/** What the form of an XMPP connection holds. */
export const xmppSettings = z.object({
  jid: z.string().regex(JID, 'an account looks like name@example.org'),
  password: z.string().min(1).max(500),
  rooms,
  nick: z.string().trim().min(1).max(60).default('Qunluo'),
  service: z.union([z.literal(''), z.string().regex(/^(xmpps?|wss?):\/\/[^\s/]+(\/\S*)?$/)]).default(''),
  leftAfterSeconds: z.number().min(0).max(3600).default(60),
  pingSeconds: z.number().min(0.1).max(600).default(60),
  silenceSeconds: z.number().min(0.1).max(120).default(15),
});
export type XmppSettings = z.infer<typeof xmppSettings>;

export const xmppFields: readonly Field[] = [
  {
    key: 'jid',
    label: { zh: '账号（JID）', en: 'Account (JID)' },
    kind: 'text',
    required: true,
    placeholder: 'bot@example.org',
  },
  { key: 'password', label: { zh: '密码', en: 'Password' }, kind: 'secret', required: true },
  {
    key: 'rooms',
    label: { zh: '房间', en: 'Rooms' },
    help: { zh: '每行一个', en: 'One a line' },
    kind: 'lines',
    required: true,
    placeholder: 'books@conference.example.org',
  },
  {
    key: 'nick',
    label: { zh: '房间里的昵称', en: 'Nickname in the rooms' },
    kind: 'text',
    required: false,
    initial: 'Qunluo',
  },
  {
    key: 'service',
    label: { zh: '服务器地址', en: 'Address of the server' },
    help: {
      zh: '留空则按域名查找；例如 xmpp://example.org:5222 或 wss://example.org/xmpp-websocket',
      en: 'Empty: found by the domain. xmpp://example.org:5222, say, or wss://example.org/xmpp-websocket',
    },
    kind: 'address',
    required: false,
    advanced: true,
  },
  {
    key: 'leftAfterSeconds',
    label: { zh: '离开多久算退群（秒）', en: 'Gone for so long is left (seconds)' },
    help: {
      zh: '网络抖动后马上回来的人不算退群又进群；房间的正式成员下线从不算退群',
      en: 'Who is back at once did not leave and join; registered members of a room never leave by going offline',
    },
    kind: 'number',
    required: false,
    initial: 60,
    advanced: true,
  },
  {
    key: 'pingSeconds',
    label: { zh: '心跳间隔（秒）', en: 'Ping every (seconds)' },
    kind: 'number',
    required: false,
    initial: 60,
    advanced: true,
  },
  {
    key: 'silenceSeconds',
    label: { zh: '多久不答算断线（秒）', en: 'Silent for so long is gone (seconds)' },
    kind: 'number',
    required: false,
    initial: 15,
    advanced: true,
  },
];
