import { Conflict } from '#kernel/errors.ts';
import { recordChange, systemCaller } from '#modules/identity/index.ts';
import { mergeMembers } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { findProofCode, proofCodeHash } from './proof-code.ts';
import { keepProof, lockPosted } from './proof-store.ts';

/** Words that somebody posted. */
export type Post = { eventId: string; accountId: string; text: string; at: Date };
export type Proof = { eventId: string; memberId: string; merged: boolean };

/** A code that somebody posted. */
export type PostedCode = { eventId: string; accountId: string; codeHash: Buffer; at: Date };

/** The codes in posts, as they are kept. */
export const postedCodes = (posts: readonly Post[]): PostedCode[] =>
  posts.flatMap(({ eventId, accountId, text, at }) => {
    const code = findProofCode(text);
    return code === undefined ? [] : [{ eventId, accountId, at, codeHash: proofCodeHash(code) }];
  });

/**
 * Takes the codes out of posts: the account that posted one in time is the member's, and becomes one person with them where
 * it was somebody else's. The same post again gives the same proof and changes nothing.
 */
export async function proveAccounts(
  tx: Tx,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  posts: readonly Post[],
  now: Date,
): Promise<Proof[]> {
  const withCode = posts.flatMap((post) => {
    const code = findProofCode(post.text);
    return code === undefined ? [] : [{ ...post, code }];
  });
  const posted = await lockPosted(tx, communityId, withCode);
  const proofs: Proof[] = [];
  const proven = new Set<string>();
  for (const { eventId, accountId } of withCode) {
    const code = posted.get(eventId);
    // Of two posts of one code in a batch the first proves.
    if (!code || (code.provenEvent === null && proven.has(code.id))) continue;
    proven.add(code.id);
    const mergeId = code.provenEvent === null ? await join(tx, communityId, code.memberId, accountId) : null;
    if (code.provenEvent === null) {
      await keepProof(tx, code.id, { eventId, accountId, mergeId, now });
      await recordChange(tx, systemCaller(workspaceId), {
        action: 'members.prove-account',
        subject: { kind: 'member', id: code.memberId },
        communityId,
        after: { account: accountId, merge: mergeId },
      });
    }
    proofs.push({ eventId, memberId: code.memberId, merged: mergeId !== null });
  }
  return proofs;
}

/** Makes the holder of an account and a member one person; null where they are. */
async function join(tx: Tx, communityId: string, intoId: string, memberId: string): Promise<string | null> {
  try {
    const { mergeId } = await mergeMembers(tx, { communityId, intoId, memberId, reason: 'proof_code' });
    return mergeId;
  } catch (error) {
    if (error instanceof Conflict) return null;
    throw error;
  }
}
