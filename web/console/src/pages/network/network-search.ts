import { z } from 'zod';

/** What of the network is looked at, as the address carries it; what does not fit is dropped. */
export const networkSearchSchema = z.object({
  member: z.uuid().optional().catch(undefined),
  to: z.uuid().optional().catch(undefined),
  steps: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .catch(undefined),
  circle: z.int().min(1).optional().catch(undefined),
  month: z.iso.date().optional().catch(undefined),
  view: z.literal('list').optional().catch(undefined),
});
export type NetworkSearch = z.infer<typeof networkSearchSchema>;
