import { z } from 'zod';
import { ACTIVITY_TIERS, TIERS, VALUE_CELLS } from '../../../../../src/modules/insights/contract.ts';

const text = z.string().min(1).max(200).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);

/** The filters of the member list as the address carries them; what does not fit is dropped. */
export const memberSearchSchema = z.object({
  q: text,
  tier: z.enum(TIERS).optional().catch(undefined),
  activity: z.enum(ACTIVITY_TIERS).optional().catch(undefined),
  value: z.enum(VALUE_CELLS).optional().catch(undefined),
  group: text,
  tag: text,
  joinedFrom: day,
  joinedTo: day,
  sort: text,
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
});
export type MemberSearch = z.infer<typeof memberSearchSchema>;
