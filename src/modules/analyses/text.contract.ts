import { z } from 'zod';
import { count, day } from './common.contract.ts';

/** Shapes that the analyses of texts and causes share. */

/** A run of days, both included. */
export const periodSchema = z.object({ from: day, to: day });
export type PeriodText = z.infer<typeof periodSchema>;

export const personRef = z.object({ memberId: z.string(), name: z.string() });
export const groupRef = z.object({ groupId: z.string(), group: z.string() });

/** A piece of a text to be marked, as places of UTF-16 units: from is in, to is not. */
export const markSchema = z.object({
  from: count,
  to: count,
  as: z.string().describe('what it is marked as: term, question, a brand’s id, positive, negative'),
});
export type TextMark = z.infer<typeof markSchema>;

/** A message that somebody can read: who wrote it, where and when, and the words that matter in it. */
export const hitSchema = z.object({
  eventId: z.string(),
  memberId: z.string(),
  name: z.string(),
  groupId: z.string(),
  group: z.string(),
  at: z.iso.datetime(),
  text: z.string().describe('cut at 400 characters'),
  marks: z.array(markSchema),
});
export type Hit = z.infer<typeof hitSchema>;
