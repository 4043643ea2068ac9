import { NIL_ID } from '#kernel/ids.ts';
import { loadPersonas, mapPersonas } from '#modules/events/index.ts';
import { recordRenames } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { InsightServices } from './evaluate-community.ts';

/**
 * Tells the members what the log says of renames, so that tags, attributes and notes given under an old name are the
 * person's. Merges by hand are left out of it: those the members know themselves.
 */
export async function recordLogRenames(
  { database, engine }: InsightServices,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
): Promise<void> {
  const { renames, bots } = await loadPersonas(engine, grantScope(workspaceId, communityId));
  const { members } = mapPersonas(renames, [], bots);
  await database.inWorkspace(workspaceId, (tx) =>
    recordRenames(tx, communityId, {
      renames: [...members].flatMap(([memberId, intoId]) => (intoId === NIL_ID ? [] : [{ memberId, intoId }])),
      newcomers: renames.map(({ eventId }) => eventId),
    }),
  );
}
