import { sql } from 'kysely';
import { BadInput } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Most points that one transaction moves. */
export const MOST_POINTS = 1_000_000_000;

/**
 * - grant: issued to a member; - spend: redeemed by a member; - add, deduct: an adjustment by hand, up or down.
 */
export type PostKind = 'grant' | 'spend' | 'add' | 'deduct';

/** Why points moved: `kind` in snake case (rule, award, check_in, order …), `id` of what caused it, and words for people. */
export type PointsCause = { kind: string; id?: string | undefined; note?: string | undefined };

/** One transaction of points to be posted. */
export type PointsPost = {
  /** Of the community: a second post with the same key is answered with the first. At most 200 characters. */
  key: string;
  communityId: string;
  /** Any member of the person. */
  memberId: string;
  kind: PostKind;
  /** Whole, from 1 to a billion. */
  amount: number;
  /** Growth value that comes with it, by the rule that granted it; 0 unless told. */
  growth?: number | undefined;
  cause: PointsCause;
  /** When what it is for happened, milliseconds; says its day, its month's budget and when it expires. */
  at: number;
  /** Milliseconds; null: never; absent: as the community's settings say. Of grants and additions. */
  expiresAt?: number | null | undefined;
  /** The operator who did it. */
  by?: string | undefined;
};

/**
 * - posted; - repeat: it was posted before, nothing happened now; - insufficient: the person has less; - over-budget: the
 *   month's budget has less; - no-member: the community has no such member; - key-used: the key belongs to another post.
 */
export type PointsState = 'posted' | 'repeat' | 'insufficient' | 'over-budget' | 'no-member' | 'key-used';

/** What became of a post; `balance` is the person's after it. `transactionId` where there is one, be it from before. */
export type PointsOutcome = { state: PointsState; transactionId?: string | undefined; balance: number };

type Answer = { s: PointsState; t: string | null; b: number };

/** BadInput for an amount, a key or a cause that no ledger takes. */
export function checkPost({ amount, key, cause, growth = 0 }: PointsPost): void {
  const faults = [
    ...(Number.isSafeInteger(amount) && amount > 0 && amount <= MOST_POINTS
      ? []
      : [{ where: 'amount', what: `is not a whole number from 1 to ${MOST_POINTS}` }]),
    ...(Number.isSafeInteger(growth) && Math.abs(growth) <= MOST_POINTS
      ? []
      : [{ where: 'growth', what: 'is not a whole number' }]),
    ...(key !== '' && key.length <= 200 ? [] : [{ where: 'key', what: 'is empty or longer than 200 characters' }]),
    ...(cause.kind !== '' && cause.kind.length <= 40 ? [] : [{ where: 'cause', what: 'has no kind' }]),
  ];
  if (faults.length > 0) throw new BadInput('these points cannot be posted', faults, 'bad_points');
}

/** What `qunluo_post_points` takes: what belongs to one post stands at the same place of each list. */
export const postLists = (posts: readonly PointsPost[]) => [
  posts.map(() => newId()),
  posts.map(({ key }) => key),
  posts.map(({ communityId }) => communityId),
  posts.map(({ memberId }) => memberId),
  posts.map(({ kind }) => kind),
  posts.map(({ amount }) => amount),
  posts.map(({ growth }) => growth ?? 0),
  posts.map(({ cause }) => cause.kind),
  posts.map(({ cause }) => cause.id ?? ''),
  posts.map(({ cause }) => (cause.note ?? '').slice(0, 500)),
  posts.map(({ at }) => new Date(at).toISOString()),
  posts.map(({ expiresAt }) => expiryText(expiresAt)),
  posts.map(({ by }) => by ?? null),
];

/** Null: as the settings say. */
function expiryText(expiresAt: PointsPost['expiresAt']): string | null {
  if (expiresAt === undefined) return null;
  return expiresAt === null ? 'infinity' : new Date(expiresAt).toISOString();
}

export const outcomesOf = (answers: readonly Answer[]): PointsOutcome[] =>
  answers.map(({ s, t, b }) => ({ state: s, ...(t !== null && { transactionId: t }), balance: b }));

/**
 * Posts transactions of points in one statement, in their order, and answers each in that order: one that is refused
 * refuses nobody else. Locks the accounts until the transaction ends. BadInput where an amount is no whole number above 0.
 */
export async function postPoints(tx: Tx, posts: readonly PointsPost[]): Promise<PointsOutcome[]> {
  if (posts.length === 0) return [];
  for (const post of posts) checkPost(post);
  const lists = sql.join(postLists(posts).map((list) => sql`${list}`));
  const { rows } = await sql<{ answers: Answer[] }>`SELECT qunluo_post_points(${lists}) AS answers`.execute(tx);
  return outcomesOf(rows[0]!.answers);
}
