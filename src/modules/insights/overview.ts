import { parseDay, startOfDay, type Day } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { evaluateCommunity, evaluationOptions, logStateOf, type InsightServices } from './evaluate-community.ts';
import {
  findOptionalAsOf,
  findOptionalEarlier,
  findOptionalLatest,
  findOptionalLatestMark,
  type Evaluation,
} from './evaluation-store.ts';
import type { Overview } from './members.contract.ts';

/**
 * The report of a community: the latest evaluation as it was kept, which costs one row; as of a past day, one made now
 * unless the log still stands as it did. The first question ever evaluates.
 */
export async function readOverview(
  services: InsightServices,
  { workspaceId, communityId, asOf }: { workspaceId: string; communityId: string; asOf?: string },
): Promise<Overview> {
  const evaluation = await findEvaluation(services, { workspaceId, communityId, asOf });
  return present(services, workspaceId, evaluation, communityId);
}

/** The latest evaluation, or the one as of a day; made now unless it is there. */
export function findEvaluation(
  services: InsightServices,
  { workspaceId, communityId, asOf }: { workspaceId: string; communityId: string; asOf?: string | undefined },
): Promise<Evaluation> {
  return asOf === undefined
    ? latestEvaluation(services, workspaceId, communityId)
    : evaluationAsOf(services, workspaceId, communityId, asOf);
}

/** The latest evaluation of the present; made now when there is none. */
export async function latestEvaluation(
  services: InsightServices,
  workspaceId: string,
  communityId: string,
): Promise<Evaluation> {
  const find = (tx: Tx): Promise<Evaluation | undefined> => findOptionalLatest(tx, communityId);
  const found = await services.database.inWorkspace(workspaceId, find);
  return found ?? evaluateCommunity(services, { workspaceId, communityId, unless: find });
}

/** Which evaluation is the latest, without its report; made now when there is none. */
export async function latestMark(
  services: InsightServices,
  workspaceId: string,
  communityId: string,
): Promise<Pick<Evaluation, 'id' | 'asOf'>> {
  const found = await services.database.inWorkspace(workspaceId, (tx) => findOptionalLatestMark(tx, communityId));
  return found ?? latestEvaluation(services, workspaceId, communityId);
}

async function evaluationAsOf(
  services: InsightServices,
  workspaceId: string,
  communityId: string,
  asOf: string,
): Promise<Evaluation> {
  const options = await evaluationOptions(services, workspaceId, communityId);
  const day = pastDay(asOf, options.community.zone, services.clock.now());
  const logState = await logStateOf(services, workspaceId, options);
  const find = (tx: Tx): Promise<Evaluation | undefined> => findOptionalAsOf(tx, communityId, asOf, logState);
  const found = await services.database.inWorkspace(workspaceId, find);
  return found ?? evaluateCommunity(services, { workspaceId, communityId, asOf: day, unless: find });
}

function pastDay(text: string, zone: string, now: number): Day {
  const day = parseDay(text);
  const fault = (what: string): BadInput => new BadInput(`asOf ${what}`, [{ where: '/asOf', what }]);
  if (day === undefined) throw fault('is not a date of the form YYYY-MM-DD');
  if (startOfDay(day, zone) > now) throw fault('lies in the future');
  return day;
}

/** Puts an evaluation beside the one of about a week before. */
export async function present(
  { database }: Pick<InsightServices, 'database'>,
  workspaceId: string,
  evaluation: Evaluation,
  communityId: string,
): Promise<Overview> {
  const { report, evaluatedAt, asOf } = evaluation;
  const earlier = await database.inWorkspace(workspaceId, (tx) =>
    findOptionalEarlier(tx, communityId, parseDay(asOf)!),
  );
  const weekAgo = report.activity.daily.at(-8);
  const previous = earlier
    ? { health: earlier.health, members: earlier.members, mau: earlier.mau }
    : weekAgo && { mau: weekAgo.mau };
  return { report, evaluatedAt: evaluatedAt.toISOString(), ...(previous ? { previous } : {}) };
}
