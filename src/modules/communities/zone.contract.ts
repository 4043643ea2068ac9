import { z } from 'zod';
import { zoneSchema } from './contract.ts';

export const ZONE_CHANGE_STATUSES = ['waiting', 'running', 'done', 'failed'] as const;

export const zoneChangeSchema = z.object({
  from: z.string(),
  to: z.string(),
  status: z.enum(ZONE_CHANGE_STATUSES).describe('failed: days are still those of the old zone; it is tried again'),
  askedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ZoneChange = z.infer<typeof zoneChangeSchema>;

/** GET /api/v1/communities/:communityId/zone */
export const zoneReply = z.object({
  zone: z.string(),
  change: zoneChangeSchema.nullable().describe('the latest; until it is done figures are of the old days'),
});
export type ZoneReply = z.infer<typeof zoneReply>;
/** PUT /api/v1/communities/:communityId/zone */
export const changeZoneBody = z.object({ zone: zoneSchema });
