import type { SourcedRow } from './undo-sightings.ts';

/** That a source brought a version of an event whose content another row has. */
export type Sighting = { version: number; importId: string };

/**
 * What stands of an event when one import never was: of the rows that others brought, the lowest origin says when and
 * by whom, the highest version all else. Undefined when nobody else brought it.
 */
export function foldWithout(
  importId: string,
  rows: readonly SourcedRow[],
  sightings: readonly Sighting[],
): SourcedRow | undefined {
  const others = rows.filter((row) => row.importId !== importId);
  for (const sighting of sightings) {
    if (sighting.importId === importId) continue;
    if (others.some((row) => row.version === sighting.version && row.importId === sighting.importId)) continue;
    const same = rows.filter((row) => row.version === sighting.version);
    const row = same.find((one) => one.originVersion === one.version) ?? same[0];
    if (row) others.push({ ...row, importId: sighting.importId });
  }
  const [first, ...rest] = others;
  if (!first) return undefined;
  let place = first;
  let content = first;
  for (const row of rest) {
    if (row.originVersion < place.originVersion) place = row;
    if (row.version > content.version) content = row;
  }
  const { day, accountId, at, position, originVersion } = place;
  return { ...content, day, accountId, at, position, originVersion };
}
