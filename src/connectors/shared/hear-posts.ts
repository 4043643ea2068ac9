import type { ConnectorContext, Heard } from '#modules/connections/index.ts';

/** A post of the account itself as it stands now. `id` is that of its event; figures are totals since it was made. */
export type ShownPost = { id: string; at: string; text: string; metrics: Record<string, number> };

/**
 * Hears the posts of a page that were not told yet, and the figures of those that have others than last time. What is remembered moves on
 * only once all of it is durable.
 */
export async function hearPosts(
  context: Pick<ConnectorContext<unknown>, 'hear' | 'memory' | 'now'>,
  page: string,
  posts: readonly ShownPost[],
): Promise<void> {
  const before = JSON.parse((await context.memory.get('posts')) ?? '{}') as Record<string, string>;
  const after = Object.fromEntries(posts.map(({ id, metrics }) => [id, JSON.stringify(metrics)]));
  const version = Math.floor(context.now() / 1000);
  const heard = posts
    .filter(({ id }) => before[id] !== after[id])
    .flatMap((post) => [...(before[post.id] === undefined ? [made(post, page)] : []), figures(post, page, version)]);
  if (heard.length === 0) return;
  await context.hear(heard);
  await context.memory.set('posts', JSON.stringify(after));
}

const made = ({ id, at, text }: ShownPost, page: string): Heard => ({
  chat: page,
  event: { id, kind: 'post', member: page, at, text, bot: true },
});

const figures = ({ id, at, metrics }: ShownPost, page: string, version: number): Heard => ({
  chat: page,
  event: {
    id: `metrics:${id}`,
    kind: 'post-metrics',
    member: page,
    at,
    version,
    thread: id,
    replyTo: id,
    bot: true,
    metrics,
  },
});
