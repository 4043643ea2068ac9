import { z } from 'zod';
import type { ConnectorContext, Heard } from '#modules/connections/index.ts';
import type { WechatApi } from '../shared/wechat-api.ts';
import { pollAnswer } from './article-figures.ts';
import { keepArticles, knownArticles } from './known-articles.ts';
import type { OfficialSettings } from './settings.ts';

const PAGE = 50;
const MOST_PAGES = 20;
/** Articles younger than this are asked about each time, older ones once an hour: the platform counts what it is asked. */
const YOUNG_MS = 3 * 86_400_000;
const OFTEN_MS = 600_000;
const TIMES_AN_HOUR = 6;

const commentsSchema = z.object({
  total: z.int().nonnegative().default(0),
  comment: z
    .array(
      z.object({
        user_comment_id: z.union([z.number(), z.string()]).transform(String),
        openid: z.string().min(1).optional(),
        create_time: z.int().positive(),
        content: z.string(),
        comment_type: z.int().default(0),
        reply: z.object({ content: z.string(), create_time: z.int().positive() }).optional(),
      }),
    )
    .default([]),
});
type Comment = z.infer<typeof commentsSchema>['comment'][number];

/** Hears the comments of the known articles, those that have more than when they were read last. Called every ten minutes. */
export async function hearComments(api: WechatApi, context: ConnectorContext<OfficialSettings>): Promise<void> {
  const articles = await knownArticles(context);
  const isHour = Math.floor(context.now() / OFTEN_MS) % TIMES_AN_HOUR === 0;
  let changed = false;
  for (const [id, known] of articles) {
    if (!isHour && known.seen < context.now() - YOUNG_MS) continue;
    const read = await readComments(api, id, known.comments ?? 0);
    if (read === undefined) continue;
    const heard = read.comments.flatMap((comment) => eventsOf(id, comment, context.settings.appId));
    if (heard.length > 0) await context.hear(heard);
    articles.set(id, { ...known, comments: read.total });
    changed = true;
  }
  if (changed) await keepArticles(context, articles);
}

/** All comments of an article; undefined where there are no more than were known, or the account may not read them. */
async function readComments(
  api: WechatApi,
  id: string,
  known: number,
): Promise<{ total: number; comments: Comment[] } | undefined> {
  const [article, index] = id.split('_');
  const comments: Comment[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const body = { msg_data_id: Number(article), index: Number(index), begin: page * PAGE, count: PAGE, type: 0 };
    const answer = pollAnswer(await api.ask('/cgi-bin/comment/list', body, { repeatable: true }));
    if (answer === undefined) return undefined;
    const { total, comment } = commentsSchema.parse(answer);
    if (total <= known) return undefined;
    comments.push(...comment);
    if (comments.length >= total || comment.length === 0) return { total, comments };
  }
  return { total: comments.length, comments };
}

/** A comment and the account's answer to it. Comments of people without a WeChat identity carry nobody and are left out. */
function eventsOf(article: string, comment: Comment, account: string): Heard[] {
  if (comment.openid === undefined) return [];
  const id = `comment:${article}:${comment.user_comment_id}`;
  const shared = { kind: 'reply', comment: true, thread: `article:${article}` };
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  const said: Heard = {
    event: {
      ...shared,
      id,
      member: comment.openid,
      at: at(comment.create_time),
      text: comment.content,
      replyTo: `article:${article}`,
      featured: comment.comment_type === 1,
    },
  };
  if (comment.reply === undefined) return [said];
  const { content, create_time: seconds } = comment.reply;
  return [
    said,
    {
      event: { ...shared, id: `${id}:reply`, member: account, bot: true, at: at(seconds), text: content, replyTo: id },
    },
  ];
}
