import { sql } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import {
  communitySpace,
  type CommunityRef,
  type LiveEvent,
  OWN_PLATFORM,
  type Reaction,
} from '#modules/events/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { ringSanctions } from './act-bell.ts';
import { addActs, QUEUE_AGAIN } from './act-store.ts';
import { actOf, actsFor, reachesOf } from './place-sanctions.ts';
import type { KeptSanction } from './sanction-store.ts';

type Parts = { database: Database; connectors: readonly AnyConnector[]; clock: Clock };
/** Somebody who came into a group. */
type Join = { accountId: string; groupId: string; at: Date };

/** Whoever is under a sanction is under it in groups that they join or come back to, too. */
export const createSanctionsOnJoin = ({ database, connectors, clock }: Parts): Reaction => ({
  name: 'sanctions of those who join',
  async react(community, events) {
    const joins = joinsOf(community, events);
    if (joins.length === 0) return;
    const now = new Date(clock.now());
    await database.inWorkspace(community.workspaceId, async (tx) => {
      const held = await heldBy(tx, joins, now);
      if (held.length === 0) return;
      const reaches = await reachesOf(tx, connectors, community.communityId);
      for (const one of held) {
        const kind = await actOf(tx, one);
        await doAgain(tx, { ...one, kind, now });
        const account = { id: one.accountId, platform: one.platform };
        const acts = actsFor(account, { kind, groups: [one.groupId], reaches });
        // A task of each group that was joined: the first task may be done.
        const own = acts.map((act) => (act.connectionId === null ? { ...act, chatId: one.groupId } : act));
        await addActs(tx, { communityId: community.communityId, sanctionId: one.id, now }, own);
      }
      await ringSanctions(tx, community.workspaceId);
    });
  },
});

function joinsOf({ communityId }: CommunityRef, events: readonly LiveEvent[]): Join[] {
  const space = communitySpace(communityId);
  return events.flatMap(({ event, version }) => {
    if (event.kind !== 'join' || event.bot || event.removed || version > 0 || !event.group) return [];
    const platform = event.platform ?? OWN_PLATFORM;
    const accountId = space.accountId(platform, event.member);
    return [{ accountId, groupId: space.groupId(platform, event.group), at: new Date(event.at) }];
  });
}

type Held = Pick<KeptSanction, 'id' | 'kind' | 'communityId'> & Join & { platform: string };

/** The sanctions that hold for those who joined, of whichever of their accounts, that were made into acts already. */
async function heldBy(tx: Tx, joins: readonly Join[], now: Date): Promise<Held[]> {
  const { rows } = await sql<Held>`
    SELECT sanctions.id, sanctions.kind, sanctions.community_id AS "communityId", joined.account AS "accountId",
      joined.grp AS "groupId", joined.at, accounts.platform
    FROM unnest(${joins.map(({ accountId }) => accountId)}::uuid[], ${joins.map(({ groupId }) => groupId)}::uuid[],
      ${joins.map(({ at }) => at)}::timestamptz[]) AS joined (account, grp, at)
    JOIN accounts ON accounts.id = joined.account
    JOIN members AS own ON own.id = accounts.member_id
    JOIN members AS part ON part.id = coalesce(own.person_id, own.id) OR part.person_id = coalesce(own.person_id, own.id)
    JOIN sanctions ON sanctions.member_id = part.id
    WHERE sanctions.kind <> 'warn' AND lifted_at IS NULL AND placed_at IS NOT NULL
      AND (until_at IS NULL OR until_at > ${now}::timestamptz)
    ORDER BY sanctions.from_at, sanctions.id
  `.execute(tx);
  return rows;
}

/** What was done there before they came is done once more: many platforms forget a mute, and all a removal, when somebody comes back. */
async function doAgain(tx: Tx, one: Omit<Held, 'kind'> & { kind: 'mute' | 'remove'; now: Date }): Promise<void> {
  await sql`
    UPDATE sanction_acts SET ${QUEUE_AGAIN(one.now)}
    WHERE sanction_id = ${one.id} AND account_id = ${one.accountId} AND kind = ${one.kind} AND state = 'done'
      AND connection_id IS NOT NULL AND settled_by IS NULL AND ${one.groupId}::uuid = ANY(group_ids)
      AND settled_at < ${one.at}::timestamptz
  `.execute(tx);
}
