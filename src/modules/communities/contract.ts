import { z } from 'zod';
import { isZone } from '#kernel/calendar.ts';
import { communityProfileSchema, writtenText } from './profile.contract.ts';

export const COMMUNITY_TYPES = ['industry', 'interest', 'regional'] as const;
export const GROUP_PURPOSES = ['product', 'expert', 'service', 'chat'] as const;
export type GroupPurpose = (typeof GROUP_PURPOSES)[number];

/** The platform of groups that meet in person, and of the accounts of their sign-in sheets. */
export const OFFLINE = 'offline';

export const communityTypeSchema = z.enum(COMMUNITY_TYPES);
export const zoneSchema = z.string().max(60).refine(isZone, 'is not a time zone: give an IANA name like Asia/Shanghai');
export const communityKeySchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'lower-case letters, digits and single hyphens');

const fileId = z.string().describe('id of a file: GET /api/v1/files/:fileId');

export const communitySchema = z.object({
  id: z.string(),
  workspaceId: z.string(),
  key: communityKeySchema.describe('unique in the workspace; for the command line and the API'),
  name: z.string(),
  type: communityTypeSchema,
  zone: z.string().describe('IANA time zone; its days are the days of every figure'),
  positioning: z.string(),
  slogan: z.string(),
  logo: fileId.nullable(),
  avatar: fileId.nullable(),
  createdAt: z.iso.datetime(),
});
export type Community = z.infer<typeof communitySchema>;

/** Routes below a community take its id or its key. */
export const communityParams = z.object({ communityId: z.string().min(1).max(60) });

/** GET /api/v1/communities */
export const communitiesReply = z.object({ communities: z.array(communitySchema) });

/** GET /api/v1/communities/:communityId/profile, and the answer to every change of a community. */
export const communityDetailSchema = communitySchema.extend({
  profile: communityProfileSchema,
  version: z.int().describe('counts the changes; a change names the one it was made from'),
});
export type CommunityDetail = z.infer<typeof communityDetailSchema>;

const name = writtenText(120).min(1);

/** What operators say about a group. */
const groupWords = {
  name: writtenText(120).describe('stands before what the platform calls it; empty: the platform’s name'),
  purpose: z.enum(GROUP_PURPOSES).nullable(),
  answerHours: z.int().min(1).max(720).nullable().describe('a question is to be answered within; null: no target'),
  rules: writtenText(4000),
  contentKinds: z.array(writtenText(60).min(1)).max(20),
  venue: writtenText(300).describe('of an offline group, like host and schedule'),
  host: writtenText(120),
  schedule: writtenText(300),
};

/** POST /api/v1/communities/:communityId/groups */
export const createGroupBody = z.object({
  ...groupWords,
  platform: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/, 'lower-case letters, digits, hyphens'),
  externalId: writtenText(400)
    .default('')
    .describe('its id on the platform, so that history and live events meet it; empty: not known yet'),
  name: groupWords.name.min(1),
  purpose: groupWords.purpose.default(null),
  answerHours: groupWords.answerHours.default(null),
  rules: groupWords.rules.default(''),
  contentKinds: groupWords.contentKinds.default([]),
  venue: groupWords.venue.default(''),
  host: groupWords.host.default(''),
  schedule: groupWords.schedule.default(''),
});
export type NewGroup = z.input<typeof createGroupBody>;

/** PATCH /api/v1/communities/:communityId/groups/:groupId: what is absent stays. */
export const updateGroupBody = z
  .strictObject({ ...groupWords, archived: z.boolean().describe('not shown any more; its events stay and count') })
  .partial();

/** POST /api/v1/communities/:communityId/groups/:groupId/adopt: a group seen on its platform is the one made by hand. */
export const adoptGroupBody = z.object({ from: z.uuid().describe('the group made by hand, which is gone then') });

export const groupParams = communityParams.extend({ groupId: z.uuid() });

export const groupSchema = z.object({
  ...groupWords,
  id: z.string(),
  platform: z.string(),
  externalId: z.string().describe('empty while it is not known'),
  sourceName: z.string().describe('what the platform calls it'),
  awaited: z.boolean().describe('made by hand; no history or live event has met it yet'),
  archivedAt: z.iso.datetime().nullable(),
});
export type Group = z.infer<typeof groupSchema>;

/** GET /api/v1/communities/:communityId/groups */
export const groupsReply = z.object({ groups: z.array(groupSchema) });

/** POST /api/v1/communities */
export const createCommunityBody = z.object({
  name,
  key: communityKeySchema.optional().describe('made from the name when absent'),
  type: communityTypeSchema.default('interest'),
  zone: zoneSchema.default('Asia/Shanghai'),
  positioning: writtenText(2000).default(''),
  profile: communityProfileSchema.partial().default({}),
  groups: z.array(createGroupBody).max(50).default([]).describe('groups to begin with'),
});
export type NewCommunity = z.input<typeof createCommunityBody>;

/** PATCH /api/v1/communities/:communityId: what is absent stays. The key is fixed; the time zone has a route of its own. */
export const updateCommunityBody = z
  .strictObject({
    name,
    type: communityTypeSchema,
    positioning: writtenText(2000),
    profile: communityProfileSchema.partial(),
  })
  .partial()
  .extend({ version: z.int().describe('the version that was read; 409 community_changed when there is a newer one') });
export type CommunityUpdate = z.output<typeof updateCommunityBody>;
