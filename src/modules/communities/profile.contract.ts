import { z } from 'zod';

const NUL = /^[^\u0000]*$/;

/** A text that people write: trimmed, of bounded length, without the one character that PostgreSQL cannot keep. */
export const writtenText = (most: number) => z.string().trim().max(most).regex(NUL, 'holds a NUL character');

/** An address that a reader may follow. */
export const linkText = z
  .string()
  .trim()
  .max(500)
  .refine(
    (text) => text === '' || (/^https?:\/\//i.test(text) && URL.canParse(text)),
    'is no address: begin with https://',
  );

export const ritualSchema = z.object({
  name: writtenText(80).min(1),
  when: writtenText(200).default('').describe('in words: every Monday at 8, on the first day of a member'),
  how: writtenText(1000).default(''),
});
export type Ritual = z.infer<typeof ritualSchema>;

export const contentCategorySchema = z.object({ name: writtenText(60).min(1), about: writtenText(400).default('') });
export type ContentCategory = z.infer<typeof contentCategorySchema>;

/** The four ways in which a community is run; each says how this one does it. */
export const OPERATING_MODES = ['content', 'discussion', 'interaction', 'activities'] as const;

/** What a community is, for whom, and its culture. Everything is optional; empty means that nobody has said it yet. */
export const communityProfileSchema = z.object({
  targetMembers: writtenText(2000).describe('who it is for'),
  valueSystem: writtenText(4000).describe('what members get, what they give, what is held in esteem'),
  slogan: writtenText(120),
  values: z.array(writtenText(60).min(1)).max(12),
  song: z.object({ title: writtenText(120), text: writtenText(4000), link: linkText }),
  rituals: z.array(ritualSchema).max(30),
  operatingMode: z.object({
    content: writtenText(2000),
    discussion: writtenText(2000),
    interaction: writtenText(2000),
    activities: writtenText(2000),
  }),
  contentCategories: z.array(contentCategorySchema).max(30),
  rules: writtenText(10_000),
});
export type CommunityProfile = z.infer<typeof communityProfileSchema>;

/** A profile of which nothing has been said. */
export const EMPTY_PROFILE: CommunityProfile = {
  targetMembers: '',
  valueSystem: '',
  slogan: '',
  values: [],
  song: { title: '', text: '', link: '' },
  rituals: [],
  operatingMode: { content: '', discussion: '', interaction: '', activities: '' },
  contentCategories: [],
  rules: '',
};

/** The parts of setting up a community, in their order; each counts as done once something of it has been said. */
export const SET_UP_PARTS = [
  'positioning',
  'targetMembers',
  'valueSystem',
  'culture',
  'images',
  'rituals',
  'operatingMode',
  'contentCategories',
  'rules',
] as const;
export type SetUpPart = (typeof SET_UP_PARTS)[number];

/** Which parts of a community's set-up are still empty. */
export function missingParts(community: {
  positioning: string;
  logo: string | null;
  avatar: string | null;
  profile: CommunityProfile;
}): SetUpPart[] {
  const { profile } = community;
  const said: Record<SetUpPart, boolean> = {
    positioning: community.positioning !== '',
    targetMembers: profile.targetMembers !== '',
    valueSystem: profile.valueSystem !== '',
    culture: profile.slogan !== '' || profile.values.length > 0,
    images: community.logo !== null || community.avatar !== null,
    rituals: profile.rituals.length > 0,
    operatingMode: OPERATING_MODES.some((mode) => profile.operatingMode[mode] !== ''),
    contentCategories: profile.contentCategories.length > 0,
    rules: profile.rules !== '',
  };
  return SET_UP_PARTS.filter((part) => !said[part]);
}
