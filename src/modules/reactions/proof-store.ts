import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { newProofCode, proofCodeHash } from './proof-code.ts';

export const PROOF_MINUTES = 15;

/** Makes a code for a member and takes back those that wait. It is shown now and never again. */
export async function issueProofCode(
  tx: Tx,
  communityId: string,
  order: { memberId: string; createdBy: string | undefined; now: Date },
): Promise<{ id: string; code: string; expiresAt: Date }> {
  const code = newProofCode();
  const id = newId();
  const expiresAt = new Date(order.now.getTime() + PROOF_MINUTES * 60_000);
  await dropProofCodes(tx, [order.memberId]);
  await sql`
    INSERT INTO proof_codes (id, workspace_id, community_id, member_id, code_hash, created_by, created_at, expires_at)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${order.memberId}, ${proofCodeHash(code)},
            ${order.createdBy ?? null}, ${order.now}, ${expiresAt})
  `.execute(tx);
  return { id, code, expiresAt };
}

/** Takes back the codes of members that wait to be posted. */
export async function dropProofCodes(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await sql`
    DELETE FROM proof_codes WHERE member_id = ANY(${[...memberIds]}::uuid[]) AND proven_at IS NULL
  `.execute(tx);
}

export type OpenCode = { id: string; memberId: string; provenEvent: string | null };

/**
 * The codes that were posted, by the post's event: those that wait and were posted in time, and those that this same event
 * proved before. Locked, so that two posts of one code prove one account.
 */
export async function lockPosted(
  tx: Tx,
  communityId: string,
  posts: readonly { eventId: string; code: string; at: Date }[],
): Promise<Map<string, OpenCode>> {
  if (posts.length === 0) return new Map();
  const { rows } = await sql<OpenCode & { eventId: string }>`
    SELECT proof_codes.id, member_id AS "memberId", proven_event AS "provenEvent", post.event_id AS "eventId"
    FROM proof_codes JOIN unnest(
      ${posts.map(({ eventId }) => eventId)}::uuid[], ${posts.map(({ code }) => proofCodeHash(code))}::bytea[],
      ${posts.map(({ at }) => at)}::timestamptz[]
    ) AS post (event_id, code_hash, at) ON post.code_hash = proof_codes.code_hash
    WHERE community_id = ${communityId}
      AND ((proven_at IS NULL AND post.at < expires_at) OR proven_event = post.event_id)
    ORDER BY proof_codes.id FOR UPDATE OF proof_codes
  `.execute(tx);
  return new Map(rows.map(({ eventId, ...code }) => [eventId, code]));
}

/** Keeps that an account proved itself by a code. */
export async function keepProof(
  tx: Tx,
  id: string,
  proof: { eventId: string; accountId: string; mergeId: string | null; now: Date },
): Promise<void> {
  await sql`
    UPDATE proof_codes SET proven_at = ${proof.now}, proven_event = ${proof.eventId}, proven_account = ${proof.accountId},
      merge_id = ${proof.mergeId}
    WHERE id = ${id}
  `.execute(tx);
}

export type ShownCode = {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  provenAt: Date | null;
  platform: string | null;
  externalId: string | null;
  name: string | null;
  merged: boolean;
};

/** The codes of a member, latest first. */
export async function listProofCodes(tx: Tx, communityId: string, memberId: string): Promise<ShownCode[]> {
  const { rows } = await sql<ShownCode>`
    SELECT proof_codes.id, created_at AS "createdAt", expires_at AS "expiresAt", proven_at AS "provenAt",
      accounts.platform, accounts.external_id AS "externalId", accounts.name, merge_id IS NOT NULL AS merged
    FROM proof_codes LEFT JOIN accounts ON accounts.id = proven_account
    WHERE proof_codes.community_id = ${communityId} AND proof_codes.member_id = ${memberId}
    ORDER BY created_at DESC LIMIT 50
  `.execute(tx);
  return rows;
}
