import { z } from 'zod';
import { REASON_KINDS, STATES } from '../../api/introductions.ts';

/** Which introductions are looked at, as the address carries it; what does not fit is dropped. */
export const introductionsSearchSchema = z.object({
  state: z.enum(STATES).optional().catch(undefined),
  reason: z.enum(REASON_KINDS).optional().catch(undefined),
  member: z.uuid().optional().catch(undefined),
});
export type IntroductionsSearch = z.infer<typeof introductionsSearchSchema>;
