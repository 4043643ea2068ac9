import { communitySpace } from '#modules/events/index.ts';
import { findByIds } from '#modules/members/index.ts';
import type { HitParts } from './accept-hits.ts';
import type { AccountName } from './growth-keys.ts';
import type { Hit } from './hits/hit.ts';
import type { HitTarget } from './hits/record-hits.ts';

/**
 * Tells the event log what a known account did. An account that the community has never seen is a prospect: a visit is
 * not a way to join, so its hits stay hits.
 */
export async function reportKnown(
  { database, acceptEvents }: Pick<HitParts, 'database' | 'acceptEvents'>,
  { workspaceId, communityId }: HitTarget,
  account: AccountName,
  hits: readonly Hit[],
): Promise<void> {
  const accountId = communitySpace(communityId).accountId(account.platform, account.member);
  const known = await database.inWorkspace(workspaceId, (tx) => findByIds(tx, communityId, [accountId]));
  if (known.length === 0) return;
  const events = hits.map(({ hitId, kind, at, sourceId, page, name }) => ({
    id: hitId,
    group: '',
    member: account.member,
    platform: account.platform,
    kind,
    at: new Date(at).toISOString(),
    hitSource: sourceId,
    ...(page && { page }),
    ...(name && { clicked: name }),
  }));
  await acceptEvents({ workspaceId, communityId, source: kindOfSource(hits) }, events);
}

const kindOfSource = (hits: readonly Hit[]): string => (hits[0]?.page ? 'site' : 'link');
