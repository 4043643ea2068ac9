import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { purposeSchema } from './paper.contract.ts';
import { QUESTION_LIMITS, questionKindSchema } from './question.contract.ts';

const shown = z.iso.datetime();
const place = z
  .int()
  .min(0)
  .max(QUESTION_LIMITS.options - 1);
/** Places on the screen, from 0; of true or false 0 is true; of an order all of them, as they come. */
const choice = z.array(place);

export const ATTEMPT_STATES = ['open', 'passed', 'failed'] as const;
export const attemptStateSchema = z.enum(ATTEMPT_STATES);
export type AttemptState = z.infer<typeof attemptStateSchema>;

const result = {
  correct: z.int(),
  total: z.int(),
  passPercent: z.int(),
  endedBy: z.enum(['member', 'time']),
};

/** A question in an exam under way: nothing of what is right. */
export const askedSchema = z.object({
  position: z.int().describe('from 1'),
  kind: questionKindSchema,
  text: z.string(),
  options: z.array(z.string()).describe('as they stand on the screen'),
  choice: choice.nullable().describe('what was answered so far'),
});
export const reviewedSchema = askedSchema.extend({
  solution: choice,
  correct: z.boolean(),
  explanation: z.string(),
});
export type Reviewed = z.infer<typeof reviewedSchema>;

const sitting = {
  id: z.string(),
  paper: z.object({ id: z.string(), name: z.string(), purpose: purposeSchema }),
  startedAt: shown,
  endsAt: shown,
};

/** An attempt as its member sees it: the questions while it goes on, the explanations afterwards. */
export const memberAttemptSchema = z.discriminatedUnion('state', [
  z.object({
    ...sitting,
    state: z.literal('open'),
    now: shown.describe('of the server, whose clock counts'),
    passPercent: z.int(),
    questions: z.array(askedSchema),
  }),
  z.object({
    ...sitting,
    ...result,
    state: z.enum(['passed', 'failed']),
    finishedAt: shown,
    questions: z.array(reviewedSchema),
    again: z
      .object({ at: shown.nullable(), left: z.int().nullable() })
      .describe('when the next try may begin, and how many are left'),
  }),
]);
export type MemberAttempt = z.infer<typeof memberAttemptSchema>;

/** Why an exam cannot be begun now. */
export const REFUSALS = [
  'already_passed',
  'no_attempts_left',
  'cooling_down',
  'not_needed',
  'bank_short',
  'other_attempt_open',
] as const;
export const refusalSchema = z.enum(REFUSALS);
export type Refusal = z.infer<typeof refusalSchema>;

/** GET /api/m/v1/exams */
export const memberExamsReply = z.object({
  exams: z.array(
    z.object({
      id: z.string(),
      purpose: purposeSchema,
      name: z.string(),
      description: z.string(),
      questions: z.int(),
      passPercent: z.int(),
      minutes: z.int(),
      coolDownHours: z.int(),
      attemptsLeft: z.int().nullable(),
      refusal: refusalSchema.nullable().describe('null: it can be begun'),
      at: shown.nullable().describe('of cooling_down: until when'),
      openAttempt: z.object({ id: z.string(), endsAt: shown, answered: z.int(), total: z.int() }).nullable(),
      asked: z.boolean().describe('an operator asked for it'),
    }),
  ),
  past: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        purpose: purposeSchema,
        finishedAt: shown,
        passed: z.boolean(),
        correct: z.int(),
        total: z.int(),
      }),
    )
    .describe('the latest 50'),
});
export type MemberExams = z.infer<typeof memberExamsReply>;

/** PUT /api/m/v1/exams/attempts/:attemptId/answers/:position */
export const answerBody = z.strictObject({
  choice: choice.max(QUESTION_LIMITS.options).describe('empty: takes the answer back'),
});
export const answerReply = z.object({ answered: z.int(), endsAt: shown, now: shown });
export type AnswerReply = z.infer<typeof answerReply>;

export const memberPaperParams = z.object({ paperId: z.uuid() });
export const memberAttemptParams = z.object({ attemptId: z.uuid() });
export const answerParams = memberAttemptParams.extend({ position: z.coerce.number().int().min(1).max(200) });

const attemptFields = {
  id: z.string(),
  member: z.object({ id: z.string(), name: z.string() }),
  paper: z.object({ id: z.string(), name: z.string(), purpose: purposeSchema }),
  state: attemptStateSchema,
  startedAt: shown,
  endsAt: shown,
  finishedAt: shown.nullable(),
  endedBy: z.enum(['member', 'time']).nullable(),
  correct: z.int().nullable(),
  total: z.int(),
  answered: z.int(),
  passPercent: z.int(),
};
export const attemptRowSchema = z.object(attemptFields);
export type AttemptRow = z.infer<typeof attemptRowSchema>;
/** GET …/exam-attempts: the latest first. */
export const attemptsQuery = z.object({
  paperId: z.uuid().optional(),
  memberId: z.uuid().optional(),
  state: attemptStateSchema.optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
export const attemptsReply = z.object({ attempts: z.array(attemptRowSchema), total: z.int(), pageSize: z.int() });
export type AttemptsReply = z.infer<typeof attemptsReply>;

/** GET …/exam-attempts/:attemptId: questions with what was answered, as the member saw them. */
export const attemptReply = z.object({
  ...attemptFields,
  seed: z.string().describe('what the questions were drawn and shuffled by'),
  questions: z.array(
    askedSchema.extend({
      questionId: z.string(),
      solution: choice,
      correct: z.boolean().nullable(),
      answeredAt: shown.nullable(),
    }),
  ),
});
export type AttemptDetail = z.infer<typeof attemptReply>;
export const attemptParams = communityParams.extend({ attemptId: z.uuid() });

export const ENTRY_STATES = ['passed', 'open', 'failed', 'asked', 'none'] as const;
export const entryStateSchema = z.enum(ENTRY_STATES);
/** GET …/entry-exam: who has passed it and who has not, the latest to come first. */
export const entryQuery = z.object({
  state: entryStateSchema.optional(),
  days: z.coerce.number().int().min(1).max(3_650).default(30).describe('who came in the last so many days'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
export const entryReply = z.object({
  paper: z.object({ id: z.string(), name: z.string() }).nullable().describe('the entry exam that is open'),
  people: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      cameAt: shown,
      state: entryStateSchema,
      askedAt: shown.nullable(),
      times: z.int().describe('how often they were asked'),
      attempts: z.int(),
      best: z.number().nullable().describe('best share right'),
      passedAt: shown.nullable(),
    }),
  ),
  counts: z.object({ passed: z.int(), open: z.int(), failed: z.int(), asked: z.int(), none: z.int() }),
  total: z.int(),
  pageSize: z.int(),
});
export type EntryReply = z.infer<typeof entryReply>;

/** POST …/entry-exam/ask: a personal link to each, by the first connection that reaches them. */
export const askBody = z.strictObject({
  memberIds: z.array(z.uuid()).min(1).max(200),
  text: writtenText(500).min(1).optional().describe('{{name}} and {{link}} are filled in; ours unless given'),
  language: z.enum(['zh-CN', 'en']).default('zh-CN'),
});
export const askReply = z.object({
  sent: z.int(),
  links: z
    .array(z.object({ memberId: z.string(), name: z.string(), url: z.string() }))
    .describe('whom no connection reaches: hand the link over yourself; personal with members.sign-in-as alone'),
  passed: z.int().describe('left out: they have passed'),
});
export type AskReply = z.infer<typeof askReply>;
