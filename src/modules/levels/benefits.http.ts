import { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { communityParams } from '#modules/communities/index.ts';
import { operatorNames, recordChange } from '#modules/identity/index.ts';
import type { MayAct } from '#modules/member-access/index.ts';
import { memberNames } from '#modules/members/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { addBenefit, shownBenefit } from './add-honours.ts';
import { getBenefit, listBenefits, listUses, removeBenefit, writeBenefit } from './benefit-store.ts';
import {
  benefitBody,
  benefitParams,
  benefitSchema,
  benefitsReply,
  entriesQuery,
  entriesReply,
  entryParams,
  memberBenefitsReply,
  useBenefitBody,
  useBenefitReply,
  usesQuery,
  usesReply,
} from './benefits.contract.ts';
import { checkBenefit } from './check-benefit.ts';
import { listEntries, settleEntry } from './check-entries.ts';
import { entitlementsOf } from './entitlements-of.ts';
import type { LevelServices } from './evaluate-levels.ts';
import { inCommunityOf } from './in-community.ts';
import { memberLevelParams } from './levels.contract.ts';
import { lockLevels } from './level-store.ts';
import { useBenefit } from './use-benefit.ts';

const BENEFITS = '/api/v1/communities/:communityId/benefits';
const ONE = `${BENEFITS}/:benefitId`;

export type BenefitRoutesParts = LevelServices & { mayAct: MayAct };

/** Benefits for operators: what there is, who used what, who came in without. */
export const benefitRoutes = (parts: BenefitRoutesParts): Route[] => [
  ...writingRoutes(parts),
  ...usingRoutes(parts),
  ...entryRoutes(parts),
];

function writingRoutes({ database, clock }: LevelServices): Route[] {
  const inCommunity = inCommunityOf(database);
  return [
    route({
      id: 'benefits.list',
      method: 'GET',
      path: BENEFITS,
      summary: 'The benefits with the levels that have them',
      params: communityParams,
      reply: benefitsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => ({
          benefits: await listBenefits(tx, communityId, clock.now()),
        })),
    }),
    route({
      id: 'benefits.create',
      method: 'POST',
      path: BENEFITS,
      summary: 'Make a benefit; which levels have it is written with the levels',
      params: communityParams,
      body: benefitBody,
      reply: benefitSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          return addBenefit(tx, { actor: caller, communityId, now: clock.now() }, body);
        }),
    }),
    route({
      id: 'benefits.update',
      method: 'PUT',
      path: ONE,
      summary: 'Change a benefit',
      params: benefitParams,
      body: benefitBody,
      reply: benefitSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          await lockLevels(tx, communityId);
          const { benefitId } = params;
          const before = await getBenefit(tx, communityId, benefitId, clock.now());
          await checkBenefit(tx, communityId, body, benefitId);
          await writeBenefit(tx, communityId, { ...body, id: benefitId });
          const after = await getBenefit(tx, communityId, benefitId, clock.now());
          const subject = { kind: 'benefit', id: benefitId, label: body.name };
          const change = {
            action: 'benefits.update',
            subject,
            communityId,
            before: shownBenefit(before),
            after: shownBenefit(after),
          };
          await recordChange(tx, caller, change);
          return after;
        }),
    }),
    route({
      id: 'benefits.delete',
      method: 'DELETE',
      path: ONE,
      summary: 'Take a benefit away, with the record of its uses',
      params: benefitParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          await lockLevels(tx, communityId);
          const before = await getBenefit(tx, communityId, params.benefitId, clock.now());
          await removeBenefit(tx, before.id);
          const subject = { kind: 'benefit', id: before.id, label: before.name };
          await recordChange(tx, caller, {
            action: 'benefits.delete',
            subject,
            communityId,
            before: shownBenefit(before),
          });
          return undefined;
        }),
    }),
  ];
}

