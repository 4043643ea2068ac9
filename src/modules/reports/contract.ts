import { z } from 'zod';
import { LANGUAGES } from '#kernel/number-format.ts';
import { factsSchema, HEALTH_BANDS, SILENCE_CAUSES, SILENT_KINDS, stageSchema } from '#modules/insights/contract.ts';
import { betterSchema, METRIC_KEYS, METRIC_UNITS } from '#modules/insights/metrics.contract.ts';

const day = z.iso.date();
const instant = z.iso.datetime();
const figure = z.number().nullable();
const person = z.object({ memberId: z.string(), member: z.string(), name: z.string() });

export const PERIOD_KINDS = ['week', 'month'] as const;
export const periodKindSchema = z.enum(PERIOD_KINDS);

/** What is counted over the days of a period itself, beside the metrics as of its last day. */
export const PERIOD_FIGURES = ['active_people', 'new_active_people', 'messages', 'purchases', 'amount'] as const;
const figureKey = z.enum([...PERIOD_FIGURES, ...METRIC_KEYS]);
export type FigureKey = z.infer<typeof figureKey>;

export const reportFigureSchema = z.object({
  key: figureKey,
  unit: z.enum([...METRIC_UNITS, 'money']),
  better: betterSchema,
  value: figure,
  before: figure.describe('in the period before'),
});
export type ReportFigure = z.infer<typeof reportFigureSchema>;

/** A line that another module wrote, in both languages, as it was said then. */
export const saidSchema = z.object({ 'zh-CN': z.string(), en: z.string() });
export type Said = z.infer<typeof saidSchema>;

/** Something that another module tells of a period: an objective, a play and what it did, a cause, a next step. */
export const reportLineSchema = z.object({
  source: z.string().describe('which part of the product says so: goals, plays, analyses'),
  title: saidSchema,
  detail: saidSchema.nullable(),
  verdict: z.enum(['good', 'bad', 'open', 'unknown']),
  href: z.string().nullable().describe('page of the console with more, within the community'),
});
export type ReportLine = z.infer<typeof reportLineSchema>;

const adjustmentText = { change: z.string().trim().min(1).max(400), reason: z.string().trim().max(1000) };
const metricKey = z.enum(METRIC_KEYS);

/** What an earlier report decided and how its metric stands since. */
export const reviewSchema = z.object({
  id: z.string(),
  change: z.string(),
  reason: z.string(),
  owner: z.string().nullable(),
  metric: metricKey.nullable(),
  before: figure,
  now: figure,
  done: z.boolean(),
  outcome: z.string(),
});

export const THANKS = ['contributed', 'answered', 'welcomed', 'reached', 'began'] as const;
export const CHANGES = [
  'active_new',
  'active_retained',
  'active_returning',
  'tier_in',
  'tier_out',
  'stage',
  'band',
] as const;

/** A report of a period as it is kept: codes, numbers, names. Sentences of this module are made when it is read. */
export const periodContentSchema = z.object({
  schema: z.literal('qunluo.period-report/1'),
  community: z.object({ id: z.string(), key: z.string(), name: z.string() }),
  timezone: z.string(),
  period: z.object({ kind: periodKindSchema, name: z.string(), from: day, to: day }),
  previous: z.object({ name: z.string(), from: day, to: day }),
  unfinished: z.boolean().describe('made before the period had ended'),
  stage: z.object({ value: stageSchema, before: stageSchema.nullable() }),
  health: z.object({ score: figure, band: z.enum(HEALTH_BANDS).nullable(), before: figure }),
  figures: z.array(reportFigureSchema),
  objectives: z.array(reportLineSchema),
  changes: z.array(z.object({ code: z.enum(CHANGES), facts: factsSchema })).describe('the largest first'),
  causes: z.array(reportLineSchema).describe('why the active people became fewer, where they did'),
  worked: z.array(reportLineSchema),
  thanks: z.array(person.extend({ reasons: z.array(z.object({ code: z.enum(THANKS), facts: factsSchema })) })),
  wake: z.array(
    person.extend({
      lastActive: day.nullable(),
      silentKind: z.enum(SILENT_KINDS),
      causes: z.array(z.object({ cause: z.enum(SILENCE_CAUSES), facts: factsSchema })),
    }),
  ),
  next: z.array(reportLineSchema),
  reviewed: z.array(reviewSchema),
  metrics: z.record(z.string(), figure).describe('every metric as of the last day'),
});
export type PeriodContent = z.infer<typeof periodContentSchema>;

