import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { TooMany } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { hashOf, newBrowserSecret } from './member-cookie.ts';

/** A sign-in under way ends after so long. */
export const SIGN_IN_MINUTES = 10;

export type SignInWay = 'group_code' | 'mail' | 'wechat';
export type SignIn = {
  id: string;
  communityId: string;
  way: SignInWay;
  codeHash: Buffer;
  tries: number;
  memberId: string | null;
  provenAt: Date | null;
  /** Who was signed in when it began: the account that is proven becomes theirs. */
  addsTo: string | null;
  connectionId: string | null;
};

/** Begins a sign-in in a browser. @returns its id, and the words that the browser keeps as proof that it began it */
export async function beginSignIn(
  tx: Tx,
  order: {
    workspaceId: string;
    communityId: string;
    way: SignInWay;
    codeHashOf: (id: string) => Buffer;
    memberId?: string | undefined;
    addsTo?: string | undefined;
    connectionId?: string | undefined;
    now: Date;
  },
): Promise<{ id: string; words: string; endsAt: Date }> {
  const { now, communityId } = order;
  const { words, hash } = newBrowserSecret(order.workspaceId);
  const id = newId(now.getTime());
  const endsAt = new Date(now.getTime() + SIGN_IN_MINUTES * 60_000);
  await forgetOld(tx, now);
  await sql`
    INSERT INTO member_sign_ins (id, workspace_id, community_id, way, secret_hash, code_hash, member_id, adds_to,
                                 connection_id, created_at, ends_at)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${order.way}, ${hash}, ${order.codeHashOf(id)},
            ${order.memberId ?? null}, ${order.addsTo ?? null}, ${order.connectionId ?? null}, ${now}, ${endsAt})
  `.execute(tx);
  return { id, words, endsAt };
}

/** What has ended is kept nowhere; asked at each beginning, so that no job is needed. */
async function forgetOld(tx: Tx, now: Date): Promise<void> {
  await sql`DELETE FROM member_sign_ins WHERE ends_at < ${now}`.execute(tx);
  await sql`DELETE FROM member_links_used WHERE ends_at < ${new Date(now.getTime() - 30 * 86_400_000)}`.execute(tx);
  await sql`DELETE FROM member_sessions WHERE ends_at < ${now}`.execute(tx);
  await sql`DELETE FROM member_sign_in_limits WHERE since < ${new Date(now.getTime() - 2 * 86_400_000)}`.execute(tx);
}

/** The sign-in that a browser began, locked until the transaction ends; undefined when it is over or was never. */
export async function lockOptionalSignIn(tx: Tx, secret: Buffer, now: Date): Promise<SignIn | undefined> {
  const { rows } = await sql<SignIn>`
    SELECT id, community_id AS "communityId", way, code_hash AS "codeHash", tries, member_id AS "memberId",
      proven_at AS "provenAt", adds_to AS "addsTo", connection_id AS "connectionId"
    FROM member_sign_ins WHERE secret_hash = ${hashOf(secret)} AND ends_at > ${now} FOR UPDATE
  `.execute(tx);
  return rows[0];
}

/** A code was tried. */
export async function countTry(tx: Tx, id: string): Promise<void> {
  await sql`UPDATE member_sign_ins SET tries = tries + 1 WHERE id = ${id}`.execute(tx);
}

/** A sign-in has done what it was for, or was tried too often: it works no more. */
export async function endSignIn(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM member_sign_ins WHERE id = ${id}`.execute(tx);
}

/** Codes that were posted in groups: each proves, for the browser that shows it, the member whose account posted it. */
export async function proveSignIns(
  tx: Tx,
  communityId: string,
  posts: readonly { eventId: string; accountId: string; codeHash: Buffer; at: Date }[],
  now: Date,
): Promise<{ eventId: string; accountId: string }[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<{ eventId: string; accountId: string }>`
    UPDATE member_sign_ins SET proven_at = ${now}, member_id = first.member_id
    FROM (
      SELECT DISTINCT ON (post.code_hash) post.*, accounts.member_id
      FROM unnest(
        ${posts.map(({ eventId }) => eventId)}::uuid[], ${posts.map(({ accountId }) => accountId)}::uuid[],
        ${posts.map(({ codeHash }) => codeHash)}::bytea[], ${posts.map(({ at }) => at)}::timestamptz[]
      ) WITH ORDINALITY AS post (event_id, account_id, code_hash, at, place)
      JOIN accounts ON accounts.id = post.account_id AND NOT accounts.bot
      ORDER BY post.code_hash, place
    ) AS first
    WHERE member_sign_ins.code_hash = first.code_hash AND community_id = ${communityId} AND way = 'group_code'
      AND proven_at IS NULL AND first.at < ends_at AND first.at > created_at - interval '1 minute'
    RETURNING first.event_id AS "eventId", first.account_id AS "accountId"
  `.execute(tx);
  return rows;
}

/**
 * Counts one try of something, before anything is looked at. `key` says of what: an address, a member.
 * @param limit at most `max` in `minutes`. Throws TooMany past it
 */
export async function countAgainst(
  tx: Tx,
  communityId: string,
  key: string,
  { max, minutes, now }: { max: number; minutes: number; now: Date },
): Promise<void> {
  const hash = createHash('sha256').update(`member sign-in ${key}`).digest();
  const stale = new Date(now.getTime() - minutes * 60_000);
  const { rows } = await sql<{ tries: number; since: Date }>`
    INSERT INTO member_sign_in_limits AS kept (workspace_id, community_id, key_hash, tries, since)
    VALUES (qunluo_workspace(), ${communityId}, ${hash}, 1, ${now})
    ON CONFLICT (workspace_id, community_id, key_hash) DO UPDATE SET
      tries = CASE WHEN kept.since < ${stale} THEN 1 ELSE kept.tries + 1 END,
      since = CASE WHEN kept.since < ${stale} THEN excluded.since ELSE kept.since END
    RETURNING tries, since
  `.execute(tx);
  const { tries, since } = rows[0]!;
  if (tries > max) throw new TooMany(Math.ceil((since.getTime() + minutes * 60_000 - now.getTime()) / 1000));
}
