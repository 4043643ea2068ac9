import { forgetNames } from '#kernel/forget-names.ts';
import { ERASED_ANALYSIS_TABLES, eraseAnalysesOf } from '#modules/analyses/index.ts';
import { ERASED_BULK_TABLES, eraseBulksOf } from '#modules/bulk/index.ts';
import { ERASED_GROUP_TABLES, eraseGroupWordsOf } from '#modules/communities/index.ts';
import { ERASED_CREDIT_TABLES, eraseCreditOf } from '#modules/credit/index.ts';
import { ERASED_DELIVERY_TABLES, eraseDeliveriesOf } from '#modules/delivery/index.ts';
import { ERASED_CONNECTION_TABLES, eraseConnectionsOf } from '#modules/connections/index.ts';
import {
  addTombstones,
  admitWaiting,
  countErasure,
  ERASED_NAME,
  ERASED_TABLES,
  eraseEvents,
  type ErasurePlan,
  mentionPattern,
  planErasure,
  tombstonesOf,
  WAITING_TABLES,
} from '#modules/events/index.ts';
import { ERASED_EXAM_TABLES, eraseExamsOf } from '#modules/exams/index.ts';
import { ERASED_GOAL_TABLES, eraseGoalsOf } from '#modules/goals/index.ts';
import { eraseHitsOf } from '#modules/growth/index.ts';
import { eraseAuditOf } from '#modules/identity/index.ts';
import { eraseUploads, IMPORT_TABLES, isImporting } from '#modules/imports/index.ts';
import { ERASED_INSIGHT_TABLES, eraseEvaluationsOf, eraseStatesOf, evaluationTurn } from '#modules/insights/index.ts';
import { ERASED_INTRODUCTION_TABLES, eraseIntroductionsOf } from '#modules/introductions/index.ts';
import { ERASED_MATCHING_TABLES, eraseSuggestionsOf } from '#modules/matching/index.ts';
import { ERASED_ACCESS_TABLES } from '#modules/member-access/index.ts';
import { ERASED_MEMBER_TABLES, eraseMembersOf, findPersonToErase, manualMerges } from '#modules/members/index.ts';
import type { Erasure } from '#modules/members/erase.contract.ts';
import { ERASED_PLAYBOOK_TABLES, erasePlaysOf } from '#modules/playbooks/index.ts';
import { ERASED_POINT_TABLES, erasePointsOf } from '#modules/points/index.ts';
import { ERASED_REACTION_TABLES, eraseReactionsOf } from '#modules/reactions/index.ts';
import { ERASED_RELAY_TABLES, eraseRelaysOf } from '#modules/relay/index.ts';
import { ERASED_REPORT_TABLES, eraseReportsOf, reportTurn } from '#modules/reports/index.ts';
import { ERASED_LEVEL_TABLES, eraseLevelsOf } from '#modules/levels/index.ts';
import { ERASED_REWARD_TABLES, eraseRewardsOf } from '#modules/rewards/index.ts';
import {
  ERASED_SEGMENT_TABLES,
  eraseSegmentMembersOf,
  eraseSegmentsOf,
  segmentsTurn,
} from '#modules/segments/index.ts';
import { ERASED_VIEW_TABLES, eraseViewsOf } from '#modules/views/index.ts';
import { grantScope, purgeOldParts, type Scope } from '#platform/clickhouse/index.ts';
import { rewriteTables } from '#platform/postgres/index.ts';
import { drainsDone } from './drains-done.ts';
import { findOptionalUndone, finishErasure, forgetPlan, setPlan, setStep } from './erase-member-store.ts';
import { keepTombstones } from './erase-member-tombstones.ts';
import type { Services } from './services.ts';

export type ErasureParts = Pick<
  Services,
  'config' | 'database' | 'engine' | 'files' | 'intake' | 'secrets' | 'tombstoneKeys' | 'turns'
> & {
  onCommunityChanged(community: { workspaceId: string; communityId: string }): void;
  /** False in tests only: does not wait until what replaced old parts has surely reached the disk. */
  durable?: boolean;
};

