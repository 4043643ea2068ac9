import { z } from 'zod';
import { LANGUAGES } from '#kernel/number-format.ts';
import { factsSchema, stageSchema } from '#modules/insights/contract.ts';
import { playFigureSchema } from './play-figures.contract.ts';
import {
  COMPARISONS,
  metricKeySchema,
  playWordsSchema,
  REVIVAL_CAUSES,
  reviewWeeksSchema,
  situationSchema,
} from './play.contract.ts';

const day = z.iso.date();
const instant = z.iso.datetime();
const figure = z.number().nullable();
const communityId = z.string().min(1).max(60);
const playId = z.string().regex(/^[a-z0-9_-]{1,60}$/);
const taskText = z.string().trim().min(1).max(400);
/** The same in each language; what operators wrote is the same text in both. */
const inBoth = <T extends z.ZodType>(one: T) => z.object({ 'zh-CN': one, en: one });

export const libraryPlaySchema = z.object({
  id: z.string(),
  own: z.boolean(),
  changed: z.boolean().describe('a built-in one that this community changed'),
  off: z.boolean(),
  words: inBoth(playWordsSchema),
  situation: situationSchema,
  tiers: z.array(z.string()).describe('whom it is about'),
  metric: metricKeySchema,
  reviewWeeks: reviewWeeksSchema,
});
export type LibraryPlay = z.infer<typeof libraryPlaySchema>;
/** GET …/plays/library */
export const libraryReply = z.object({ plays: z.array(libraryPlaySchema) });
const fields = {
  words: playWordsSchema,
  situation: situationSchema,
  metric: metricKeySchema,
  reviewWeeks: reviewWeeksSchema.default(4),
};
/** POST …/plays/library */
export const addPlayBody = z.strictObject(fields);
/** PUT …/plays/library/:playId: what is absent is as built in */
export const changePlayBody = z.strictObject({
  off: z.boolean().default(false),
  words: fields.words.optional(),
  situation: fields.situation.optional(),
  metric: fields.metric.optional(),
  reviewWeeks: reviewWeeksSchema.optional(),
});
export const playParams = z.object({ communityId, playId });

const saidSchema = inBoth(z.string());

export const proposalSchema = z.object({
  playId: z.string(),
  name: saidSchema,
  how: saidSchema,
  why: saidSchema,
  effect: saidSchema,
  steps: inBoth(z.array(z.string())),
  facts: factsSchema,
  members: z.number().nullable().describe('how many members it is about'),
  tiers: z.array(z.string()),
  metric: metricKeySchema,
});
export type Proposal = z.infer<typeof proposalSchema>;

export const taskSchema = z.object({
  id: z.string(),
  text: z.string(),
  ownerId: z.string().nullable(),
  owner: z.string().nullable(),
  dueOn: day.nullable(),
  note: z.string(),
  done: z.boolean(),
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

const EFFECT_VERDICTS = ['good', 'bad', 'changed', 'usual', 'unknown'] as const;
/** What became of the metric; a comparison of before and after, and no proof. */
export const effectSchema = z.object({
  before: figure,
  end: figure.describe('when the play was finished'),
  after: figure.describe('at the review'),
  perWeek: figure.describe('how it moved a week before, of at least five figures; null: too few'),
  expected: figure.describe('where it would be at the end, or at the review, had it gone on so'),
  low: figure.describe('19 of 20 times it would then lie from here'),
  high: figure.describe('to here'),
  verdict: z
    .enum(EFFECT_VERDICTS)
    .describe('the latest figure against that range: usual is inside; changed: outside, where neither way is better'),
  reviewOn: day.nullable().describe('when it is looked at again; null: it was, or the play is under way'),
});
export type Effect = z.infer<typeof effectSchema>;

export const runSchema = z.object({
  id: z.string(),
  playId: z.string(),
  name: saidSchema,
  reason: saidSchema,
  metric: metricKeySchema,
  acceptedAt: instant,
  acceptedBy: z.string().nullable(),
  finishedAt: instant.nullable(),
  outcome: z.string(),
  tasks: z.array(taskSchema),
  effect: effectSchema,
});
export type Run = z.infer<typeof runSchema>;

export const checklistItemSchema = z.object({
  id: z.string(),
  stage: stageSchema,
  text: saidSchema,
  by: z.enum(['data', 'hand']),
  done: z.boolean().nullable().describe('null: what it is checked by is not known'),
  seen: z
    .array(z.object({ figure: playFigureSchema, value: figure, comparison: z.enum(COMPARISONS), than: z.number() }))
    .describe('what was seen, where data tell'),
  tickedAt: instant.nullable(),
  tickedBy: z.string().nullable(),
});
export type ChecklistItem = z.infer<typeof checklistItemSchema>;

/** GET …/plays: what to do now. */
export const playsReply = z.object({
  asOf: day,
  stage: stageSchema,
  proposals: z.array(proposalSchema),
  runs: z.array(runSchema).describe('under way, latest first'),
  dismissed: z.array(
    z.object({ playId: z.string(), name: saidSchema, reason: z.string(), until: day, by: z.string().nullable() }),
  ),
  checklist: z.array(checklistItemSchema).describe('of every stage'),
  operators: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type PlaysReply = z.infer<typeof playsReply>;
/** GET …/plays/past */
export const pastReply = z.object({ runs: z.array(runSchema).describe('finished, latest first') });

/** POST …/plays/:playId/accept: its steps become tasks, in this language; or those given. */
export const acceptBody = z.object({
  language: z.enum(LANGUAGES).default('zh-CN'),
  tasks: z.array(taskText).min(1).max(30).optional(),
  ownerId: z.uuid().nullable().default(null).describe('of all tasks'),
  answers: z
    .object({ cause: z.enum(REVIVAL_CAUSES), people: z.int().min(1).max(10_000_000) })
    .optional()
    .describe('the part of a fall that it answers, kept as its reason; of a revival plan'),
});
/** PUT …/plays/:playId/dismissal */
export const dismissBody = z.object({
  reason: z.string().trim().min(1).max(400),
  days: z.int().min(1).max(365).default(60),
});
export const runParams = z.object({ communityId, runId: z.uuid() });
/** POST …/play-runs/:runId/finish */
export const finishBody = z.object({ outcome: z.string().trim().max(2000).default('') });
/** POST …/play-runs/:runId/tasks */
export const addTaskBody = z.object({ text: taskText });
export const taskParams = runParams.extend({ taskId: z.uuid() });
/** PATCH …/play-runs/:runId/tasks/:taskId */
export const changeTaskBody = z
  .object({
    text: taskText,
    ownerId: z.uuid().nullable(),
    dueOn: day.nullable(),
    note: z.string().trim().max(2000),
    done: z.boolean(),
  })
  .partial();
/** PUT …/plays/checklist/:item */
export const itemParams = z.object({ communityId, item: z.string().regex(/^[a-z0-9_]{1,60}$/) });
export const tickBody = z.object({ done: z.boolean() });
