import { z } from 'zod';
import { hearPosts } from '../shared/hear-posts.ts';
import { type FacebookContext, GraphRefused, readGraph } from './graph-api.ts';

const counted = z.looseObject({ summary: z.looseObject({ total_count: z.number() }) });
const postSchema = z.looseObject({
  id: z.string(),
  created_time: z.string(),
  message: z.string().optional(),
  shares: z.looseObject({ count: z.number() }).optional(),
  comments: counted.optional(),
  reactions: counted.optional(),
  insights: z
    .looseObject({
      data: z.array(z.looseObject({ name: z.string(), values: z.array(z.looseObject({ value: z.unknown() })) })),
    })
    .optional(),
});
type Post = z.infer<typeof postSchema>;

const FIELDS = 'id,created_time,message,shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)';
/** Metrics that the API does not know any more make it refuse the whole question with this code. */
const UNKNOWN_METRIC = /^facebook_100(_|$)/;

/** The Page's latest 50 posts and how they did; only what changed since the last look is told. */
export async function pollPosts(context: FacebookContext): Promise<void> {
  const posts = await readPosts(context);
  await hearPosts(
    context,
    context.settings.pageId,
    posts.map((post) => ({
      id: post.id,
      at: new Date(post.created_time).toISOString(),
      text: post.message ?? '',
      metrics: metricsOf(post),
    })),
  );
}

async function readPosts(context: FacebookContext): Promise<Post[]> {
  const { pageId, insights } = context.settings;
  const read = async (fields: string): Promise<Post[]> => {
    const answer = await readGraph(context, `${pageId}/published_posts`, { fields, limit: '50' });
    return z.array(postSchema).parse(answer['data'] ?? []);
  };
  if (insights.length === 0) return read(FIELDS);
  try {
    return await read(`${FIELDS},insights.metric(${insights.join(',')}){name,values}`);
  } catch (error) {
    if (!(error instanceof GraphRefused && error.outcome.fate === 'refused' && UNKNOWN_METRIC.test(error.outcome.code)))
      throw error;
    context.log.warn({ err: error }, 'Facebook refused the post metrics that were asked for; asking without them');
    return read(FIELDS);
  }
}

/** Their names for what every platform counts. */
const OURS: Partial<Record<string, string>> = { post_media_view: 'views', post_total_media_view_unique: 'reached' };

function metricsOf(post: Post): Record<string, number> {
  const figures: [string, unknown][] = [
    ['comments', post.comments?.summary.total_count ?? 0],
    ['likes', post.reactions?.summary.total_count ?? 0],
    ['shares', post.shares?.count ?? 0],
    ...(post.insights?.data ?? []).map(({ name, values }): [string, unknown] => [OURS[name] ?? name, values[0]?.value]),
  ];
  return Object.fromEntries(figures.filter((figure): figure is [string, number] => typeof figure[1] === 'number'));
}
