import type { Clock } from '#kernel/clock.ts';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { type Community, communityParams, getCommunity } from '#modules/communities/index.ts';
import type { ListChannels } from '#modules/delivery/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { announce, awardPoints, importAwards } from './award-points.ts';
import { readBudgets } from './budget-store.ts';
import { allSettings, setPointBudget, setPointSettings } from './change-points.ts';
import {
  awardBody,
  awardReply,
  awardsImportBody,
  awardsImportReply,
  awardsPreviewBody,
  awardsPreviewReply,
  budgetMonthParams,
  dashboardQuery,
  dashboardReply,
  monthBudgetBody,
  monthBudgetsReply,
  pointSettingsSchema,
  reversalBody,
  reversalReply,
  suspicionDecisionBody,
  suspicionParams,
  suspicionsReply,
  transactionParams,
  transactionsQuery,
  transactionsReply,
} from './contract.ts';
import { readDashboard } from './dashboard.ts';
import { decideSuspicion, listSuspicions } from './find-suspicions.ts';
import { findOptionalTransaction } from './ledger-store.ts';
import { listTransactions } from './points.read-model.ts';
import { cursorOf, placeOf, presentSuspicions, presentTransactions } from './present.ts';
import { readAwards } from './read-awards.ts';
import { balancesOf } from './read-points.ts';
import { NotFound } from '#kernel/errors.ts';
import { reversePoints } from './reverse-points.ts';
import { pointRuleRoutes } from './rules.http.ts';

const BASE = '/api/v1/communities/:communityId/points';

export type PointsServices = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  listChannels: ListChannels;
  /** Members of a community were granted points. */
  onEarned(community: { workspaceId: string; communityId: string }): void;
};

/** Runs work in a community of the caller, in one transaction. */
export type InCommunity = <T>(
  caller: Caller,
  key: string,
  work: (tx: Tx, community: Community) => Promise<T>,
) => Promise<T>;

/** The ledger of points, awards, rules, budgets and findings, for operators. */
export function pointsRoutes(services: PointsServices): Route[] {
  const inCommunity: InCommunity = (caller, key, work) =>
    services.database.inWorkspace(caller.workspaceId, async (tx) => work(tx, await getCommunity(tx, key)));
  return [
    ...settingsRoutes(inCommunity),
    ...ledgerRoutes(services, inCommunity),
    ...awardRoutes(services, inCommunity, afterwards(services, inCommunity)),
    ...pointRuleRoutes(services, inCommunity),
    ...dashboardRoutes(services, inCommunity),
    ...suspicionRoutes(services, inCommunity),
  ];
}

/** The same, and says afterwards that members were granted points. */
const afterwards =
  ({ onEarned }: PointsServices, inCommunity: InCommunity): InCommunity =>
  async (caller, key, work) => {
    const { reply, communityId } = await inCommunity(caller, key, async (tx, community) => ({
      reply: await work(tx, community),
      communityId: community.id,
    }));
    onEarned({ workspaceId: caller.workspaceId, communityId });
    return reply;
  };

const settingsRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'points.settings',
    method: 'GET',
    path: `${BASE}/settings`,
    summary: 'What points are called, how long they last, what they cost, how gifts and checking in work',
    params: communityParams,
    reply: pointSettingsSchema,
    handle: ({ caller, params }) => inCommunity(caller, params.communityId, (tx, { id }) => allSettings(tx, id)),
  }),
  route({
    id: 'points.set-settings',
    method: 'PUT',
    path: `${BASE}/settings`,
    summary: 'Say how points work; what is posted already keeps its expiry',
    params: communityParams,
    body: pointSettingsSchema,
    reply: pointSettingsSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { id }) => setPointSettings(tx, caller, id, body)),
  }),
];

const ledgerRoutes = ({ clock }: PointsServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'points.transactions',
    method: 'GET',
    path: `${BASE}/transactions`,
    summary: 'Transactions of points by member, kind, cause, day and words, the latest first',
    params: communityParams,
    query: transactionsQuery,
    reply: transactionsReply,
    handle: ({ caller, params, query: { cursor, ...asked } }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        const rows = await listTransactions(tx, { communityId, ...asked, before: placeOf(cursor) });
        const { memberId } = asked;
        return {
          transactions: await presentTransactions(tx, rows),
          next: cursorOf(rows, asked.limit),
          balance: memberId ? ((await balancesOf(tx, [memberId])).get(memberId) ?? 0) : null,
        };
      }),
  }),
  route({
    id: 'points.reverse',
    method: 'POST',
    path: `${BASE}/transactions/:transactionId/reversal`,
    summary: 'Take a transaction back by another; says what is missing where it is spent',
    params: transactionParams,
    body: reversalBody,
    reply: reversalReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        const found = await findOptionalTransaction(tx, params.transactionId);
        if (found?.communityId !== communityId) throw new NotFound('this transaction of points');
        const { transactionId = null, ...outcome } = await reversePoints(tx, params.transactionId, {
          key: `reversal:${body.key}`,
          at: clock.now(),
          by: caller.operatorId,
          reason: body.reason,
          asFarAsThere: body.asFarAsThere,
        });
        if (outcome.state === 'posted')
          await recordChange(tx, caller, {
            action: 'points.reverse',
            subject: { kind: 'points', id: params.transactionId },
            communityId,
            after: { amount: found.amount, missing: outcome.missing, reason: body.reason },
          });
        return { transactionId, ...outcome };
      }),
  }),
];