/** What an erasure has to do with in either store, and how it finds the person. */
export async function planFor(
  { database, engine }: Pick<ErasureParts, 'database' | 'engine'>,
  scope: Scope,
  memberId: string,
): Promise<ErasurePlan> {
  const { workspaceId, communityId } = scope;
  const known = await database.inWorkspace(workspaceId, async (tx) => ({
    person: await findPersonToErase(tx, communityId, memberId),
    manualMerges: await manualMerges(tx, communityId),
  }));
  const plan = await planErasure(engine, scope, {
    memberId,
    manualMerges: known.manualMerges,
    accountIds: known.person.ids,
  });
  const names = plan.shared.length > 0 ? plan.names : [...new Set([...plan.names, ...known.person.names])];
  return { ...plan, names };
}

/**
 * Runs an erasure that was asked for, from wherever a run before it was killed: every step can be done over. First the
 * list of tombstones, so that nothing comes back meanwhile; then files, log, members, reports; at last the disk. Gives
 * `false` when it has to wait for an import of the community to end.
 */
export async function runErasure(
  parts: ErasureParts,
  { workspaceId, erasureId }: { workspaceId: string; erasureId: string },
): Promise<boolean> {
  const { database, turns } = parts;
  const found = await database.inWorkspace(workspaceId, (tx) => findOptionalUndone(tx, erasureId));
  if (!found) return true;
  const { communityId } = found;
  const scope = grantScope(workspaceId, communityId);
  const at = (step: Erasure['step']) => database.inWorkspace(workspaceId, (tx) => setStep(tx, erasureId, step));
  if (found.memberId !== null) {
    await at('planning');
    const plan = found.plan ?? (await makePlan(parts, scope, erasureId, found.memberId));
    if (await isImporting(database, scope)) return false;
    // An evaluation, or a computation of segments, under way would write down what it has read of them.
    await turns.of(evaluationTurn(communityId))(() =>
      turns.of(segmentsTurn(communityId))(() => eraseEverywhere(parts, scope, plan, at)),
    );
    await turns.of(reportTurn(communityId))(() => eraseFromReports(parts, scope, plan));
    await database.inWorkspace(workspaceId, (tx) => forgetPlan(tx, erasureId));
  }
  await purge(parts, scope, erasureId);
  parts.onCommunityChanged({ workspaceId, communityId });
  return true;
}

async function makePlan(parts: ErasureParts, scope: Scope, erasureId: string, memberId: string): Promise<ErasurePlan> {
  const { config, database, engine, tombstoneKeys } = parts;
  const plan = await planFor(parts, scope, memberId);
  const { events, texts } = await countErasure(engine, scope, plan);
  const tombstones = tombstonesOf(tombstoneKeys[0]!, scope.communityId, plan.accounts);
  // Outside of the stores, so that a backup from before brings nobody back.
  await keepTombstones(config.dataDir, scope, tombstones);
  await database.inWorkspace(scope.workspaceId, async (tx) => {
    await setPlan(tx, erasureId, plan, { events, texts, accounts: plan.accounts.length });
    await addTombstones(tx, scope.communityId, tombstones);
  });
  return plan;
}

