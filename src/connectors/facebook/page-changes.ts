import { z } from 'zod';
import type { Heard } from '#modules/connections/index.ts';

const id = z.union([z.string(), z.number()]).transform(String);

/** One change of a Page's feed, or a mention of the Page elsewhere. */
export const changeSchema = z.looseObject({
  field: z.string(),
  value: z.looseObject({
    item: z.string().optional(),
    verb: z.string().optional(),
    from: z.looseObject({ id, name: z.string().optional() }).optional(),
    sender_id: id.optional(),
    sender_name: z.string().optional(),
    post_id: id.optional(),
    comment_id: id.optional(),
    parent_id: id.optional(),
    message: z.string().optional(),
    reaction_type: z.string().optional(),
    created_time: z.number().optional(),
    link: z.string().optional(),
  }),
});
export type Change = z.infer<typeof changeSchema>;
type Value = Change['value'];

/** Kinds of post on a Page's feed. */
const POSTS = new Set(['status', 'post', 'photo', 'video', 'share', 'link', 'note', 'event', 'album', 'reel']);
/** Verbs after which it is no longer to be seen; `unhide` brings it back as an edit would. */
const GONE = new Set(['remove', 'delete', 'hide', 'block']);

/**
 * A change as an event; undefined for what is none. `time` is the entry's, in seconds: it orders an edit or removal behind what it
 * changes, also when they come the other way round.
 */
export function changeHeard({ field, value }: Change, pageId: string, time: number): Heard | undefined {
  const member = value.from?.id ?? value.sender_id;
  if (member === undefined) return undefined;
  const name = value.from?.name ?? value.sender_name;
  const about = {
    member,
    at: new Date((value.created_time ?? time) * 1000).toISOString(),
    ...(name !== undefined && { name }),
    ...(member === pageId && { bot: true }),
    ...versionOf(value.verb, time),
  };
  const event = field === 'mention' ? mention(value, about, pageId) : field === 'feed' ? feed(value, about) : undefined;
  return event && { chat: pageId, event };
}

type About = { member: string; at: string; name?: string; bot?: boolean; version?: number; removed?: string };

function versionOf(verb: string | undefined, time: number): { version?: number; removed?: string } {
  if (verb === undefined || verb === 'add') return {};
  return { version: time, ...(GONE.has(verb) && { removed: verb }) };
}

function feed(value: Value, about: About): Heard['event'] | undefined {
  const { item = '', post_id: post } = value;
  if (item === 'comment') return comment(value, about);
  if (item === 'reaction' || item === 'like') return reaction(value, about);
  if (!POSTS.has(item) || post === undefined) return undefined;
  return { ...about, id: post, kind: 'post', ...words(value) };
}

const words = ({ message, link }: Value): { text?: string; link?: string } => ({
  ...(message !== undefined && { text: message }),
  ...(link !== undefined && { link }),
});

function comment(value: Value, about: About): Heard['event'] | undefined {
  const { comment_id: id, post_id: post, parent_id: parent } = value;
  if (id === undefined) return undefined;
  const replyTo = parent ?? post;
  return {
    ...about,
    id,
    kind: 'reply',
    comment: true,
    ...words(value),
    ...(post !== undefined && { thread: post }),
    ...(replyTo !== undefined && { replyTo }),
  };
}

/** A person has one reaction to a thing: changing it is an edit, taking it back a removal. */
function reaction(value: Value, about: About): Heard['event'] | undefined {
  const to = value.comment_id ?? value.post_id ?? value.parent_id;
  if (to === undefined) return undefined;
  return {
    ...about,
    id: `r:${to}:${about.member}`,
    kind: 'reaction',
    replyTo: to,
    reaction: value.reaction_type ?? 'like',
    ...(value.post_id !== undefined && { thread: value.post_id }),
  };
}

function mention(value: Value, about: About, pageId: string): Heard['event'] | undefined {
  const id = value.comment_id ?? value.post_id;
  if (id === undefined) return undefined;
  return { ...about, id, kind: 'message', mentions: [pageId], ...words(value) };
}
