import { z } from 'zod';
import type { Heard } from '#modules/connections/index.ts';

const id = z.union([z.string(), z.number()]).transform(String);

/** One thing that happened in Messenger between a person and the Page. */
export const messagingSchema = z.looseObject({
  sender: z.looseObject({ id }),
  recipient: z.looseObject({ id }).optional(),
  timestamp: z.number(),
  message: z
    .looseObject({
      mid: z.string(),
      text: z.string().optional(),
      is_echo: z.boolean().optional(),
      is_deleted: z.boolean().optional(),
      attachments: z.array(z.looseObject({ type: z.string() })).optional(),
      reply_to: z.looseObject({ mid: z.string().optional() }).optional(),
      quick_reply: z.looseObject({ payload: z.string() }).optional(),
    })
    .optional(),
  message_edit: z.looseObject({ mid: z.string(), text: z.string(), num_edit: z.number().optional() }).optional(),
  postback: z
    .looseObject({ mid: z.string().optional(), title: z.string().optional(), payload: z.string().optional() })
    .optional(),
  reaction: z
    .looseObject({ mid: z.string(), action: z.string(), reaction: z.string().optional(), emoji: z.string().optional() })
    .optional(),
  referral: z.looseObject({ ref: z.string().optional(), source: z.string().optional() }).optional(),
});
export type Messaging = z.infer<typeof messagingSchema>;

/** A thing of Messenger as an event without a chat; undefined for receipts (delivery, read) and what is not known. */
export function messagingHeard(messaging: Messaging, pageId: string): Heard | undefined {
  const { sender, timestamp } = messaging;
  const about = {
    member: sender.id,
    at: new Date(timestamp).toISOString(),
    ...(sender.id === pageId && { bot: true }),
  };
  const event = message(messaging, about) ?? touch(messaging, about);
  return event && { event };
}

type About = { member: string; at: string; bot?: boolean };

function message(
  { message: said, message_edit: edit, timestamp }: Messaging,
  about: About,
): Heard['event'] | undefined {
  if (edit !== undefined)
    return {
      ...about,
      id: edit.mid,
      kind: 'message',
      text: edit.text,
      version: edit.num_edit ?? Math.floor(timestamp / 1000),
    };
  if (said === undefined) return undefined;
  const { reply_to: answered, attachments = [] } = said;
  return {
    ...about,
    id: said.mid,
    kind: 'message',
    ...(said.text !== undefined && { text: said.text }),
    ...(said.is_echo === true && { bot: true }),
    ...(said.is_deleted === true && { removed: 'deleted', version: Math.floor(timestamp / 1000) }),
    ...(answered?.mid !== undefined && { replyTo: answered.mid }),
    ...(attachments.length > 0 && { media: attachments.map(({ type }) => type).join(',') }),
    ...(said.quick_reply !== undefined && { key: said.quick_reply.payload }),
  };
}

function touch({ postback, reaction, referral, timestamp }: Messaging, about: About): Heard['event'] | undefined {
  if (reaction !== undefined) {
    const back = reaction.action === 'unreact';
    return {
      ...about,
      id: `r:${reaction.mid}:${about.member}`,
      kind: 'reaction',
      replyTo: reaction.mid,
      reaction: reaction.emoji ?? reaction.reaction ?? 'other',
      version: Math.floor(timestamp / 1000),
      ...(back && { removed: 'unreact' }),
    };
  }
  const moment = `${about.member}:${timestamp}`;
  if (postback !== undefined)
    return {
      ...about,
      id: postback.mid ?? `pb:${moment}`,
      kind: 'click',
      via: 'menu',
      ...(postback.payload !== undefined && { menu: postback.payload }),
    };
  if (referral === undefined) return undefined;
  return {
    ...about,
    id: `rf:${moment}`,
    kind: 'click',
    via: 'referral',
    ...(referral.ref !== undefined && { channelCode: referral.ref }),
  };
}
