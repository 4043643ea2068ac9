import type { Day } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { classifyMembers } from './decide.ts';
import { evaluationOptions, evaluationTurn, type InsightServices, logStateOf } from './evaluate-community.ts';
import { releaseStates } from './evaluation-store.ts';
import { openFrame } from './gather/open-frame.ts';
import { removeOldStates, writePlaces } from './gather/member-states.ts';
import { DEFAULT_INSIGHT_RULES } from './insight-rules.ts';
import { addPlacement, findOptionalPlacement, type Placement } from './placement-store.ts';

type Wanted = {
  workspaceId: string;
  communityId: string;
  day: Day;
  /** One made at this instant or later will do, whatever was learnt of the day since. */
  since?: Date;
};

/**
 * Where everybody stood in the schemes at the end of a past day, by everything that is known of it: an evaluation as of
 * that day where the engine holds its states, else the schemes alone, worked out now in the turn of evaluations.
 */
export async function placementAsOf(services: InsightServices, wanted: Wanted): Promise<Placement> {
  const { found } = await look(services, wanted);
  if (found) return found;
  const turn = services.turns?.of(evaluationTurn(wanted.communityId));
  // Whoever had the turn before may have answered the same question.
  const work = async (): Promise<Placement> => {
    const now = await look(services, wanted);
    return now.found ?? placeMembers(services, wanted, now);
  };
  return turn ? turn(work) : work();
}

/** What the log and PostgreSQL know at this moment, and a placement that was made of it. */
async function look(services: InsightServices, { workspaceId, communityId, day, since }: Wanted) {
  const options = await evaluationOptions(services, workspaceId, communityId);
  const logState = await logStateOf(services, workspaceId, options);
  const found = await services.database.inWorkspace(workspaceId, (tx) =>
    findOptionalPlacement(tx, communityId, { day, logState, since: since ?? null }),
  );
  return { options, logState, found };
}

/** Places everybody. `logState` was read before: what changes meanwhile makes the next question compute anew. */
async function placeMembers(
  { database, engine, clock }: InsightServices,
  { workspaceId, communityId, day }: Wanted,
  { options, logState }: Pick<Awaited<ReturnType<typeof look>>, 'options' | 'logState'>,
): Promise<Placement> {
  const scope = grantScope(workspaceId, communityId);
  const { frame } = await openFrame(engine, scope, { ...options, zone: options.community.zone, asOf: day });
  const { gathered, tiers, value } = await classifyMembers(frame, DEFAULT_INSIGHT_RULES, options);
  const placement: Placement = { id: newId(clock.now()), placedAt: new Date(clock.now()) };
  await writePlaces({
    frame,
    people: gathered.people,
    facts: gathered.facts,
    tiers,
    value,
    evaluationId: placement.id,
  });
  const keep = await database.inWorkspace(workspaceId, async (tx) => {
    await addPlacement(tx, { ...placement, communityId, day, logState });
    return releaseStates(tx, communityId);
  });
  await removeOldStates(engine, scope, keep);
  return placement;
}
