import { parseDay, type Day } from '#kernel/calendar.ts';
import { getCommunity, type Community } from '#modules/communities/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { evaluateCommunity, type InsightServices } from './evaluate-community.ts';
import { holdsStates, type Evaluation } from './evaluation-store.ts';
import { hasSpans, type PeopleFrame } from './gather/member-events.ts';
import { readPersonaMap } from './gather/standing.ts';
import { findEvaluation } from './overview.ts';

/** A community as its latest evaluation sees it: who is who, up to which day, and where each member stands. */
export type Evaluated = {
  readonly community: Community;
  readonly evaluation: Evaluation;
  readonly frame: PeopleFrame;
  /** The day of the evaluation. */
  readonly today: Day;
};

/**
 * Opens the latest evaluation of a community (`communityKey`: its key or id), or one as of a past day whose states the
 * engine holds, for questions about its members, so that segments and analyses speak of the same people as the lists do.
 * Evaluates when there is none. Throws NotFound; BadInput for a day to come.
 */
export async function openEvaluated(
  services: InsightServices,
  { workspaceId, communityKey, asOf }: { workspaceId: string; communityKey: string; asOf?: string },
): Promise<Evaluated> {
  const { database, engine } = services;
  const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, communityKey));
  const evaluation = await evaluationWithStates(services, { workspaceId, communityId: community.id, asOf });
  const scope = grantScope(workspaceId, community.id);
  const today = parseDay(evaluation.asOf)!;
  const [map, spans] = await Promise.all([
    readPersonaMap(engine, scope, evaluation.inputs.mapId),
    hasSpans({ engine, scope }),
  ]);
  return {
    community,
    evaluation,
    today,
    frame: { engine, scope, today, zone: community.zone, ...map, hasSpans: spans },
  };
}

async function evaluationWithStates(
  services: InsightServices,
  ids: { workspaceId: string; communityId: string; asOf: string | undefined },
): Promise<Evaluation> {
  const found = await findEvaluation(services, ids);
  const holds = await services.database.inWorkspace(ids.workspaceId, (tx) => holdsStates(tx, found.id));
  return holds ? found : evaluateCommunity(services, { ...ids, asOf: parseDay(found.asOf)! });
}
