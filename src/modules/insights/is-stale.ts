import { evaluationOptions, logStateOf, type InsightServices } from './evaluate-community.ts';
import { findOptionalLatest } from './evaluation-store.ts';

/**
 * Whether the latest evaluation was made from another log, other merges or other standings than there are now. A
 * community that was never evaluated is not stale: the first question evaluates it.
 */
export async function isStale(
  services: InsightServices,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
): Promise<boolean> {
  const latest = await services.database.inWorkspace(workspaceId, (tx) => findOptionalLatest(tx, communityId));
  if (!latest) return false;
  const options = await evaluationOptions(services, workspaceId, communityId);
  return (await logStateOf(services, workspaceId, options)) !== latest.logState;
}
