import { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { communityParams } from '#modules/communities/index.ts';
import { operatorNames, recordChange } from '#modules/identity/index.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Caller, Route } from '#platform/http/index.ts';
import { route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { addBadge } from './add-honours.ts';
import type { BadgeServices } from './award-badges.ts';
import {
  badgesOf,
  getBadge,
  giveBadge,
  listBadges,
  listHolders,
  removeBadge,
  type StoredBadge,
  takeBadge,
  writeBadge,
} from './badge-store.ts';
import {
  badgeBody,
  badgeHoldersReply,
  badgeMemberParams,
  badgeParams,
  badgeSchema,
  badgesReply,
  giveBadgeBody,
  memberBadgesReply,
  type MemberBadgesReply,
  type WrittenBadge,
} from './badges.contract.ts';
import { inCommunityOf, type Place } from './in-community.ts';
import { memberLevelParams } from './levels.contract.ts';

export type BadgeRoutesParts = BadgeServices & {
  onLevelsChanged(community: { workspaceId: string; communityId: string }): void;
};

const BADGES = '/api/v1/communities/:communityId/badges';
const ONE = `${BADGES}/:badgeId`;

const present = ({ computedAt, ...badge }: StoredBadge) => ({
  ...badge,
  computedAt: computedAt?.toISOString() ?? null,
});

/** The badges that a community gives, and which of them a member has. Switched off ones are shown to who has them. */
export async function readMemberBadges(tx: Tx, communityId: string, memberId: string): Promise<MemberBadgesReply> {
  const has = await badgesOf(tx, memberId);
  const badges = (await listBadges(tx, communityId)).filter(({ id, enabled }) => enabled || has.has(id));
  return {
    badges: badges
      .map(({ id, name, nameEn, description, descriptionEn, icon, colour, rule }) => ({
        id,
        name,
        nameEn,
        description,
        descriptionEn,
        icon,
        colour,
        byRule: rule !== null,
        at: has.get(id)?.at.toISOString() ?? null,
        reason: has.get(id)?.reason ?? '',
      }))
      .toSorted((a, b) => (a.at === b.at ? 0 : a.at === null ? 1 : b.at === null ? -1 : a.at < b.at ? 1 : -1)),
  };
}

/** Badges for operators: what there is, who has what, giving and taking by hand. */
export const badgeRoutes = (parts: BadgeRoutesParts): Route[] => [...holdingRoutes(parts), ...writingRoutes(parts)];

function writingRoutes(parts: BadgeRoutesParts): Route[] {
  const { database } = parts;
  const inCommunity = inCommunityOf(database);
  /** A rule is asked once before it is kept, so that what it names is there. Throws BadRule. */
  const check = async ({ workspaceId, communityId }: Place, { rule }: WrittenBadge): Promise<void> => {
    if (rule !== null)
      await parts.ruleMembers(await openEvaluated(parts, { workspaceId, communityKey: communityId }), rule);
  };
  const save = async (caller: Caller, key: string, body: WrittenBadge, badgeId?: string) => {
    const place = await inCommunity(caller, key, async (tx, found) => {
      if (badgeId) await getBadge(tx, found.communityId, badgeId);
      return found;
    });
    await check(place, body);
    const { communityId } = place;
    const saved = await database.inWorkspace(place.workspaceId, async (tx) => {
      if (badgeId === undefined) return addBadge(tx, { actor: caller, communityId, now: parts.clock.now() }, body);
      const before = await getBadge(tx, communityId, badgeId);
      await writeBadge(tx, communityId, { ...body, id: badgeId });
      const subject = { kind: 'badge', id: badgeId, label: body.name };
      const old = badgeBody.parse(before);
      await recordChange(tx, caller, { action: 'badges.update', subject, communityId, before: old, after: body });
      return getBadge(tx, communityId, badgeId);
    });
    parts.onLevelsChanged(place);
    return present(saved);
  };
  return [
    route({
      id: 'badges.list',
      method: 'GET',
      path: BADGES,
      summary: 'The badges with their rules and how many have each',
      params: communityParams,
      reply: badgesReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => ({
          badges: (await listBadges(tx, communityId)).map(present),
        })),
    }),
    route({
      id: 'badges.create',
      method: 'POST',
      path: BADGES,
      summary: 'Make a badge; by a rule it is given after each evaluation',
      params: communityParams,
      body: badgeBody,
      reply: badgeSchema,
      status: 201,
      handle: ({ caller, params, body }) => save(caller, params.communityId, body),
    }),
    route({
      id: 'badges.update',
      method: 'PUT',
      path: ONE,
      summary: 'Change a badge; whoever has it keeps it',
      params: badgeParams,
      body: badgeBody,
      reply: badgeSchema,
      handle: ({ caller, params, body }) => save(caller, params.communityId, body, params.badgeId),
    }),
    route({
      id: 'badges.delete',
      method: 'DELETE',
      path: ONE,
      summary: 'Take a badge away from everybody and for good',
      params: badgeParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const { id, name, holders, rule } = await getBadge(tx, communityId, params.badgeId);
          await removeBadge(tx, id);
          const subject = { kind: 'badge', id, label: name };
          await recordChange(tx, caller, {
            action: 'badges.delete',
            subject,
            communityId,
            before: { name, holders, rule },
          });
          return undefined;
        }),
    }),
  ];
}

