import type { Tx } from '#platform/postgres/index.ts';
import type { SegmentUse } from './contract.ts';
import { tagGivers, usedBy } from './dependencies.ts';
import { SegmentInUse } from './errors.ts';
import { listSchemes } from './scheme-store.ts';
import { listSegments } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

/** Where a segment is used: in rules of others (also by the tag that it gives), in own schemes, and in other modules. */
export async function whereUsed(
  tx: Tx,
  { segmentUses = [] }: Pick<SegmentServices, 'segmentUses'>,
  { communityId, segmentId }: { communityId: string; segmentId: string },
): Promise<SegmentUse[]> {
  const segments = await listSegments(tx, communityId);
  const schemes = await listSchemes(tx, communityId);
  const givers = tagGivers(segments);
  // A rule that looks at a scheme depends on its segments, but it is the scheme that uses them.
  const inRules = segments.filter(
    ({ id, rule }) => id !== segmentId && usedBy(rule, () => [], givers).includes(segmentId),
  );
  const inSchemes = schemes.filter(({ segmentIds }) => segmentIds.includes(segmentId));
  const elsewhere: SegmentUse[] = [];
  for (const find of segmentUses) elsewhere.push(...(await find(tx, communityId, segmentId)));
  return [
    ...inRules.map(({ id, name }) => ({ kind: 'segment', id, name })),
    ...inSchemes.map(({ id, name }) => ({ kind: 'scheme', id, name })),
    ...elsewhere,
  ];
}

/** Throws SegmentInUse where something is made from a segment. */
export async function checkUnused(
  tx: Tx,
  services: Pick<SegmentServices, 'segmentUses'>,
  ids: { communityId: string; segmentId: string },
): Promise<void> {
  const uses = await whereUsed(tx, services, ids);
  if (uses.length > 0) throw new SegmentInUse(uses);
}
