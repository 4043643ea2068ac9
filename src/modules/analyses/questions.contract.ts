import { z } from 'zod';
import { commonParams, count, rangeSchema, resultBase } from './common.contract.ts';
import { groupRef, hitSchema, personRef } from './text.contract.ts';

/** Questions and answers: conversation starts that ask something, whether and how fast they were answered, and by whom. */
export const questionsParams = commonParams.extend({
  range: rangeSchema.default({ lastDays: 28 }),
  groupId: z.uuid().optional().describe('one group in place of all'),
  slowMinutes: z.int().min(1).max(1440).default(240).describe('an answer that took longer was slow'),
  limit: z.int().min(1).max(200).default(50).describe('of each list'),
});
export type QuestionsParams = z.infer<typeof questionsParams>;

const answering = z.object({
  questions: count,
  answered: count.describe('within 24 hours'),
  medianMinutes: z.number().nullable().describe('to the first answer, of those answered'),
});

export const questionSchema = hitSchema.extend({
  minutes: z.number().nullable().describe('to the first answer; null: none within 24 hours'),
  answeredBy: personRef.nullable(),
});
export type Question = z.infer<typeof questionSchema>;

export const questionsResult = resultBase.extend({
  starts: count.describe('conversation starts of which the text is known'),
  questions: count,
  askers: count,
  answered: count,
  answeredShare: z.number().nullable(),
  medianMinutes: z.number().nullable(),
  p90Minutes: z.number().nullable(),
  slow: count,
  hours: z.array(answering.extend({ hour: z.int().min(0).max(23) })).length(24),
  groups: z.array(answering.extend(groupRef.shape).extend({ slow: count })).describe('most questions first'),
  unanswered: z.array(questionSchema).describe('latest first'),
  slowest: z.array(questionSchema).describe('slowest first'),
  answerers: z
    .array(
      personRef.extend({
        answers: count.describe('questions they answered, first or later, within 24 hours'),
        first: count.describe('questions they were the first to answer'),
        firstShare: z.number().describe('of all questions answered'),
        medianMinutes: z.number().nullable().describe('of their first answers'),
      }),
    )
    .describe('most first answers first'),
});
export type QuestionsResult = z.infer<typeof questionsResult>;

/** Who asked (all, those without an answer, those answered late) or who answered; in one hour or group where named. */
export const questionsPoint = z.object({
  who: z.enum(['askers', 'unanswered', 'slow', 'answerers']),
  hour: z.int().min(0).max(23).optional(),
  groupId: z.uuid().optional(),
});
export type QuestionsPoint = z.infer<typeof questionsPoint>;