const awardRoutes = (services: PointsServices, inCommunity: InCommunity, granting: InCommunity): Route[] => [
  route({
    id: 'points.award',
    method: 'POST',
    path: `${BASE}/awards`,
    summary: 'Give or take points by hand, to all of these members or nobody; a group can be told at once',
    params: communityParams,
    body: awardBody,
    reply: awardReply,
    handle: ({ caller, params, body: { announce: words, key, ...order } }) =>
      granting(caller, params.communityId, async (tx, { id: communityId }) => {
        const now = services.clock.now();
        const memberIds = [...new Set(order.memberIds)];
        const outcomes = await awardPoints(tx, caller, { ...order, memberIds, communityId, key, now });
        if (words)
          await announce(tx, {
            workspaceId: caller.workspaceId,
            communityId,
            channels: await services.listChannels(tx),
            ...words,
            key,
            now,
            by: caller.operatorId,
          });
        return {
          awarded: outcomes.map(({ state, balance }, index) => ({ memberId: memberIds[index]!, state, balance })),
        };
      }),
  }),
  route({
    id: 'points.preview-awards',
    method: 'POST',
    path: `${BASE}/awards/preview`,
    summary: 'What a CSV of awards would do, and each line that cannot be taken, with why',
    params: communityParams,
    body: awardsPreviewBody,
    bodyLimit: 4_000_000,
    reply: awardsPreviewReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id, zone }) => {
        const { awards, faults } = await readAwards(tx, id, body.csv);
        const shown = awards.slice(0, 20);
        const names = await memberNames(
          tx,
          shown.map(({ memberId }) => memberId),
        );
        const month = formatDay(dayOf(services.clock.now(), zone)).slice(0, 7);
        const budget = (await readBudgets(tx, id, month)).find((one) => one.month === month);
        return {
          members: awards.length,
          points: awards.reduce((all, { points }) => all + points, 0),
          faults: faults.slice(0, 200),
          faultsTotal: faults.length,
          sample: shown.map(({ line, memberId, points, note }) => ({
            line,
            member: { id: memberId, name: names.get(memberId) ?? '' },
            points,
            note,
          })),
          budgetLeft: budget?.amount == null ? null : budget.amount - budget.issued,
        };
      }),
  }),
  route({
    id: 'points.import-awards',
    method: 'POST',
    path: `${BASE}/awards/import`,
    summary: 'Award what a CSV says, whole or not at all',
    params: communityParams,
    body: awardsImportBody,
    bodyLimit: 4_000_000,
    reply: awardsImportReply,
    handle: ({ caller, params, body }) =>
      granting(caller, params.communityId, (tx, { id: communityId }) =>
        importAwards(tx, caller, { communityId, ...body, now: services.clock.now() }),
      ),
  }),
];

const dashboardRoutes = ({ clock }: PointsServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'points.dashboard',
    method: 'GET',
    path: `${BASE}/dashboard`,
    summary: 'Issued, redeemed, expired, outstanding and its cost, budgets, and who earns for what',
    params: communityParams,
    query: dashboardQuery,
    reply: dashboardReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, community) => readDashboard(tx, community, query, clock.now())),
  }),
  route({
    id: 'points.set-budget',
    method: 'PUT',
    path: `${BASE}/budgets/:month`,
    summary: 'Set what may be issued in a month, or lift it',
    params: budgetMonthParams,
    body: monthBudgetBody,
    reply: monthBudgetsReply,
    handle: ({ caller, params: { communityId: asked, month }, body: { amount } }) =>
      inCommunity(caller, asked, async (tx, { id: communityId, zone }) => {
        await setPointBudget(tx, caller, { communityId, month, amount });
        const from = formatDay(dayOf(clock.now(), zone) - 180).slice(0, 7);
        return { budgets: await readBudgets(tx, communityId, month < from ? month : from) };
      }),
  }),
];

const suspicionRoutes = ({ clock }: PointsServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'points.suspicions',
    method: 'GET',
    path: `${BASE}/suspicions`,
    summary: 'Who may have earned points unfairly, why, and what was decided',
    params: communityParams,
    reply: suspicionsReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { id }) => ({
        suspicions: await presentSuspicions(tx, await listSuspicions(tx, id)),
      })),
  }),
  route({
    id: 'points.decide-suspicion',
    method: 'POST',
    path: `${BASE}/suspicions/:suspicionId/decision`,
    summary: 'Dismiss a finding, or take back what was earned by it',
    params: suspicionParams,
    body: suspicionDecisionBody,
    reply: suspicionsReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { id: communityId }) => {
        const { kind, takenBack } = await decideSuspicion(tx, communityId, {
          id: params.suspicionId,
          ...body,
          by: caller.operatorId,
          now: clock.now(),
        });
        await recordChange(tx, caller, {
          action: 'points.decide-suspicion',
          subject: { kind: 'points-suspicion', id: params.suspicionId, label: kind },
          communityId,
          after: { decision: body.decision, reason: body.reason, takenBack },
        });
        return { suspicions: await presentSuspicions(tx, await listSuspicions(tx, communityId)) };
      }),
  }),
];
