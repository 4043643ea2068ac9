import { dayOf, formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { FORECAST_WEEKS } from '#kernel/forecast.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { ListChannels } from '#modules/delivery/index.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { announceMilestones } from './announce-milestones.ts';
import { listMilestones } from './milestone-store.ts';
import { keepDay, listObjectives, type StoredObjective } from './objective-store.ts';
import { objectiveStanding } from './objective-standing.ts';
import type { TrackedObjective } from './objectives.contract.ts';
import { knownOf, measureKey, readMeasures, spanTo, type Ids, type MeasureSeries } from './read-measures.ts';

export type GoalServices = { database: Database; engine: EventEngine; clock: Clock };

/** A year of figures at most is read and shown. */
const MOST_DAYS = 364;

/** From which day figures of an objective are shown: what the forecast looks at, and everything since the start. */
const firstDay = ({ startDay, dueDay }: StoredObjective, today: Day): Day =>
  Math.max(
    Math.min(parseDay(startDay)!, Math.min(today, parseDay(dueDay)!)) - 7 * FORECAST_WEEKS - 6,
    today - MOST_DAYS,
  );

/** Puts objectives beside the figures they aim at, as they stand on a day. */
export async function trackObjectives(
  tx: Tx,
  engine: EventEngine,
  ids: Ids,
  objectives: readonly StoredObjective[],
  { today, zone }: { today: Day; zone: string },
): Promise<TrackedObjective[]> {
  if (objectives.length === 0) return [];
  const from = Math.min(...objectives.map((one) => firstDay(one, today)));
  const measures = await readMeasures(
    tx,
    engine,
    ids,
    objectives.map(({ measure }) => measure),
    spanTo(today, from),
  );
  const names = await operatorNames(
    tx,
    objectives.map(({ ownerId }) => ownerId),
  );
  const milestones = await listMilestones(
    tx,
    objectives.map(({ id }) => id),
  );
  return objectives.map((objective) => {
    const measured = measures.get(measureKey(objective.measure))!;
    // A closed one is shown as it stood when it was closed.
    const at = objective.closed ? Math.min(today, dayOf(objective.closed.at.getTime(), zone)) : today;
    return {
      ...tracked(objective, { measured, today: at, ownerName: names.get(objective.ownerId ?? '') ?? null }),
      milestones: milestones.get(objective.id) ?? [],
    };
  });
}

function tracked(
  objective: StoredObjective,
  { measured, today, ownerName }: { measured: MeasureSeries; today: Day; ownerName: string | null },
): Omit<TrackedObjective, 'milestones'> {
  const { closed, ownerId, createdAt, ...fields } = objective;
  const { unit, bounds, name } = measured;
  const from = formatDay(firstDay(objective, today));
  const until = formatDay(today);
  const series = measured.series.filter(({ day }) => day >= from && day <= until);
  const aim = {
    startDay: parseDay(objective.startDay)!,
    startValue: objective.startValue,
    target: objective.target,
    dueDay: parseDay(objective.dueDay)!,
  };
  return {
    ...fields,
    measureName: name,
    unit,
    better: objective.target > objective.startValue ? 'more' : 'less',
    owner: ownerId === null ? null : { id: ownerId, name: ownerName },
    createdAt: createdAt.toISOString(),
    closed: closed && { ...closed, at: closed.at.toISOString() },
    standing: objectiveStanding(aim, knownOf(series), { today, bounds }),
    series,
  };
}

/**
 * Keeps how each open objective of a community stands today, and tells of the milestones that it came to. Called after each
 * evaluation, so that a day's row is what was known when the day was last evaluated.
 */
export async function recordObjectives(
  { database, engine, clock, listChannels }: GoalServices & { listChannels: ListChannels },
  ids: Ids,
): Promise<void> {
  await database.inWorkspace(ids.workspaceId, async (tx) => {
    const { zone } = await getCommunity(tx, ids.communityId);
    const open = await listObjectives(tx, ids.communityId, { closed: false });
    const now = clock.now();
    const byId = new Map(open.map((one) => [one.id, one]));
    const objectives = await trackObjectives(tx, engine, ids, open, { today: dayOf(now, zone), zone });
    for (const { id, standing } of objectives) await keepDay(tx, byId.get(id)!, standing);
    await announceMilestones(tx, listChannels, { ids, objectives, now });
  });
}

/**
 * The objectives of a community as they stood on a day, for a report of a period that ends with it: those that had been
 * made by then and were not closed before `since`. Figures are those known now of the days up to that day.
 */
export async function objectivesAt(
  { database, engine }: Pick<GoalServices, 'database' | 'engine'>,
  ids: Ids,
  { day, since }: { day: string; since: string },
): Promise<TrackedObjective[]> {
  return database.inWorkspace(ids.workspaceId, async (tx) => {
    const all = await listObjectives(tx, ids.communityId, { closed: true });
    const then = all.filter(
      ({ startDay, closed }) => startDay <= day && (closed === null || closed.at.toISOString().slice(0, 10) >= since),
    );
    const { zone } = await getCommunity(tx, ids.communityId);
    return trackObjectives(tx, engine, ids, then, { today: parseDay(day)!, zone });
  });
}
