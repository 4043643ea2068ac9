import { z } from 'zod';
import { commonParams, count, day, rangeSchema, resultBase } from './common.contract.ts';
import { groupRef, hitSchema, periodSchema, personRef } from './text.contract.ts';

/** Watch words: names under which a brand is talked about, own ones and rivals'. */
const word = z.string().trim().min(1).max(60);
export const brandBody = z.object({
  id: z.uuid().optional().describe('without one it is new'),
  name: z.string().trim().min(1).max(60),
  own: z.boolean(),
  words: z.array(word).min(1).max(30).describe('any of them is a mention; case does not matter'),
  except: z.array(word).max(30).default([]).describe('longer words that hold one of them and mean something else'),
});
export type BrandBody = z.infer<typeof brandBody>;
export const brandSchema = brandBody.extend({ id: z.uuid() });
export type Brand = z.infer<typeof brandSchema>;

const WORDS_IN_ALL = 200;
/** GET and PUT /api/v1/communities/:communityId/analyses/brands: all of them at once. */
export const brandsBody = z.object({
  brands: z
    .array(brandBody)
    .max(30)
    .refine(
      (brands) => brands.reduce((sum, { words, except }) => sum + words.length + except.length, 0) <= WORDS_IN_ALL,
      `up to ${WORDS_IN_ALL} words in all`,
    ),
});
export const brandsReply = z.object({ brands: z.array(brandSchema) });
export type BrandsReply = z.infer<typeof brandsReply>;

export const TONES = ['positive', 'neutral', 'negative'] as const;
const tone = z.enum(TONES);
export type Tone = z.infer<typeof tone>;

export const mentionsParams = commonParams.extend({
  range: rangeSchema.default({ lastDays: 28 }),
  groupId: z.uuid().optional(),
  brandId: z.uuid().optional().describe('hits of one brand only; figures are of all'),
  tone: tone.optional().describe('hits of one tone only'),
  limit: z.int().min(1).max(200).default(50).describe('of the hits and lists'),
});
export type MentionsParams = z.infer<typeof mentionsParams>;

const tones = z.object({ positive: count, neutral: count, negative: count });

export const mentionsResult = resultBase.extend({
  before: periodSchema.describe('the period of equal length before'),
  brands: z.array(
    z.object({
      brandId: z.string(),
      name: z.string(),
      own: z.boolean(),
      mentions: count.describe('messages that name it'),
      mentionsBefore: count,
      voice: z.number().nullable().describe('its mentions ÷ those of all brands watched'),
      voiceBefore: z.number().nullable(),
      people: count,
      tones,
      netTone: z.number().nullable().describe('(positive − negative) ÷ mentions'),
      groups: z.array(groupRef.extend({ mentions: count })).describe('five at most'),
      talkers: z.array(personRef.extend({ mentions: count })).describe('ten at most'),
    }),
  ),
  unit: z.enum(['day', 'week']),
  series: z
    .array(z.object({ from: day, complete: z.boolean(), mentions: z.record(z.string(), count) }))
    .describe('mentions by id of the brand, every day or week of the period'),
  hits: z.array(hitSchema.extend({ brandIds: z.array(z.string()), tone })).describe('latest first'),
  hitsTotal: count,
  messages: count.describe('messages of the period that have a text'),
  awareness: z.object({
    period: periodSchema.describe('the 28 days that end with T'),
    ownMentions: count,
    shareOfVoice: z.number().nullable().describe('own mentions ÷ mentions of all brands watched; null without any'),
    outsideVisitors: count
      .nullable()
      .describe('browsers that no member was known by; null: no site and no link counts'),
  }),
});
export type MentionsResult = z.infer<typeof mentionsResult>;

/** Who named a brand, or any: in the day or week that begins with `from`, in a group, in a tone, where named. */
export const mentionsPoint = z.object({
  brandId: z.uuid().optional(),
  from: day.optional(),
  groupId: z.uuid().optional(),
  tone: tone.optional(),
});
export type MentionsPoint = z.infer<typeof mentionsPoint>;
