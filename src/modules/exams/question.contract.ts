import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';

const shown = z.iso.datetime();

export const QUESTION_KINDS = ['single', 'multiple', 'truth', 'order'] as const;
export const questionKindSchema = z.enum(QUESTION_KINDS);
export type QuestionKind = z.infer<typeof questionKindSchema>;

/** Only what is active is drawn; what was drawn once is retired, not deleted. */
export const QUESTION_STATES = ['draft', 'active', 'retired'] as const;
export const questionStateSchema = z.enum(QUESTION_STATES);
export type QuestionState = z.infer<typeof questionStateSchema>;

export const QUESTION_LIMITS = { options: 8, tags: 10, listed: 200, csvRows: 2_000 } as const;

/** Without what stands between tags in a file. */
const newTag = writtenText(40)
  .min(1)
  .regex(/^[^;；,，、]*$/, 'holds ; , or 、, which stand between tags');
const tag = writtenText(40).min(1);
const optionNumber = z
  .int()
  .min(0)
  .max(QUESTION_LIMITS.options - 1);

const content = {
  kind: questionKindSchema,
  text: writtenText(2000).min(1),
  options: z.array(writtenText(500).min(1)).max(QUESTION_LIMITS.options).describe('2 to 8; of true or false none'),
  solution: z
    .array(optionNumber)
    .min(1)
    .max(QUESTION_LIMITS.options)
    .describe('the right options, from 0; of true or false [0] is true; of an order all, as they come'),
  explanation: writtenText(4000).describe('shown when the exam is over'),
};
/** What a question says, and what is right. */
export type QuestionContent = {
  kind: QuestionKind;
  text: string;
  options: string[];
  solution: number[];
  explanation: string;
};

/** POST …/exam-questions */
export const createQuestionBody = z.strictObject({
  ...content,
  options: content.options.default([]),
  explanation: content.explanation.default(''),
  tags: z.array(newTag).max(QUESTION_LIMITS.tags).default([]),
  state: questionStateSchema.default('draft'),
});
export type NewQuestion = z.input<typeof createQuestionBody>;
/** PATCH …/exam-questions/:questionId: what is absent stays. Another text, option or solution makes a new revision. */
export const changeQuestionBody = z
  .strictObject({ ...content, tags: z.array(newTag).max(QUESTION_LIMITS.tags), state: questionStateSchema })
  .partial();

/** What the figures of a question say; see `item-hints.ts`. */
export const HINTS = [
  'nobody_right',
  'misleading',
  'too_hard',
  'too_easy',
  'weak',
  'unused_option',
  'rule_changed',
] as const;
export const hintSchema = z.enum(HINTS);
export type Hint = z.infer<typeof hintSchema>;

/** How members fared with the revision in force, in exams that are over. */
export const itemFiguresSchema = z.object({
  answered: z.int().describe('how often it was in an exam that is over; left empty counts as wrong'),
  right: z.int(),
  difficulty: z.number().nullable().describe('share right, 0 to 1; null: never asked'),
  discrimination: z
    .number()
    .nullable()
    .describe('correlation of being right with the share of the other questions right, −1 to 1; null: too few'),
  chosen: z.array(z.int()).describe('how often each option was in an answer; of true or false: true, false'),
});
export type ItemFigures = z.infer<typeof itemFiguresSchema>;

export const questionSchema = z.object({
  id: z.string(),
  kind: questionKindSchema,
  text: z.string(),
  options: z.array(z.string()),
  solution: z.array(z.int()),
  explanation: z.string(),
  tags: z.array(z.string()),
  state: questionStateSchema,
  revision: z.int(),
  drafted: z.boolean().describe('drafted from the rules'),
  createdAt: shown,
  changedAt: shown,
  figures: itemFiguresSchema,
  hints: z.array(hintSchema),
});
export type Question = z.infer<typeof questionSchema>;

/** GET …/exam-questions: by when they were changed, latest first. */
export const questionsQuery = z.object({
  text: writtenText(100).optional(),
  kind: questionKindSchema.optional(),
  state: questionStateSchema.optional(),
  tag: tag.optional(),
  hint: hintSchema.optional(),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
});
export const questionsReply = z.object({
  questions: z.array(questionSchema),
  total: z.int(),
  pageSize: z.int(),
  tags: z.array(z.object({ tag: z.string(), active: z.int(), all: z.int() })).describe('by name'),
  states: z.object({ draft: z.int(), active: z.int(), retired: z.int() }),
  hints: z.array(z.object({ hint: hintSchema, count: z.int() })).describe('of questions not retired'),
  rules: z.int().describe('rules of the community that questions can be drafted from'),
});
export type QuestionsReply = z.infer<typeof questionsReply>;

/** POST …/exam-questions/draft: out of the community’s rules; what was drafted and did not change stays. */
export const draftBody = z.strictObject({ language: z.enum(['zh-CN', 'en']).default('zh-CN') });
export const draftReply = z.object({
  added: z.int(),
  renewed: z.int().describe('drafted before, and the rules changed since: a draft again'),
  unchanged: z.int(),
});
export type DraftReply = z.infer<typeof draftReply>;

/** POST …/exam-questions/import */
export const importQuestionsBody = z.strictObject({
  csv: z.string().min(1).max(4_000_000),
  dryRun: z.boolean().default(true),
});
export const LINE_FAULTS = [
  'kind',
  'text',
  'options',
  'answer',
  'explanation',
  'tags',
  'state',
  'twice',
  'known',
] as const;
export const importQuestionsReply = z.object({
  rows: z.int(),
  taken: z.int(),
  refused: z
    .array(
      z.object({
        line: z.int(),
        text: z.string(),
        what: z.enum(LINE_FAULTS).describe('the column at fault; twice: in the file; known: in the bank'),
        why: z.string(),
      }),
    )
    .describe('the first 200'),
  refusedTotal: z.int(),
});
export type ImportQuestionsReply = z.infer<typeof importQuestionsReply>;

export const questionParams = communityParams.extend({ questionId: z.uuid() });
