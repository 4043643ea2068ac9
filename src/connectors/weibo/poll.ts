import { z } from 'zod';
import type { Heard } from '#modules/connections/index.ts';
import { hearPosts } from '../shared/hear-posts.ts';
import { readWeibo, type WeiboContext } from './weibo-api.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const user = z.looseObject({ id, screen_name: z.string().optional() });
const statusSchema = z.looseObject({
  idstr: z.string().optional(),
  id,
  created_at: z.string(),
  text: z.string().default(''),
  user: user.optional(),
  comments_count: z.number().optional(),
  reposts_count: z.number().optional(),
  attitudes_count: z.number().optional(),
});
const commentSchema = z.looseObject({
  idstr: z.string().optional(),
  id,
  created_at: z.string(),
  text: z.string().default(''),
  user,
  status: statusSchema.optional(),
  reply_comment: z.looseObject({ idstr: z.string().optional(), id }).optional(),
});
type Status = z.infer<typeof statusSchema>;
type Comment = z.infer<typeof commentSchema>;

/** How a status and a comment are called among our events. Answering a comment needs both numbers. */
export const statusId = (status: string): string => `s:${status}`;
export const commentId = (status: string, comment: string): string => `c:${status}:${comment}`;

const exactId = (thing: { idstr?: string; id: string }): string => thing.idstr ?? thing.id;
const byNumber = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : 1);
const at = (time: string): string => new Date(time).toISOString();

/** Pages of 50 are read until one is not full. The platform gives out the latest 2,000 and no more. */
const PAGE = 50;
const MOST_PAGES = 40;

/** Comments on the account's posts since the last look: the cursor moves only once they are durable. */
export const pollComments = (context: WeiboContext): Promise<void> =>
  pollSince(context, '/2/comments/to_me.json', 'comments', commentSchema, (comment) =>
    commentHeard(comment, context.settings.uid),
  );

/** Posts and comments that name the account. */
export async function pollMentions(context: WeiboContext): Promise<void> {
  const { uid } = context.settings;
  await pollSince(context, '/2/statuses/mentions.json', 'statuses', statusSchema, (status) =>
    mentionHeard(status, uid),
  );
  await pollSince(context, '/2/comments/mentions.json', 'comments', commentSchema, (comment) => naming(comment, uid));
}

/** One comment that names the account; undefined where it is gone. */
export async function findComment(context: WeiboContext, cid: string): Promise<Heard | undefined> {
  const answer = await readWeibo(context, '/2/comments/show_batch.json', { cids: cid });
  const found = z
    .array(commentSchema)
    .parse(answer['comments'] ?? [])
    .at(0);
  return found === undefined ? undefined : naming(found, context.settings.uid);
}

function naming(comment: Comment, uid: string): Heard {
  const { chat, event } = commentHeard(comment, uid);
  return { chat, event: { ...event, mentions: [uid] } };
}

async function pollSince<Item extends { idstr?: string; id: string }>(
  context: WeiboContext,
  path: string,
  list: string,
  schema: z.ZodType<Item>,
  heardOf: (item: Item) => Heard,
): Promise<void> {
  const key = `since ${path}`;
  const since = await context.memory.get(key);
  const items: Item[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = { count: String(PAGE), page: String(page), since_id: since ?? '0' };
    const found = z.array(schema).parse((await readWeibo(context, path, query))[list] ?? []);
    // What was there before the connection is history: it comes by import, and nothing answers it.
    if (since === undefined) return context.memory.set(key, found.map(exactId).sort(byNumber).at(-1) ?? '0');
    items.push(...found);
    if (found.length < PAGE) break;
  }
  if (items.length === 0) return;
  // Oldest first, as it was written.
  items.sort((a, b) => byNumber(exactId(a), exactId(b)));
  await context.hear(items.map(heardOf));
  await context.memory.set(key, exactId(items.at(-1)!));
}

function commentHeard(comment: Comment, uid: string): Heard {
  const status = comment.status === undefined ? '' : exactId(comment.status);
  const answered = comment.reply_comment;
  return {
    chat: uid,
    event: {
      id: commentId(status, exactId(comment)),
      kind: 'reply',
      comment: true,
      member: comment.user.id,
      ...(comment.user.screen_name !== undefined && { name: comment.user.screen_name }),
      at: at(comment.created_at),
      text: comment.text,
      thread: statusId(status),
      replyTo: answered === undefined ? statusId(status) : commentId(status, exactId(answered)),
      ...(comment.user.id === uid && { bot: true }),
    },
  };
}

function mentionHeard(status: Status, uid: string): Heard {
  const { user } = status;
  return {
    chat: uid,
    event: {
      id: statusId(exactId(status)),
      kind: 'message',
      member: user?.id ?? 'unknown',
      ...(user?.screen_name !== undefined && { name: user.screen_name }),
      at: at(status.created_at),
      text: status.text,
      mentions: [uid],
      ...(user?.id === uid && { bot: true }),
    },
  };
}

/** The account's latest 50 posts and how they did; only what changed since the last look is told. */
export async function pollPosts(context: WeiboContext): Promise<void> {
  const { uid } = context.settings;
  const answer = await readWeibo(context, '/2/statuses/user_timeline.json', { uid, count: '50' });
  const posts = z.array(statusSchema).parse(answer['statuses'] ?? []);
  await hearPosts(
    context,
    uid,
    posts.map((post) => ({
      id: statusId(exactId(post)),
      at: at(post.created_at),
      text: post.text,
      metrics: {
        comments: post.comments_count ?? 0,
        shares: post.reposts_count ?? 0,
        likes: post.attitudes_count ?? 0,
      },
    })),
  );
}
