import { z } from 'zod';
import type { Heard } from '#modules/connections/index.ts';

const item = z.looseObject({});

/** A decrypted message of the session archive, as far as it is read. */
export const archiveMessageSchema = z.looseObject({
  msgid: z.string().min(1).max(300),
  action: z.string(),
  from: z.string().min(1).optional(),
  tolist: z.array(z.string()).default([]),
  roomid: z.string().default(''),
  msgtime: z.int().positive().optional(),
  msgtype: z.string().default(''),
  text: z.object({ content: z.string() }).optional(),
  revoke: z.object({ pre_msgid: z.string() }).optional(),
  mixed: z.object({ item: z.array(item) }).optional(),
});
export type ArchiveMessage = z.infer<typeof archiveMessageSchema>;

const CUSTOMER = /^w[mo]/;
const ROBOT = /^wb/;

/**
 * The event that an archived message is; undefined for what is no talk of customers or groups: colleagues among themselves, switched
 * companies. Customers' ids begin with wm or wo, robots' with wb; all others are staff.
 */
export function archiveHeard(message: ArchiveMessage): Heard | undefined {
  const { from, msgtime: time, roomid: room, tolist: to } = message;
  if (from === undefined || time === undefined) return undefined;
  if (room === '' && ![from, ...to].some((id) => CUSTOMER.test(id))) return undefined;
  const part = partOf(message);
  if (part === undefined) return undefined;
  return {
    ...(room === '' ? {} : { chat: room }),
    event: {
      kind: 'message',
      id: `archive:${message.msgid}`,
      member: from,
      at: new Date(time).toISOString(),
      ...(ROBOT.test(from) ? { bot: true } : CUSTOMER.test(from) ? {} : { staff: true }),
      ...(room === '' && to[0] !== undefined ? { target: to[0] } : {}),
      ...part,
    },
  };
}

function partOf(message: ArchiveMessage): Record<string, unknown> | undefined {
  if (message.action === 'recall' || message.msgtype === 'revoke') {
    const recalled = message.revoke?.pre_msgid;
    return recalled === undefined ? undefined : { id: `archive:${recalled}`, removed: 'recalled', version: 1 };
  }
  if (message.action !== 'send') return undefined;
  if (message.msgtype === 'agree' || message.msgtype === 'disagree')
    return { kind: 'system', what: message.msgtype === 'agree' ? 'archive-agreed' : 'archive-declined' };
  const text = textOf(message);
  return { ...(text === '' ? {} : { text }), ...(message.msgtype === 'text' ? {} : { media: message.msgtype }) };
}

/** The words of a message: its text, or what its parts are called. */
function textOf(message: ArchiveMessage): string {
  if (message.text !== undefined) return message.text.content;
  if (message.mixed !== undefined) return message.mixed.item.map(mixedText).filter(Boolean).join('\n');
  const body = message[message.msgtype];
  if (typeof body !== 'object' || body === null) return '';
  const parts = body as Record<string, unknown>;
  const words = [parts.title, parts.filename, parts.address, parts.description, parts.content, parts.link_url];
  return words.filter((word) => typeof word === 'string' && word !== '').join('\n');
}

/** One item of a mixed message: its content is JSON once more. */
function mixedText(part: Record<string, unknown>): string {
  if (part.type !== 'text') return '';
  try {
    return String((JSON.parse(String(part.content)) as { content?: unknown }).content ?? '');
  } catch {
    return String(part.content ?? '');
  }
}
