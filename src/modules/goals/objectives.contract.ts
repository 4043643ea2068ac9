import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import {
  betterSchema,
  metricKeySchema,
  metricPointSchema,
  metricUnitSchema,
} from '#modules/insights/metrics.contract.ts';
import { MILESTONES } from './milestones.ts';
import { givenDay } from './times.contract.ts';

const day = z.iso.date();
const instant = z.iso.datetime();
const figure = z.number().nullable();
const finite = z.number().min(-1e12).max(1e12);

export const OBJECTIVE_STATUSES = ['on_track', 'at_risk', 'off_track', 'reached', 'missed', 'unknown'] as const;
export const objectiveStatusSchema = z.enum(OBJECTIVE_STATUSES);
export type ObjectiveStatus = z.infer<typeof objectiveStatusSchema>;

/** Why an objective stands as it does; the numbers are in the facts, in the unit of the figure. */
export const OBJECTIVE_REASONS = [
  'no_figure',
  'at_target',
  'short_of_target',
  'forecast_meets_surely',
  'forecast_meets',
  'forecast_may_meet',
  'forecast_misses',
  'forecast_far',
  'ahead_of_pace',
  'behind_pace',
  'pace',
  'pace_needed',
  'no_forecast',
  'too_early',
] as const;
export const objectiveReasonSchema = z.object({
  code: z.enum(OBJECTIVE_REASONS),
  facts: z.record(z.string(), figure),
});
export type ObjectiveReason = z.infer<typeof objectiveReasonSchema>;

export const forecastSchema = z.object({
  low: z.number(),
  middle: z.number(),
  high: z.number().describe('4 times of 5 the figure falls between low and high'),
  perWeek: z.number().describe('mean change a week over the weeks looked at'),
  weeks: z.int().describe('weeks looked at'),
  far: z.boolean().describe('the day lies further ahead than the weeks looked at reach back'),
});

/** Where an objective stands on a day. */
export const objectiveStandingSchema = z.object({
  day,
  value: figure.describe('the latest figure by then; null: none is known'),
  valueDay: day.nullable(),
  progress: figure.describe('share of the way from the start value to the target; below 0: away from it'),
  elapsed: z.number().describe('share of the time that is over'),
  expected: z.number().describe('where an even pace would be'),
  daysLeft: z.int(),
  perWeek: figure.describe('mean change a week since the start; null in the first week'),
  neededPerWeek: figure.describe('change a week that is needed from now on'),
  reachedOn: day.nullable().describe('the first day on which the target was reached'),
  forecast: forecastSchema.nullable().describe('for the due day; null: over, or not enough data'),
  status: objectiveStatusSchema,
  why: z.array(objectiveReasonSchema),
});
export type ObjectiveStanding = z.infer<typeof objectiveStandingSchema>;

/** What an objective counts: a figure of the report, or the members in a segment. */
export const measureSchema = z.union([
  z.strictObject({ metric: metricKeySchema }),
  z.strictObject({ segmentId: z.uuid() }),
]);
export type Measure = z.infer<typeof measureSchema>;

/** What is done for an objective: a play of the playbook, or an analysis that shows what moves the figure. */
export const driverSchema = z.union([
  z.strictObject({ kind: z.literal('play'), id: z.string().regex(/^[a-z0-9_:-]{1,80}$/i) }),
  z.strictObject({ kind: z.literal('analysis'), id: z.uuid() }),
]);
export type Driver = z.infer<typeof driverSchema>;

const fields = {
  name: writtenText(120).min(1),
  target: finite,
  dueDay: givenDay,
  ownerId: z.uuid().nullable().describe('an operator of the workspace'),
  note: writtenText(2000),
  drivers: z.array(driverSchema).max(10),
  announceIn: z
    .array(z.uuid())
    .max(20)
    .describe('groups in which members are told of milestones; empty: nobody is told'),
};

