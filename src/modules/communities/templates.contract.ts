import { z } from 'zod';
import { communityTypeSchema, GROUP_PURPOSES } from './contract.ts';
import { communityProfileSchema } from './profile.contract.ts';

export const TEMPLATE_LANGUAGES = ['zh-CN', 'en'] as const;

/** What a purpose presets for a group; everything can be changed afterwards. */
export const purposePresetSchema = z.object({
  purpose: z.enum(GROUP_PURPOSES),
  answerHours: z.int().nullable(),
  rules: z.string(),
  contentKinds: z.array(z.string()),
});
export type PurposePreset = z.infer<typeof purposePresetSchema>;

/** What a type of community begins with. */
export const communityTemplateSchema = z.object({
  type: communityTypeSchema,
  positioning: z.string(),
  profile: communityProfileSchema,
  groups: z
    .array(
      z.object({
        name: z.string(),
        purpose: z.enum(GROUP_PURPOSES),
        about: z.string().describe('what the group is for'),
        offline: z.boolean(),
      }),
    )
    .describe('groups that are worth having'),
});
export type CommunityTemplate = z.infer<typeof communityTemplateSchema>;

/** GET /api/v1/community-templates */
export const templatesQuery = z.object({ language: z.enum(TEMPLATE_LANGUAGES).default('zh-CN') });
export const templatesReply = z.object({
  templates: z.array(communityTemplateSchema),
  purposes: z.array(purposePresetSchema),
});
export type Templates = z.infer<typeof templatesReply>;
