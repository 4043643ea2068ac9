import { dayOf, formatDay, parseDay } from '#kernel/calendar.ts';
import { Conflict } from '#kernel/errors.ts';
import type { z } from 'zod';
import { getCommunity } from '#modules/communities/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { checkObjective, fault } from './check-objective.ts';
import { listMilestones, noteMilestones } from './milestone-store.ts';
import { milestonesAt } from './milestones.ts';
import {
  addObjective,
  getObjective,
  keepDay,
  removeObjective,
  setClosed,
  updateObjective,
  type StoredObjective,
} from './objective-store.ts';
import type {
  changeObjectiveBody,
  closeObjectiveBody,
  createObjectiveBody,
  TrackedObjective,
} from './objectives.contract.ts';
import { knownOf, measureKey, readMeasures, spanTo, type Ids } from './read-measures.ts';
import { trackObjectives, type GoalServices } from './track-objectives.ts';

type Parts = Pick<GoalServices, 'engine' | 'clock'>;
/** A figure as of some days ago still says where one begins. */
const START_REACHES = 31;

/**
 * Makes an objective. Without a start it begins today at the latest figure; BadInput when there is none to begin at, when
 * the segment is not there, or when it does not hold together (`checkObjective`).
 */
export async function createObjective(
  tx: Tx,
  parts: Parts,
  { actor, ids, body }: { actor: Actor; ids: Ids; body: z.output<typeof createObjectiveBody> },
): Promise<TrackedObjective> {
  const { zone } = await getCommunity(tx, ids.communityId);
  const { startDay = formatDay(dayOf(parts.clock.now(), zone)), measure } = body;
  const start = parseDay(startDay)!;
  const measures = await readMeasures(tx, parts.engine, ids, [measure], spanTo(start, start - START_REACHES));
  const { name, series } = measures.get(measureKey(measure))!;
  if ('segmentId' in measure && name === null) throw fault('/measure/segmentId', 'is no segment of this community');
  const startValue = body.startValue ?? knownOf(series).at(-1)?.value;
  if (startValue === undefined)
    throw fault('/startValue', 'is needed: no figure is known of the days before the start');
  const fields = { ...body, startDay, startValue };
  await checkObjective(tx, ids.communityId, fields);
  const id = await addObjective(tx, { ...fields, communityId: ids.communityId, createdBy: actor.operatorId });
  const after = { ...fields, id };
  const subject = { kind: 'objective', id, label: body.name };
  await recordChange(tx, actor, {
    action: 'goals.create-objective',
    subject,
    communityId: ids.communityId,
    after,
  });
  return track(tx, parts, ids, id, { keep: true });
}

/**
 * An objective as it stands today; `keep`: the day is written into its history, and the milestones behind it are noted without
 * a word: who makes or changes an objective has not come any further by it.
 */
export async function track(
  tx: Tx,
  { engine, clock }: Parts,
  ids: Ids,
  id: string,
  { keep = false }: { keep?: boolean } = {},
): Promise<TrackedObjective> {
  const { zone } = await getCommunity(tx, ids.communityId);
  const found = await getObjective(tx, ids.communityId, id);
  const [tracked] = await trackObjectives(tx, engine, ids, [found], { today: dayOf(clock.now(), zone), zone });
  if (!keep) return tracked!;
  const { standing } = tracked!;
  await keepDay(tx, found, standing);
  await noteMilestones(tx, id, { percents: milestonesAt(standing.progress), day: standing.day });
  return { ...tracked!, milestones: (await listMilestones(tx, [id])).get(id) ?? [] };
}

const shown = ({
  name,
  measure,
  startDay,
  startValue,
  target,
  dueDay,
  ownerId,
  note,
  drivers,
  announceIn,
}: StoredObjective) => ({
  name,
  measure,
  startDay,
  startValue,
  target,
  dueDay,
  ownerId,
  note,
  drivers,
  announceIn,
});

/** Changes an open objective; Conflict when it is closed. */
export async function changeObjective(
  tx: Tx,
  parts: Parts,
  { actor, ids, id, body }: { actor: Actor; ids: Ids; id: string; body: z.output<typeof changeObjectiveBody> },
): Promise<TrackedObjective> {
  const before = await getObjective(tx, ids.communityId, id);
  if (before.closed) throw new Conflict('this objective is closed: open it again to change it', 'objective_closed');
  const fields = { ...before, ...body };
  await checkObjective(tx, ids.communityId, fields, before);
  await updateObjective(tx, id, fields);
  const after = await getObjective(tx, ids.communityId, id);
  await recordChange(tx, actor, {
    action: 'goals.change-objective',
    subject: { kind: 'objective', id, label: after.name },
    communityId: ids.communityId,
    before: shown(before),
    after: shown(after),
  });
  return track(tx, parts, ids, id, { keep: true });
}

/** Closes an objective with what came of it and a note; Conflict when it is closed. */
export async function closeObjective(
  tx: Tx,
  parts: Parts,
  {
    actor,
    ids,
    id,
    body: { outcome, note },
  }: { actor: Actor; ids: Ids; id: string; body: z.output<typeof closeObjectiveBody> },
): Promise<TrackedObjective> {
  const { standing, name, closed } = await track(tx, parts, ids, id, { keep: true });
  if (closed) throw new Conflict('this objective is closed already', 'objective_closed');
  await setClosed(tx, id, { at: new Date(parts.clock.now()), outcome, value: standing.value, note });
  await recordChange(tx, actor, {
    action: 'goals.close-objective',
    subject: { kind: 'objective', id, label: name },
    communityId: ids.communityId,
    after: { outcome, note, value: standing.value },
  });
  return track(tx, parts, ids, id);
}

/** Opens a closed objective again. */
export async function reopenObjective(
  tx: Tx,
  parts: Parts,
  { actor, ids, id }: { actor: Actor; ids: Ids; id: string },
): Promise<TrackedObjective> {
  const { closed, name } = await getObjective(tx, ids.communityId, id);
  if (!closed) throw new Conflict('this objective is open', 'objective_open');
  await setClosed(tx, id, null);
  await recordChange(tx, actor, {
    action: 'goals.reopen-objective',
    subject: { kind: 'objective', id, label: name },
    communityId: ids.communityId,
    before: { outcome: closed.outcome, note: closed.note },
    after: { outcome: null },
  });
  return track(tx, parts, ids, id);
}

/** Takes away an objective that was made by mistake. */
export async function deleteObjective(
  tx: Tx,
  { actor, ids, id }: { actor: Actor; ids: Ids; id: string },
): Promise<void> {
  const before = await getObjective(tx, ids.communityId, id);
  await removeObjective(tx, id);
  await recordChange(tx, actor, {
    action: 'goals.delete-objective',
    subject: { kind: 'objective', id, label: before.name },
    communityId: ids.communityId,
    before: shown(before),
  });
}