/** POST …/objectives: without a start, it starts today at the latest figure. */
export const createObjectiveBody = z.strictObject({
  ...fields,
  measure: measureSchema,
  startDay: givenDay.optional(),
  startValue: finite.optional().describe('the figure on the start day when absent'),
  ownerId: fields.ownerId.default(null),
  note: fields.note.default(''),
  drivers: fields.drivers.default([]),
  announceIn: fields.announceIn.default([]),
});
export type NewObjective = z.input<typeof createObjectiveBody>;

/** PATCH …/objectives/:objectiveId: what is absent stays. */
export const changeObjectiveBody = z.strictObject({ ...fields, startDay: givenDay, startValue: finite }).partial();

export const OUTCOMES = ['reached', 'missed', 'dropped'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
/** POST …/objectives/:objectiveId/close */
export const closeObjectiveBody = z.strictObject({ outcome: outcomeSchema, note: writtenText(2000).default('') });

export const objectiveSchema = z.object({
  id: z.string(),
  name: z.string(),
  measure: measureSchema,
  measureName: z
    .string()
    .nullable()
    .describe('of a segment; null: the segment is gone, or it is a figure of the report'),
  unit: metricUnitSchema,
  better: betterSchema.describe('which way is better by this objective: more where the target is above the start'),
  startDay: day,
  startValue: z.number(),
  target: z.number(),
  dueDay: day,
  owner: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  note: z.string(),
  drivers: z.array(driverSchema),
  announceIn: z.array(z.string()),
  createdAt: instant,
  closed: z.object({ at: instant, outcome: outcomeSchema, value: figure, note: z.string() }).nullable(),
});
export type Objective = z.infer<typeof objectiveSchema>;

/** A share of the way that an objective came to: once, also where the figure goes back and forth. */
export const milestoneSchema = z.object({
  percent: z.literal(MILESTONES),
  day: day.describe('on which it was noticed'),
  told: z.boolean().describe('members were told of it'),
});
export type KeptMilestone = z.infer<typeof milestoneSchema>;

/** An objective with where it stands, and the figures of the days since shortly before it began. */
export const trackedObjectiveSchema = objectiveSchema.extend({
  standing: objectiveStandingSchema,
  milestones: z.array(milestoneSchema).describe('that it came to, in their order'),
  series: z.array(metricPointSchema).describe('since 12 weeks before the start, a year at most; one figure a day'),
});
export type TrackedObjective = z.infer<typeof trackedObjectiveSchema>;

/** GET …/objectives?closed= */
export const objectivesQuery = z.object({ closed: z.stringbool().default(false) });
export const objectivesReply = z.object({
  today: day,
  zone: z.string(),
  asOf: day.nullable().describe('day of the latest evaluation'),
  objectives: z.array(trackedObjectiveSchema).describe('by due day'),
  operators: z.array(z.object({ id: z.string(), name: z.string() })).describe('who can be an owner'),
});
export type ObjectivesReply = z.infer<typeof objectivesReply>;

export const objectiveParams = communityParams.extend({ objectiveId: z.uuid() });

/** How an objective was judged at the latest evaluation of a day. */
export const objectiveDaySchema = z.object({
  day,
  value: figure,
  target: z.number(),
  dueDay: day,
  status: objectiveStatusSchema,
  low: figure,
  middle: figure,
  high: figure,
});
export type ObjectiveDay = z.infer<typeof objectiveDaySchema>;

/** GET …/objectives/:objectiveId */
export const objectiveReply = trackedObjectiveSchema.extend({
  history: z.array(objectiveDaySchema).describe('days ascending, a year at most'),
});

/** GET …/measures: what a figure was, to choose a target by. */
export const measureQuery = z
  .object({ metric: metricKeySchema, segmentId: z.uuid() })
  .partial()
  .refine(
    ({ metric, segmentId }) => (metric === undefined) !== (segmentId === undefined),
    'name metric or segmentId, one of them',
  );
export const measureReply = z.object({
  unit: metricUnitSchema,
  better: betterSchema,
  latest: figure,
  latestDay: day.nullable(),
  series: z.array(metricPointSchema).describe('of 26 weeks, one figure a day'),
});
export type MeasureReply = z.infer<typeof measureReply>;
