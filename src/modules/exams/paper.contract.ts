import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';

const shown = z.iso.datetime();

/** What passing is for: the licence back, being let in, or knowing something. */
export const PURPOSES = ['licence', 'entry', 'quiz'] as const;
export const purposeSchema = z.enum(PURPOSES);
export type Purpose = z.infer<typeof purposeSchema>;

export const PAPER_STATES = ['draft', 'open', 'closed'] as const;
export const paperStateSchema = z.enum(PAPER_STATES);
export type PaperState = z.infer<typeof paperStateSchema>;

export const MOST_QUESTIONS = 100;

/** How many questions of a tag; null: of any. */
export const drawSchema = z.strictObject({
  tag: writtenText(40).min(1).nullable(),
  count: z.int().min(1).max(MOST_QUESTIONS),
});
export type Draw = z.infer<typeof drawSchema>;

/** What the definitions say of an exam, unless an operator says otherwise. */
export const PAPER_DEFAULTS = {
  draw: [{ tag: null, count: 20 }] as Draw[],
  passPercent: 90,
  minutes: 30,
  mostAttempts: null,
  coolDownHours: 24,
} as const;

const fields = {
  purpose: purposeSchema,
  name: writtenText(120).min(1),
  description: writtenText(2000).describe('what a member reads before the exam'),
  draw: z.array(drawSchema).min(1).max(20),
  passPercent: z.int().min(1).max(100).describe('share of right answers that passes'),
  minutes: z.int().min(1).max(240),
  mostAttempts: z.int().min(1).max(100).nullable().describe('tries until it is passed; null: as many as one likes'),
  coolDownHours: z.int().min(0).max(720).describe('from the end of a try that failed to the next one'),
  state: paperStateSchema,
};
export type PaperFields = {
  purpose: Purpose;
  name: string;
  description: string;
  draw: Draw[];
  passPercent: number;
  minutes: number;
  mostAttempts: number | null;
  coolDownHours: number;
  state: PaperState;
};

/** POST …/exam-papers */
export const createPaperBody = z.strictObject({
  ...fields,
  description: fields.description.default(''),
  draw: fields.draw.default(() => PAPER_DEFAULTS.draw.map((one) => ({ ...one }))),
  passPercent: fields.passPercent.default(PAPER_DEFAULTS.passPercent),
  minutes: fields.minutes.default(PAPER_DEFAULTS.minutes),
  mostAttempts: fields.mostAttempts.default(PAPER_DEFAULTS.mostAttempts),
  coolDownHours: fields.coolDownHours.default(PAPER_DEFAULTS.coolDownHours),
  state: fields.state.default('draft'),
});
export type NewPaper = z.input<typeof createPaperBody>;
/** PATCH …/exam-papers/:paperId: what is absent stays; a purpose does not change. */
export const changePaperBody = z.strictObject(fields).omit({ purpose: true }).partial();

export const paperSchema = z.object({
  id: z.string(),
  purpose: purposeSchema,
  name: z.string(),
  description: z.string(),
  draw: z.array(drawSchema),
  passPercent: z.int(),
  minutes: z.int(),
  mostAttempts: z.int().nullable(),
  coolDownHours: z.int(),
  state: paperStateSchema,
  questions: z.int().describe('in one exam'),
  missing: z
    .array(z.object({ tag: z.string().nullable(), needs: z.int(), has: z.int() }))
    .describe(
      'tags of which fewer active questions can be drawn than asked, each question once; empty: it can be drawn',
    ),
  createdAt: shown,
  figures: z.object({
    attempts: z.int(),
    open: z.int(),
    passed: z.int(),
    failed: z.int(),
    people: z.int().describe('who took it'),
    peoplePassed: z.int(),
    medianShare: z.number().nullable().describe('share right, of tries that are over'),
    medianSeconds: z.number().nullable(),
  }),
});
export type Paper = z.infer<typeof paperSchema>;
export const papersReply = z.object({ papers: z.array(paperSchema) });
export type PapersReply = z.infer<typeof papersReply>;

/** GET …/exam-papers/:paperId/statistics */
export const paperStatisticsReply = z.object({
  scores: z
    .array(z.int())
    .length(10)
    .describe('tries that are over by tenths of their share right; the last has 90 to 100 %'),
  tags: z
    .array(z.object({ tag: z.string(), answered: z.int(), right: z.int() }))
    .describe('how questions of each tag were answered, hardest first'),
  weeks: z.array(z.object({ week: z.iso.date(), passed: z.int(), failed: z.int() })).describe('the last 12, by Monday'),
});
export type PaperStatistics = z.infer<typeof paperStatisticsReply>;

export const paperParams = communityParams.extend({ paperId: z.uuid() });
