import type { ConnectorContext, Content, SendOutcome, Session } from '#modules/connections/index.ts';
import type { ApiFailure, WechatApi } from '../shared/wechat-api.ts';
import { uploadPicture } from '../shared/wechat-media.ts';
import { rememberArticle } from './known-articles.ts';
import type { OfficialSettings } from './settings.ts';

type Article = Extract<Content, { kind: 'article' }>;
type Publisher = { api: WechatApi; context: ConnectorContext<OfficialSettings> };
type TaskFate = Awaited<ReturnType<NonNullable<Session['awaited']>>>;

const INLINE_MOST = 1024 * 1024;
const COVER_MOST = 10 * 1024 * 1024;
/** Addresses of pictures in the article; those already on the platform stay. */
const PICTURE = /(<img\b[^>]*?\bsrc\s*=\s*)(["'])(https?:\/\/[^"'<>\s]{1,2000})\2/gi;
const ON_PLATFORM = /^https?:\/\/mmbiz\.(?:qpic|qlogo)\.cn\//;

/**
 * Drafts an article and submits it; the platform reads it before it goes out, so that its fate is `awaiting`. The draft is remembered
 * under the delivery until its submission was answered with yes: tried again, the same draft is submitted, and a draft goes out only once.
 */
export async function publishArticle(publisher: Publisher, id: string, article: Article): Promise<SendOutcome> {
  const { api, context } = publisher;
  const key = `draft:${id}`;
  const draft = (await context.memory.get(key)) ?? (await draftArticle(publisher, article));
  if (typeof draft !== 'string') return draft;
  await context.memory.set(key, draft);
  const outcome = await api.ask('/cgi-bin/freepublish/submit', { media_id: draft });
  if (outcome.fate === 'done') {
    await context.memory.set(key, undefined);
    const { publish_id: publication, msg_data_id: articleId } = outcome.answer;
    if (articleId !== undefined) await rememberArticle(context, `${String(articleId)}_0`);
    return { fate: 'awaiting', task: `publication:${String(publication)}` };
  }
  return outcome;
}

async function draftArticle(publisher: Publisher, article: Article): Promise<string | ApiFailure> {
  const pictures = await placePictures(publisher, article.html);
  if ('fate' in pictures) return pictures;
  const cover = article.cover ?? pictures.first;
  if (cover === undefined)
    return { fate: 'refused', code: 'cover_missing', reason: 'an article needs a cover or a picture in its text' };
  const upload = { path: '/cgi-bin/material/add_material', query: { type: 'image' }, url: cover, most: COVER_MOST };
  const thumb = await uploadPicture(publisher.api, publisher.context, upload);
  if (thumb.fate !== 'done') return thumb;
  const draft = await publisher.api.ask(
    '/cgi-bin/draft/add',
    {
      articles: [
        {
          article_type: 'news',
          title: article.title,
          author: article.author,
          digest: article.digest,
          content: pictures.html,
          content_source_url: article.source ?? '',
          thumb_media_id: String(thumb.answer.media_id),
          need_open_comment: 1,
        },
      ],
    },
    // A draft that was made and not heard of stays among the drafts and is seen by nobody.
    { repeatable: true },
  );
  return draft.fate === 'done' ? String(draft.answer.media_id) : draft;
}

/** Hands the pictures of a text to the platform, which shows no others; `first` is where the first one came from. */
async function placePictures(
  publisher: Publisher,
  html: string,
): Promise<{ html: string; first: string | undefined } | ApiFailure> {
  const found = [...new Set(Array.from(html.matchAll(PICTURE), ([, , , url]) => url!))];
  const placed = new Map<string, string>();
  for (const url of found.filter((each) => !ON_PLATFORM.test(each))) {
    const upload = { path: '/cgi-bin/media/uploadimg', url: url.replaceAll('&amp;', '&'), most: INLINE_MOST };
    const outcome = await uploadPicture(publisher.api, publisher.context, upload);
    if (outcome.fate !== 'done') return outcome;
    placed.set(url, String(outcome.answer.url));
  }
  const first = found[0]?.replaceAll('&amp;', '&');
  return {
    html: html.replace(
      PICTURE,
      (_all, before: string, quote: string, url: string) => `${before}${quote}${placed.get(url) ?? url}${quote}`,
    ),
    first,
  };
}

const FAILED: Readonly<Record<number, string>> = { 2: 'original_rejected', 3: 'publish_failed', 4: 'content_rejected' };

/** What became of a submitted article. 5 and 6 were published, and taken away afterwards. */
export async function publicationFate(api: WechatApi, task: string): Promise<TaskFate> {
  const publication = /^publication:(.+)$/.exec(task)?.[1];
  if (publication === undefined) return { fate: 'refused', code: 'no_such_task', reason: `${task} is no publication` };
  const outcome = await api.ask('/cgi-bin/freepublish/get', { publish_id: publication }, { repeatable: true });
  if (outcome.fate !== 'done') return outcome;
  const { publish_status: status, article_id: article, fail_idx: failed } = outcome.answer;
  if (status === 1) return { fate: 'waiting' };
  const code = FAILED[Number(status)];
  if (code !== undefined)
    return { fate: 'refused', code, reason: `the platform answered ${String(status)} ${JSON.stringify(failed ?? [])}` };
  return { fate: 'sent', ...(typeof article === 'string' ? { id: article } : {}) };
}