function holdingRoutes({ database, clock }: BadgeRoutesParts): Route[] {
  const inCommunity = inCommunityOf(database);
  return [
    route({
      id: 'badges.holders',
      method: 'GET',
      path: `${ONE}/holders`,
      summary: 'Who has a badge, since when and why, newest first',
      params: badgeParams,
      reply: badgeHoldersReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const { id } = await getBadge(tx, communityId, params.badgeId);
          const rows = await listHolders(tx, id);
          const names = await memberNames(
            tx,
            rows.map(({ memberId }) => memberId),
          );
          const operators = await operatorNames(
            tx,
            rows.map(({ givenBy }) => givenBy),
          );
          return {
            holders: rows.map(({ memberId, at, givenBy, reason }) => ({
              memberId,
              name: names.get(memberId) ?? '',
              at: at.toISOString(),
              givenBy: givenBy && (operators.get(givenBy) ?? ''),
              reason,
            })),
          };
        }),
    }),
    route({
      id: 'badges.give',
      method: 'POST',
      path: `${ONE}/holders`,
      summary: 'Give a member a badge by hand',
      params: badgeParams,
      body: giveBadgeBody,
      reply: z.object({ given: z.boolean().describe('false: they had it') }),
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const { id, name } = await getBadge(tx, communityId, params.badgeId);
          const { memberId, reason } = body;
          if (!(await memberNames(tx, [memberId])).has(memberId)) throw new NotFound('the member');
          const at = new Date(clock.now());
          const given = await giveBadge(tx, communityId, {
            badgeId: id,
            memberIds: [memberId],
            at,
            by: caller.operatorId,
            reason,
          });
          const subject = { kind: 'badge', id, label: name };
          if (given > 0)
            await recordChange(tx, caller, { action: 'badges.give', subject, communityId, after: { memberId } });
          return { given: given > 0 };
        }),
    }),
    route({
      id: 'badges.take',
      method: 'DELETE',
      path: `${ONE}/holders/:memberId`,
      summary: 'Take a badge from a member; a rule that still means them gives it again',
      params: badgeMemberParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const { id, name } = await getBadge(tx, communityId, params.badgeId);
          const { memberId } = params;
          if (!(await takeBadge(tx, id, memberId))) throw new NotFound('the badge of this member');
          const subject = { kind: 'badge', id, label: name };
          await recordChange(tx, caller, { action: 'badges.take', subject, communityId, before: { memberId } });
          return undefined;
        }),
    }),
    route({
      id: 'badges.of-member',
      method: 'GET',
      path: '/api/v1/communities/:communityId/members/:memberId/badges',
      summary: 'The badges that a member has, and those that there are',
      params: memberLevelParams,
      reply: memberBadgesReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          if (!(await memberNames(tx, [params.memberId])).has(params.memberId)) throw new NotFound('the member');
          return readMemberBadges(tx, communityId, params.memberId);
        }),
    }),
  ];
}
