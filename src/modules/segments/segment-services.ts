import type { InsightServices } from '#modules/insights/index.ts';
import type { Log } from '#platform/log.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { SegmentUse } from './contract.ts';
import type { RuleSources } from './rule-sources.ts';

export type CommunityRef = { readonly workspaceId: string; readonly communityId: string };

/** Who entered and left segments in one computation, as other parts hear of it. */
export type SegmentsChanged = CommunityRef & {
  /** Version of the changes: `readChanges` gives the members. */
  readonly version: number;
  readonly segments: readonly { readonly segmentId: string; readonly entered: number; readonly left: number }[];
};

/** Where segments are used outside of this module. */
export type UsesOfSegments = (tx: Tx, communityId: string, segmentId: string) => Promise<SegmentUse[]>;

/** What the module works with. */
export type SegmentServices = InsightServices & {
  log: Pick<Log, 'warn'>;
  ruleSources: RuleSources;
  /** Hears of changes after they are there; a failure of its own is its own. */
  onSegmentChanges?: ((changes: SegmentsChanged) => void | Promise<void>) | undefined;
  segmentUses?: readonly UsesOfSegments[] | undefined;
};

/** What computations of a community's segments take turns by. */
export const segmentsTurn = (communityId: string): string => `segments ${communityId}`;