async function eraseEverywhere(
  parts: ErasureParts,
  scope: Scope,
  plan: ErasurePlan,
  at: (step: Erasure['step']) => Promise<void>,
): Promise<void> {
  const { database, engine, turns, intake, secrets } = parts;
  const { workspaceId, communityId } = scope;
  const ids = new Map(Object.entries(plan.ids));
  const forget = forgetNames(ids, plan.names, ERASED_NAME);
  await at('uploads');
  await eraseUploads(parts, scope, { forget, names: plan.names });
  await at('log');
  await drainsDone(turns, communityId);
  await eraseEvents(engine, scope, plan, { turn: turns.of(communityId) });
  await eraseHitsOf(engine, scope, [...ids.keys()]);
  await eraseStatesOf(engine, scope, { ids, shared: plan.shared });
  await eraseSegmentMembersOf(engine, scope, ids);
  await at('members');
  const admit = await intake.now(scope);
  const pattern = mentionPattern(plan.names);
  const mention = pattern === null ? undefined : new RegExp(pattern, 'gu');
  await database.inWorkspace(workspaceId, async (tx) => {
    await admitWaiting(tx, communityId, admit, (event) =>
      mention && event.text ? { ...event, text: event.text.replaceAll(mention, `@${ERASED_NAME}`) } : event,
    );
    await eraseRelaysOf(tx, communityId, forget, [...ids.keys()]);
    await eraseMembersOf(tx, { communityId, ids, shared: plan.shared, forget });
    for (const erase of [
      eraseBulksOf,
      eraseViewsOf,
      eraseSuggestionsOf,
      eraseIntroductionsOf,
      eraseGroupWordsOf,
      eraseGoalsOf,
      eraseExamsOf,
      eraseLevelsOf,
      eraseRewardsOf,
      erasePointsOf,
      erasePlaysOf,
      eraseAnalysesOf,
      eraseSegmentsOf,
      eraseDeliveriesOf,
      eraseReactionsOf,
      eraseCreditOf,
    ])
      await erase(tx, communityId, forget);
    await eraseConnectionsOf(tx, communityId, forget, { secrets, names: plan.names });
    await eraseAuditOf(tx, [...ids.keys()], forget.patterns);
  });
  await at('reports');
  await eraseEvaluationsOf(parts, scope, { ids, shared: plan.shared });
}

async function eraseFromReports({ database }: ErasureParts, scope: Scope, plan: ErasurePlan): Promise<void> {
  const ids = new Map(Object.entries(plan.ids));
  const forget = forgetNames(ids, plan.names, ERASED_NAME);
  await database.inWorkspace(scope.workspaceId, (tx) => eraseReportsOf(tx, scope.communityId, { forget, ids }));
}

const POSTGRES_TABLES: readonly string[] = [
  ...ERASED_MEMBER_TABLES,
  ...ERASED_ACCESS_TABLES,
  ...ERASED_BULK_TABLES,
  ...ERASED_VIEW_TABLES,
  ...ERASED_MATCHING_TABLES,
  ...ERASED_INTRODUCTION_TABLES,
  ...ERASED_GROUP_TABLES,
  ...ERASED_CONNECTION_TABLES,
  ...ERASED_GOAL_TABLES,
  ...ERASED_EXAM_TABLES,
  ...ERASED_LEVEL_TABLES,
  ...ERASED_REWARD_TABLES,
  ...ERASED_POINT_TABLES,
  ...ERASED_PLAYBOOK_TABLES,
  ...ERASED_ANALYSIS_TABLES,
  ...ERASED_REPORT_TABLES,
  ...ERASED_DELIVERY_TABLES,
  ...ERASED_REACTION_TABLES,
  ...ERASED_RELAY_TABLES,
  ...ERASED_CREDIT_TABLES,
  ...WAITING_TABLES,
  ...IMPORT_TABLES,
  ...ERASED_INSIGHT_TABLES.postgres,
  ...ERASED_SEGMENT_TABLES.postgres,
  'audit_entries',
  'erasures',
];

const ENGINE_TABLES: readonly string[] = [
  ...ERASED_TABLES,
  ...ERASED_INSIGHT_TABLES.engine,
  ...ERASED_SEGMENT_TABLES.engine,
  'hits',
];

/** Sees to it that nothing is left of the person in files that nobody reads any more. */
async function purge(parts: ErasureParts, scope: Scope, erasureId: string): Promise<void> {
  const { database, engine, durable = true } = parts;
  await purgeOldParts(engine, scope, ENGINE_TABLES, { durable });
  const refused = await rewriteTables(database.settings, POSTGRES_TABLES);
  await database.inWorkspace(scope.workspaceId, (tx) => finishErasure(tx, erasureId, refused));
}
