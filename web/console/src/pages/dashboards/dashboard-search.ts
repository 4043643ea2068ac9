import { z } from 'zod';
import { rangeSchema } from '../../../../../src/modules/analyses/common.contract.ts';

/** Days and segment that one looks at a dashboard with for now, as the address carries them. */
export const dashboardSearchSchema = z.object({
  days: rangeSchema.optional().catch(undefined),
  segmentId: z.uuid().optional().catch(undefined),
  edit: z.literal(true).optional().catch(undefined),
});
export type DashboardSearch = z.infer<typeof dashboardSearchSchema>;
