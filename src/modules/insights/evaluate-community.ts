import type { Day } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { derivedId } from '#kernel/ids.ts';
import { getCommunity, type Community } from '#modules/communities/index.ts';
import type { CommunityTurns } from '#modules/events/index.ts';
import { listStanding, manualMerges } from '#modules/members/index.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { evaluate } from './evaluate.ts';
import { addEvaluation, findOptionalLatest, releaseStates, type Evaluation } from './evaluation-store.ts';
import { logRevision } from './gather/log-state.query.ts';
import { removeOldStates } from './gather/member-states.ts';
import { DEFAULT_INSIGHT_RULES } from './insight-rules.ts';
import type { SegmentCondition } from './member-filter.ts';
import { keepNetwork } from './network-keep.ts';
import { placesIn } from './network-places.query.ts';
import { removeOldNetworks } from './network-rows.ts';
import { addNetwork } from './network-store.ts';
import { recordLogRenames } from './record-log-renames.ts';

export type InsightServices = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  /** Whom a segment means, for filters of members. */
  segmentCondition?: SegmentCondition | undefined;
  /** Keeps evaluations of a community apart, and away while somebody is erased from it. */
  turns?: Pick<CommunityTurns, 'of'>;
  /** Hears of each evaluation of the present that was kept. */
  onEvaluated?: (community: { workspaceId: string; communityId: string }) => void;
};

/** What evaluations of a community take turns by. */
export const evaluationTurn = (communityId: string): string => `evaluation ${communityId}`;

/** What PostgreSQL knows that an evaluation needs. */
export async function evaluationOptions(
  { database, clock }: InsightServices,
  workspaceId: string,
  communityId: string,
): Promise<EvaluationOptions & { community: Community }> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const community = await getCommunity(tx, communityId);
    return {
      community,
      clock,
      manualMerges: await manualMerges(tx, community.id),
      experts: await listStanding(tx, community.id, 'expert'),
      team: await listStanding(tx, community.id, 'team'),
    };
  });
}

/**
 * Evaluates a community, at present or as of a past day, and keeps the report with its inputs. States of evaluations
 * that nobody pages through any more are removed from the engine.
 */
export async function evaluateCommunity(services: InsightServices, wanted: Wanted): Promise<Evaluation> {
  const { workspaceId, communityId, unless } = wanted;
  const turn = services.turns?.of(evaluationTurn(communityId));
  let found: Evaluation | undefined;
  const work = async (): Promise<Evaluation> => {
    found = unless && (await services.database.inWorkspace(workspaceId, unless));
    return found ?? evaluateInTurn(services, wanted);
  };
  const evaluation = await (turn ? turn(work) : work());
  if (!found && wanted.asOf === undefined) services.onEvaluated?.({ workspaceId, communityId });
  return evaluation;
}

type Wanted = {
  workspaceId: string;
  communityId: string;
  asOf?: Day;
  /** Finds an evaluation that will do: whoever had the turn before may have made it. */
  unless?: (tx: Tx) => Promise<Evaluation | undefined>;
};

async function evaluateInTurn(
  services: InsightServices,
  { workspaceId, communityId, asOf }: Wanted,
): Promise<Evaluation> {
  const { database, engine, clock } = services;
  if (asOf === undefined) await recordLogRenames(services, { workspaceId, communityId });
  const options = await evaluationOptions(services, workspaceId, communityId);
  const scope = grantScope(workspaceId, options.community.id);
  // Read before the figures: what changes while they are computed makes the next question compute anew.
  const logState = await logStateOf(services, workspaceId, options);
  const { report, evaluationId, inputs, network } = await evaluate(engine, scope, {
    ...options,
    ...(asOf === undefined ? {} : { asOf }),
  });
  const before = await database.inWorkspace(workspaceId, (tx) => findOptionalLatest(tx, options.community.id));
  const places = before && (await placesIn(network.frame, { evaluationId: before.id }, network));
  const summary = await keepNetwork({ ...network, places }, evaluationId);
  const evaluation: Evaluation = {
    id: evaluationId,
    asOf: report.asOf,
    evaluatedAt: new Date(clock.now()),
    logState,
    rules: DEFAULT_INSIGHT_RULES,
    inputs,
    report,
  };
  const keep = await database.inWorkspace(workspaceId, async (tx) => {
    await addEvaluation(tx, {
      ...evaluation,
      workspaceId,
      communityId: options.community.id,
      current: asOf === undefined,
    });
    await addNetwork(tx, { evaluationId, communityId: options.community.id, summary });
    return releaseStates(tx, options.community.id);
  });
  await removeOldStates(engine, scope, keep);
  await removeOldNetworks(engine, scope, keep);
  return evaluation;
}

/** A text that is the same as long as an evaluation as of a day would give the same: roll-ups, merges, who is what. */
export async function logStateOf(
  { engine }: InsightServices,
  workspaceId: string,
  options: EvaluationOptions,
): Promise<string> {
  const scope = grantScope(workspaceId, options.community.id);
  const people = [options.manualMerges ?? [], options.experts ?? [], options.team ?? [], options.community.zone];
  return `${await logRevision(engine, scope)} ${derivedId(...people.map((part) => JSON.stringify(part)))}`;
}
