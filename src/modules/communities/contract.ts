import { z } from 'zod';
import { isZone } from '#kernel/calendar.ts';

export const COMMUNITY_TYPES = ['industry', 'interest', 'regional'] as const;
export const GROUP_PURPOSES = ['product', 'expert', 'service', 'chat'] as const;

export const communityTypeSchema = z.enum(COMMUNITY_TYPES);
export const zoneSchema = z.string().max(60).refine(isZone, 'is not a time zone: give an IANA name like Asia/Shanghai');
export const communityKeySchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'lower-case letters, digits and single hyphens');

export const communitySchema = z.object({
  id: z.string(),
  workspaceId: z.string(),
  key: communityKeySchema.describe('unique in the workspace; for the command line and the API'),
  name: z.string(),
  type: communityTypeSchema,
  zone: z.string().describe('IANA time zone; its days are the days of every figure'),
  positioning: z.string(),
  createdAt: z.iso.datetime(),
});
export type Community = z.infer<typeof communitySchema>;

/** Routes below a community take its id or its key. */
export const communityParams = z.object({ communityId: z.string().min(1).max(60) });

/** GET /api/v1/communities */
export const communitiesReply = z.object({ communities: z.array(communitySchema) });

/** POST /api/v1/communities */
export const createCommunityBody = z.object({
  name: z.string().trim().min(1).max(120),
  key: communityKeySchema.optional().describe('made from the name when absent'),
  type: communityTypeSchema.default('interest'),
  zone: zoneSchema.default('Asia/Shanghai'),
  positioning: z.string().trim().max(2000).default(''),
});
export type NewCommunity = z.input<typeof createCommunityBody>;

export const groupSchema = z.object({
  id: z.string(),
  platform: z.string(),
  externalId: z.string(),
  name: z.string(),
  purpose: z.enum(GROUP_PURPOSES).nullable(),
});
export type Group = z.infer<typeof groupSchema>;

/** GET /api/v1/communities/:communityId/groups */
export const groupsReply = z.object({ groups: z.array(groupSchema) });