export const adjustmentSchema = z.object({
  id: z.string(),
  ...adjustmentText,
  ownerId: z.string().nullable(),
  owner: z.string().nullable(),
  metric: metricKey.nullable(),
  metricThen: figure,
  done: z.boolean(),
  outcome: z.string(),
  createdAt: instant,
});
export type Adjustment = z.infer<typeof adjustmentSchema>;

/** A piece of a report as it is read, in one language. */
export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), id: z.string(), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({
    kind: z.literal('table'),
    id: z.string(),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    verdicts: z.array(z.enum(['good', 'bad', 'flat', 'unknown'])).describe('one a row'),
  }),
  z.object({
    kind: z.literal('list'),
    id: z.string(),
    items: z.array(
      z.object({
        text: z.string(),
        detail: z.string().nullable(),
        memberId: z.string().nullable(),
        href: z.string().nullable(),
        verdict: reportLineSchema.shape.verdict.nullable(),
      }),
    ),
  }),
]);
export type Block = z.infer<typeof blockSchema>;

const summary = z.object({
  id: z.string(),
  kind: periodKindSchema,
  name: z.string(),
  from: day,
  to: day,
  madeAt: instant,
  madeBy: z.string().nullable(),
  sentence: z.string(),
  health: figure,
  unfinished: z.boolean(),
});
export type ReportSummary = z.infer<typeof summary>;

const language = z.enum(LANGUAGES).default('zh-CN');
const communityId = z.string().min(1).max(60);
/** GET /api/v1/communities/:communityId/reports */
export const reportsQuery = z.object({ kind: periodKindSchema.optional(), language });
export const reportsReply = z.object({ reports: z.array(summary).describe('latest period first, of each the latest') });
/** POST /api/v1/communities/:communityId/reports */
export const makeReportBody = z.object({
  kind: periodKindSchema,
  day: day.optional().describe('a day of the period wanted; without it the latest that has ended'),
});
export const reportParams = z.object({ communityId, reportId: z.uuid() });
/** GET /api/v1/communities/:communityId/reports/:reportId */
export const reportQuery = z.object({ language });
export const reportReply = summary.extend({
  content: periodContentSchema,
  blocks: z.array(blockSchema),
  adjustments: z.array(adjustmentSchema),
  earlier: z.string().nullable().describe('the report of the period before'),
  later: z.string().nullable(),
  versions: z.array(z.object({ id: z.string(), madeAt: instant })).describe('of the same period, latest first'),
});
export type ReportReply = z.infer<typeof reportReply>;
/** GET /api/v1/communities/:communityId/reports/:reportId/file */
export const fileQuery = z.object({ language, format: z.enum(['markdown', 'html', 'pdf']).default('markdown') });
/** POST /api/v1/communities/:communityId/reports/:reportId/mail */
export const mailBody = z.object({ to: z.array(z.email()).min(1).max(20), language });
export const mailReply = z.object({ sent: z.int() });

/** POST …/reports/:reportId/adjustments, PATCH and DELETE …/adjustments/:adjustmentId */
export const adjustmentBody = z.object({
  change: adjustmentText.change,
  reason: adjustmentText.reason.default(''),
  ownerId: z.uuid().nullable().default(null),
  metric: metricKey.nullable().default(null),
});
export const changeAdjustmentBody = z
  .object({
    ...adjustmentText,
    ownerId: z.uuid().nullable(),
    metric: metricKey.nullable(),
    done: z.boolean(),
    outcome: z.string().trim().max(1000),
  })
  .partial();
export const adjustmentParams = reportParams.extend({ adjustmentId: z.uuid() });

export const scheduleSchema = z.object({
  kind: periodKindSchema,
  enabled: z.boolean(),
  language: z.enum(LANGUAGES),
  recipients: z.array(z.email()).max(20),
});
export type Schedule = z.infer<typeof scheduleSchema>;
/** GET and PUT /api/v1/communities/:communityId/report-schedules */
export const schedulesReply = z.object({
  schedules: z.array(scheduleSchema),
  mailConfigured: z.boolean(),
  operators: z.array(z.object({ id: z.string(), name: z.string() })).describe('who can own an adjustment'),
});
export const schedulesBody = z.object({ schedules: z.array(scheduleSchema).max(PERIOD_KINDS.length) });
