import { NotFound } from '#kernel/errors.ts';
import { newId, NIL_ID } from '#kernel/ids.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import type { HitParts } from './accept-hits.ts';
import { bareHit, type Hit, referrerOf } from './hits/hit.ts';
import { reportKnown } from './report-known.ts';
import { destinationOf, findOpenLink, type OpenLink } from './tracked-link-store.ts';

export type Follower = {
  code: string;
  /** What a personal link says about who is meant. */
  personal?: string;
  referrer?: string;
  /** False for programs and for people who ask not to be followed: they get on, and nothing is counted. */
  counts: boolean;
};

export type Followed = {
  destination: string;
  /** Resolves when the click is written. Whoever follows a link is not made to wait for it. */
  recorded: Promise<void>;
};

/** Where a tracked link leads. NotFound for an unknown code. A link out of use leads on and counts nothing. */
export async function followLink(parts: HitParts, follower: Follower): Promise<Followed> {
  const workspaceId = await parts.workspaceOf(follower.code);
  if (workspaceId === undefined) throw new NotFound('the link');
  const { link, zone } = await parts.database.inWorkspace(workspaceId, async (tx) => {
    const found = await findOpenLink(tx, follower.code);
    if (!found) throw new NotFound('the link');
    return { link: found, zone: (await getCommunity(tx, found.communityId)).zone };
  });
  const destination = destinationOf(link);
  const target = { workspaceId, communityId: link.communityId, zone };
  const recorded =
    follower.counts && link.archivedAt === null ? recordClick(parts, target, link, follower) : Promise.resolve();
  return { destination, recorded };
}

async function recordClick(
  parts: HitParts,
  target: { workspaceId: string; communityId: string; zone: string },
  link: OpenLink,
  { personal, referrer = '' }: Follower,
): Promise<void> {
  const { clock, keys } = parts;
  const now = clock.now();
  const account = personal === undefined ? undefined : keys.openAccount(link.communityId, personal, now);
  const hit: Hit = {
    ...bareHit({ hitId: newId(now), kind: 'click', at: now, sourceId: link.id }),
    accountId: account ? communitySpace(link.communityId).accountId(account.platform, account.member) : NIL_ID,
    referrer: referrerOf(referrer, ''),
    name: link.name,
    source: link.source,
    medium: link.medium,
    campaign: link.campaign,
  };
  if (account) await reportKnown(parts, target, account, [hit]);
  await parts.recordHits(target, [hit]);
}