function usingRoutes({ database, clock, mayAct }: BenefitRoutesParts): Route[] {
  const inCommunity = inCommunityOf(database);
  return [
    route({
      id: 'benefits.of-member',
      method: 'GET',
      path: '/api/v1/communities/:communityId/members/:memberId/benefits',
      summary: 'Which benefits a member may use now, how much is left, and why not',
      params: memberLevelParams,
      reply: memberBenefitsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          await knownMember(tx, params.memberId);
          return entitlementsOf(tx, { communityId, memberId: params.memberId, now: clock.now() });
        }),
    }),
    route({
      id: 'benefits.uses',
      method: 'GET',
      path: `${BENEFITS}/uses`,
      summary: 'Who used which benefit, newest first, a hundred at a time',
      params: communityParams,
      query: usesQuery,
      reply: usesReply,
      handle: ({ caller, params, query }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const rows = await listUses(tx, communityId, query);
          const names = await memberNames(
            tx,
            rows.map(({ memberId }) => memberId),
          );
          const operators = await operatorNames(
            tx,
            rows.map(({ usedBy }) => usedBy),
          );
          return {
            uses: rows.map(({ at, usedBy, ...use }) => ({
              ...use,
              memberName: names.get(use.memberId) ?? '',
              at: at.toISOString(),
              usedBy: usedBy && (operators.get(usedBy) ?? null),
            })),
          };
        }),
    }),
    route({
      id: 'benefits.use',
      method: 'POST',
      path: `${ONE}/uses`,
      summary: 'Write down that a member used a benefit; refused where they may not, with the reason',
      params: benefitParams,
      body: useBenefitBody,
      reply: useBenefitReply,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const benefit = await getBenefit(tx, communityId, params.benefitId, clock.now());
          await knownMember(tx, body.memberId);
          await mayAct(tx, body.memberId);
          const used = await useBenefit(tx, {
            ...body,
            communityId,
            benefit: benefit.key,
            now: clock.now(),
            by: caller.operatorId,
          });
          if (used.useId !== null && !used.repeat)
            await recordChange(tx, caller, {
              action: 'benefits.use',
              subject: { kind: 'benefit', id: benefit.id, label: benefit.name },
              communityId,
              after: { memberId: body.memberId, amount: body.amount },
            });
          const { allowed, reason, left, useId, repeat } = used;
          return { allowed, reason, left, useId, repeat };
        }),
    }),
  ];
}

async function knownMember(tx: Tx, memberId: string): Promise<void> {
  if (!(await memberNames(tx, [memberId])).has(memberId)) throw new NotFound('the member');
}

function entryRoutes({ database }: LevelServices): Route[] {
  const inCommunity = inCommunityOf(database);
  return [
    route({
      id: 'benefits.entries',
      method: 'GET',
      path: `${BENEFITS}/entries`,
      summary: 'Who joined a group that is for some levels; open ones are those that a person has to look at',
      params: communityParams,
      query: entriesQuery,
      reply: entriesReply,
      handle: ({ caller, params, query }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const rows = await listEntries(tx, communityId, query);
          const names = await memberNames(
            tx,
            rows.map(({ memberId }) => memberId),
          );
          return {
            entries: rows.map(({ at, ...entry }) => ({
              ...entry,
              memberName: names.get(entry.memberId) ?? '',
              at: at.toISOString(),
            })),
          };
        }),
    }),
    route({
      id: 'benefits.settle-entry',
      method: 'POST',
      path: `${BENEFITS}/entries/:entryId/settle`,
      summary: 'Say that somebody saw to who came in without the benefit',
      params: entryParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, { communityId }) => {
          const { entryId } = params;
          if (!(await settleEntry(tx, communityId, { entryId, by: caller.operatorId })))
            throw new NotFound('an open entry');
          const subject = { kind: 'benefit_entry', id: entryId };
          await recordChange(tx, caller, { action: 'benefits.settle-entry', subject, communityId });
          return undefined;
        }),
    }),
  ];
}
