import { z } from 'zod';
import { ATTEMPT_STATES, ENTRY_STATES } from '../../../../../src/modules/exams/attempt.contract.ts';
import { HINTS, QUESTION_KINDS, QUESTION_STATES } from '../../../../../src/modules/exams/question.contract.ts';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);
const page = optional(z.number().int().min(1).max(10_000));

/** What the addresses of exams carry; what does not fit is dropped. */
export const bankSearchSchema = z.object({
  text: optional(z.string().min(1).max(100)),
  kind: optional(z.enum(QUESTION_KINDS)),
  /** Whether it can be drawn. */
  use: optional(z.enum(QUESTION_STATES)),
  tag: optional(z.string().min(1).max(40)),
  hint: optional(z.enum(HINTS)),
  page,
});
export type BankSearch = z.infer<typeof bankSearchSchema>;

export const attemptsSearchSchema = z.object({
  paper: optional(z.uuid()),
  member: optional(z.uuid()),
  result: optional(z.enum(ATTEMPT_STATES)),
  /** The exam that is looked at. */
  attempt: optional(z.uuid()),
  page,
});

export const entrySearchSchema = z.object({
  standing: optional(z.enum(ENTRY_STATES)),
  /** Came in the last so many days. */
  came: optional(z.number().int().min(1).max(3_650)),
  page,
});
