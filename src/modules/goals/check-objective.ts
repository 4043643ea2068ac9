import { BadInput } from '#kernel/errors.ts';
import { findAnalyses } from '#modules/analyses/index.ts';
import { listGroups } from '#modules/communities/index.ts';
import { operatorsOf } from '#modules/identity/index.ts';
import { libraryOf, listPlayRows } from '#modules/playbooks/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { ObjectiveFields } from './objective-store.ts';
import type { Driver } from './objectives.contract.ts';
import { boundsOfMeasure } from './read-measures.ts';

/** BadInput at a place of the body. */
export const fault = (where: string, what: string): BadInput =>
  new BadInput(`${where.slice(1)}: ${what}`, [{ where, what }]);

/** What an objective must fulfil whoever writes it; BadInput says which does not. `kept`: what it named before. */
export async function checkObjective(
  tx: Tx,
  communityId: string,
  fields: ObjectiveFields,
  kept: Pick<ObjectiveFields, 'drivers' | 'announceIn'> = { drivers: [], announceIn: [] },
): Promise<void> {
  const { startDay, dueDay, startValue, target, ownerId } = fields;
  const { least, most } = boundsOfMeasure(fields.measure);
  if (dueDay <= startDay) throw fault('/dueDay', 'is not after the start');
  if (target === startValue) throw fault('/target', 'is where it starts from: there is no way to go');
  for (const [where, value] of [
    ['/target', target],
    ['/startValue', startValue],
  ] as const)
    if (value < least || value > most) throw fault(where, `is none that this figure can have: ${least} to ${most}`);
  if (ownerId !== null && !(await operatorsOf(tx)).some(({ id }) => id === ownerId))
    throw fault('/ownerId', 'is no operator of this workspace');
  await checkDrivers(tx, communityId, fields.drivers, kept.drivers);
  const groups = new Set([...kept.announceIn, ...(await listGroups(tx, communityId)).map(({ id }) => id)]);
  for (const [at, id] of fields.announceIn.entries()) {
    if (!groups.has(id)) throw fault(`/announceIn/${at}`, 'is no group of this community');
    if (fields.announceIn.indexOf(id) < at) throw fault(`/announceIn/${at}`, 'is named already');
  }
}

const keyOf = ({ kind, id }: Driver): string => `${kind} ${id}`;

/** Each driver is named once, and is there; what an objective was driven by before may be gone by now. */
async function checkDrivers(tx: Tx, communityId: string, drivers: readonly Driver[], kept: readonly Driver[]) {
  const idsOf = (kind: Driver['kind']): string[] => drivers.filter((one) => one.kind === kind).map(({ id }) => id);
  const plays = idsOf('play').length > 0 ? libraryOf(await listPlayRows(tx, communityId)) : [];
  const analyses = await findAnalyses(tx, communityId, idsOf('analysis'));
  const there = new Set([
    ...kept.map(keyOf),
    ...plays.map(({ id }) => keyOf({ kind: 'play', id })),
    ...analyses.map(({ id }) => keyOf({ kind: 'analysis', id })),
  ]);
  const seen = new Set<string>();
  for (const [at, driver] of drivers.entries()) {
    const key = keyOf(driver);
    if (!there.has(key)) throw fault(`/drivers/${at}/id`, `is no ${driver.kind} of this community`);
    if (seen.has(key)) throw fault(`/drivers/${at}`, 'is named already');
    seen.add(key);
  }
}
