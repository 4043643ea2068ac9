import { z } from 'zod';

/** Shapes that all kinds of analysis share. Codes and numbers only; the console puts words to them. */

export const day = z.iso.date();
export const count = z.int().nonnegative();
/** A share or another figure; null: cannot be known. */
export const figure = z.number().nullable();
const id = z.uuid();

/** Longest range of days that an analysis reads. */
export const MAX_RANGE_DAYS = 1_830;

export const rangeSchema = z
  .union([
    z
      .strictObject({ from: day, to: day })
      .refine(({ from, to }) => from <= to, { message: 'ends before it begins', path: ['to'] })
      .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < MAX_RANGE_DAYS, {
        message: `is longer than ${MAX_RANGE_DAYS} days`,
        path: ['from'],
      }),
    z.strictObject({ lastDays: z.int().min(1).max(MAX_RANGE_DAYS) }),
  ])
  .describe('calendar days, both included; `lastDays` end with the day of the latest evaluation');
export type AnalysisRange = z.infer<typeof rangeSchema>;

export const intervalSchema = z.enum(['day', 'week', 'month']);
export type Interval = z.infer<typeof intervalSchema>;

/** What every kind takes. A kind that looks at a moment instead of a range does without `range`. */
export const commonParams = z.object({
  range: rangeSchema.default({ lastDays: 84 }),
  segmentId: id.optional().describe('only members of this segment'),
});

/** Which events are meant. Parts are joined by "and", values of one part by "or". */
export const eventFilterSchema = z.strictObject({
  kinds: z.array(z.string().min(1).max(60)).max(20).default([]).describe('kinds of event; none: every contribution'),
  groups: z.array(id).max(50).optional(),
  platforms: z.array(z.string().min(1).max(60)).max(20).optional(),
  value: z
    .strictObject({ min: z.number().optional(), max: z.number().optional() })
    .optional()
    .describe('of the event’s value, both included'),
  properties: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(100),
        op: z.enum(['is', 'is_not', 'min', 'max']).default('is'),
        value: z.union([z.string().max(400), z.number(), z.boolean()]),
      }),
    )
    .max(5)
    .optional()
    .describe('of the fields that the event came with beyond the known ones'),
});
export type EventFilter = z.infer<typeof eventFilterSchema>;

/** Splits people by where they stand at the latest evaluation. Who is in several (platforms, groups, segments) counts in each. */
export const breakdownSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['tier', 'platform', 'group']) }),
  z.strictObject({ by: z.literal('segment'), segments: z.array(id).min(1).max(8) }),
]);
export type Breakdown = z.infer<typeof breakdownSchema>;

/** One part of a breakdown: a tier, a platform, a group's or a segment's id; null: everybody. */
export const partSchema = z.object({
  key: z.string().nullable(),
  name: z.string().nullable().describe('of a group or a segment'),
});

/** What somebody who reads a result has to know, such as that it stands on few people. */
export const warningSchema = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Warning = z.infer<typeof warningSchema>;

/** Every result has these. */
export const resultBase = z.object({
  from: day.describe('first day that was looked at'),
  to: day.describe('last day that was looked at'),
  warnings: z.array(warningSchema),
});

/** Under so many people a figure is marked as resting on few. */
export const FEW_PEOPLE = 30;
