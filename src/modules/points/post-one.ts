import { coalescerBy } from '#platform/coalescer/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { checkPost, outcomesOf, type PointsOutcome, type PointsPost, postLists, postPoints } from './post-points.ts';

/** Posts one transaction of points in a transaction of its own; many callers at the same time share one. */
export type PostOne = (workspaceId: string, post: PointsPost) => Promise<PointsOutcome>;

const POSTS_AT_ONCE = 500;
const POSTS_WAITING = 50_000;
/** A batch is worked on by one of PostgreSQL's processes. */
const RUNS_AT_ONCE = 2;
const IDLE_WORKSPACES = 100;

/**
 * Posts that come at the same time share one statement and one commit; each gets its own answer. `postsAtOnce` 1 with many
 * `runsAtOnce` gives each its own transaction, as callers without a coalescer would have.
 */
export function createPostOne(
  database: Database,
  { postsAtOnce = POSTS_AT_ONCE, runsAtOnce = RUNS_AT_ONCE }: { postsAtOnce?: number; runsAtOnce?: number } = {},
): PostOne {
  const post = coalescerBy({
    most: IDLE_WORKSPACES,
    idOf: (workspaceId: string) => workspaceId,
    options: (workspaceId) => ({
      maxBatch: postsAtOnce,
      concurrency: runsAtOnce,
      maxPending: POSTS_WAITING,
      run: (posts: readonly PointsPost[]) => postTogether(database, workspaceId, posts),
    }),
  });
  return async (workspaceId, one) => {
    checkPost(one);
    return post(workspaceId, one);
  };
}

async function postTogether(
  database: Database,
  workspaceId: string,
  posts: readonly PointsPost[],
): Promise<(PointsOutcome | Error)[]> {
  try {
    const answers = await database.callInWorkspace<Parameters<typeof outcomesOf>[0]>(
      workspaceId,
      'qunluo_post_points',
      postLists(posts),
    );
    return outcomesOf(answers);
  } catch (error) {
    // What PostgreSQL refuses of one must not fail those that happened to come at the same time.
    if (posts.length === 1) throw error;
    const answers: (PointsOutcome | Error)[] = [];
    for (const post of posts)
      answers.push(
        await database
          .inWorkspace(workspaceId, async (tx) => (await postPoints(tx, [post]))[0]!)
          .catch((own: Error) => own),
      );
    return answers;
  }
}
