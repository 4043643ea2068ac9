import { z } from 'zod';
import { COMMUNITY_TYPES } from '../../../../../src/modules/communities/contract.ts';
import { STAGES, TIERS } from '../../../../../src/modules/insights/contract.ts';

export const PLAY_VIEWS = ['now', 'tasks', 'library', 'checklist', 'past'] as const;
export type PlayView = (typeof PLAY_VIEWS)[number];

/** What the address of the plays carries; what does not fit is dropped. */
export const playsSearchSchema = z.object({
  tab: z.enum(PLAY_VIEWS).optional().catch(undefined),
  whose: z.enum(['mine']).optional().catch(undefined),
  stage: z.enum(STAGES).optional().catch(undefined),
  tier: z.enum(TIERS).optional().catch(undefined),
  type: z.enum(COMMUNITY_TYPES).optional().catch(undefined),
  q: z.string().min(1).max(80).optional().catch(undefined),
});
export type PlaysSearch = z.infer<typeof playsSearchSchema>;
