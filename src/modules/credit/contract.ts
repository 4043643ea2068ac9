import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { creditPolicySchema } from './policy.contract.ts';

const instant = z.iso.datetime();
const day = z.iso.date();

/** What a violation can bring. */
export const SANCTIONS = ['warn', 'mute', 'suspend', 'remove'] as const;
export type SanctionKind = (typeof SANCTIONS)[number];
export const sanctionKindSchema = z.enum(SANCTIONS);

/** A rule of the community 群规. */
export const ruleSchema = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  examples: z.array(z.string()),
  cost: z.int(),
  violations: z.int().describe('that count, whenever they were'),
  archivedAt: instant.nullable(),
  changedAt: instant,
});
export type CommunityRule = z.infer<typeof ruleSchema>;

/** GET …/rules */
export const rulesQuery = z.object({ archived: z.stringbool().default(false) });
export const rulesReply = z.object({
  rules: z.array(ruleSchema).describe('in the order in which members read them'),
  policy: creditPolicySchema,
  ownPolicy: z.boolean().describe('false: the figures that everybody begins with'),
});
export type Rules = z.infer<typeof rulesReply>;

const ruleFields = {
  title: writtenText(80).min(1),
  text: writtenText(1000),
  examples: z.array(writtenText(200).min(1)).max(10),
  cost: z.int().min(1).max(1000).describe('one of the costs of the figures'),
};
export const createRuleBody = z.strictObject({
  ...ruleFields,
  text: ruleFields.text.default(''),
  examples: ruleFields.examples.default([]),
});
export const changeRuleBody = z.strictObject({ ...ruleFields, archived: z.boolean() }).partial();
export const ruleParams = communityParams.extend({ communityRuleId: z.uuid() });
export const orderBody = z.strictObject({ ruleIds: z.array(z.uuid()).max(200) });
/** POST …/rules/prefill: those rules of the community's type that it does not have. */
export const prefillBody = z.strictObject({ language: z.enum(['zh-CN', 'en']).default('zh-CN') });
export const prefillReply = z.object({ added: z.int() });

/** PUT …/credit/policy */
export const policyBody = creditPolicySchema;

/** One thing to be done to an account, and where it stands. */
export const ACT_KINDS = ['mute', 'unmute', 'remove', 'readmit'] as const;
export const ACT_STATES = ['queued', 'doing', 'done', 'task', 'dropped'] as const;
export const actSchema = z.object({
  id: z.string(),
  kind: z.enum(ACT_KINDS),
  state: z.enum(ACT_STATES),
  platform: z.string(),
  account: z.string().describe('what it is called there'),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  code: z.string().describe('why it waits, is a task, or was dropped; empty: nothing to say'),
  detail: z.string(),
  attempts: z.int(),
  dueAt: instant,
  settledAt: instant.nullable(),
  by: z.string().nullable().describe('who did the task'),
});
export type Act = z.infer<typeof actSchema>;

export const LIFT_CAUSES = ['appeal', 'withdrawn', 'exam', 'operator'] as const;
export const sanctionSchema = z.object({
  id: z.string(),
  kind: sanctionKindSchema,
  byHand: z.boolean(),
  from: instant,
  until: instant.nullable(),
  holds: z.boolean(),
  liftedAt: instant.nullable(),
  liftCause: z.enum(LIFT_CAUSES).nullable(),
  liftReason: z.string(),
});
export type Sanction = z.infer<typeof sanctionSchema>;

export const OUTCOMES = ['upheld', 'rejected'] as const;
export const appealSchema = z.object({
  id: z.string(),
  text: z.string(),
  filedAt: instant,
  decideBy: instant,
  outcome: z.enum(OUTCOMES).nullable(),
  reasons: z.string(),
  decidedAt: instant.nullable(),
  by: z.string().nullable(),
});
export type Appeal = z.infer<typeof appealSchema>;

export const violationSchema = z.object({
  id: z.string(),
  member: z.object({ id: z.string(), name: z.string() }),
  rule: z.object({ id: z.string(), title: z.string() }),
  cost: z.int(),
  left: z.int().describe('what of the cost still counts'),
  returnsOn: day.nullable().describe('the day on which the rest comes back; null: nothing is left'),
  note: z.string(),
  evidence: z.object({
    eventId: z.string().nullable(),
    group: z.string().nullable(),
    text: z.string().describe('empty: none, or forgotten because nothing hangs on it any more'),
  }),
  happenedAt: instant,
  recordedAt: instant,
  by: z.string().nullable(),
  voided: z
    .object({ at: instant, cause: z.enum(['appeal', 'operator']), reason: z.string(), by: z.string().nullable() })
    .nullable(),
  sanctions: z.array(sanctionSchema),
  appeal: appealSchema.nullable(),
  appealUntil: day.describe('the last day on which it can be appealed against'),
});
export type Violation = z.infer<typeof violationSchema>;

/** GET …/violations */
export const violationsQuery = z.object({
  memberId: z.uuid().optional(),
  ruleId: z.uuid().optional(),
  state: z.enum(['standing', 'voided', 'appealed']).optional(),
  before: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const violationsReply = z.object({
  violations: z.array(violationSchema).describe('latest recorded first'),
  next: z.string().nullable(),
});
export type Violations = z.infer<typeof violationsReply>;

/** POST …/violations */
export const recordBody = z.strictObject({
  memberId: z.uuid(),
  ruleId: z.uuid(),
  cost: z.int().min(1).max(1000).optional().describe('that of the rule unless told'),
  note: writtenText(2000).default('').describe('what the member reads'),
  evidence: z
    .union([
      z.strictObject({ eventId: z.uuid().describe('a message in the timeline of the member') }),
      z.strictObject({
        text: writtenText(4000).default(''),
        happenedAt: instant.describe('not after now'),
      }),
    ])
    .describe('a message of theirs, or what somebody saw'),
  remove: z.boolean().default(false).describe('takes them out of the groups as well'),
  key: z.string().min(1).max(100).describe('of this request: sent again it is the same violation'),
});
export const violationParams = communityParams.extend({ violationId: z.uuid() });
export const withdrawBody = z.strictObject({ reason: writtenText(2000).min(1) });

/** Why the credit is what it is. */
export const creditStepSchema = z.object({
  kind: z.enum(['violation', 'returned', 'good', 'restored']),
  violationId: z.string().nullable(),
  rule: z.string().nullable(),
  day,
  change: z.int(),
  credit: z.int(),
});
export const licenceSchema = z.object({
  credit: z.int(),
  points: z.int().describe('of a full licence'),
  zone: z.string(),
  standing: z.enum(['good', 'warned', 'muted', 'suspended', 'removed']).describe('the hardest that holds'),
  mutedUntil: instant.nullable(),
  suspendedSince: instant.nullable(),
  cleanDays: z.int().nullable().describe('days since the last violation; null: there was none'),
  nextGood: z.object({ day, points: z.int() }).nullable().describe('what good conduct gives back next'),
  nextReturn: z.object({ day, points: z.int() }).nullable(),
  steps: z.array(creditStepSchema).describe('latest first; at most 100'),
});
export type Licence = z.infer<typeof licenceSchema>;

/** GET …/members/:memberId/credit */
export const memberParams = communityParams.extend({ memberId: z.uuid() });
export const memberCreditReply = z.object({
  licence: licenceSchema,
  violations: z.array(violationSchema),
  acts: z.array(actSchema),
  policy: creditPolicySchema,
});
export type MemberCredit = z.infer<typeof memberCreditReply>;

/** GET …/credit: everybody who does not have the full points, or under a sanction. */
export const recordsQuery = z.object({
  standing: z.enum(['warned', 'muted', 'suspended', 'removed']).optional(),
  q: z.string().trim().max(100).optional(),
});
export const recordsReply = z.object({
  records: z
    .array(
      z.object({
        member: z.object({ id: z.string(), name: z.string() }),
        credit: z.int(),
        standing: licenceSchema.shape.standing,
        violations: z.int(),
        lastAt: instant,
        nextReturn: licenceSchema.shape.nextReturn,
      }),
    )
    .describe('the least credit first; at most 500'),
  counts: z.object({
    low: z.int().describe('below full points'),
    warned: z.int(),
    muted: z.int(),
    suspended: z.int(),
    removed: z.int(),
  }),
  month: z.object({
    violations: z.int(),
    voided: z.int(),
    restored: z.int().describe('points that good conduct, time and exams gave back'),
  }),
  openAppeals: z.int(),
  openTasks: z.int(),
  points: z.int(),
});
export type CreditRecords = z.infer<typeof recordsReply>;

/** GET …/credit/waiting: what waits for somebody of the team. */
export const waitingReply = recordsReply.pick({ openAppeals: true, openTasks: true });

/** POST …/sanctions/:sanctionId/lift */
export const sanctionParams = communityParams.extend({ sanctionId: z.uuid() });
export const liftBody = z.strictObject({ reason: writtenText(2000).min(1) });

/** GET …/credit/tasks: what platforms cannot do, or would not. */
export const taskSchema = actSchema.extend({
  member: z.object({ id: z.string(), name: z.string() }),
  rule: z.string(),
  violationId: z.string(),
  until: instant.nullable(),
  createdAt: instant,
});
export type CreditTask = z.infer<typeof taskSchema>;
export const tasksQuery = z.object({ done: z.stringbool().default(false) });
export const tasksReply = z.object({
  tasks: z.array(taskSchema).describe('the oldest first; of done ones the latest 100'),
});
export const actParams = communityParams.extend({ actId: z.uuid() });
export const settleTaskBody = z.strictObject({
  outcome: z.enum(['done', 'dropped', 'again']).describe('again: the platform is asked once more'),
  note: writtenText(1000).default(''),
});

/** GET …/appeals */
export const appealsQuery = z.object({ state: z.enum(['open', 'decided']).default('open') });
export const appealsReply = z.object({
  appeals: z.array(violationSchema.extend({ appeal: appealSchema })).describe('open ones: the first due first'),
});
export type Appeals = z.infer<typeof appealsReply>;
export const appealParams = communityParams.extend({ appealId: z.uuid() });
export const decideBody = z.strictObject({ outcome: z.enum(OUTCOMES), reasons: writtenText(2000).min(1) });

/** GET /api/m/v1/credit: what a member sees of their own. */
export const ownViolationSchema = violationSchema.omit({ member: true, by: true, voided: true, appeal: true }).extend({
  voided: z.object({ at: instant, reason: z.string() }).nullable(),
  appeal: appealSchema.omit({ by: true }).nullable(),
  mayAppeal: z.boolean(),
});
export type OwnViolation = z.infer<typeof ownViolationSchema>;
export const ownCreditReply = z.object({
  licence: licenceSchema,
  rules: z.array(ruleSchema.pick({ id: true, title: true, text: true, examples: true, cost: true })),
  violations: z.array(ownViolationSchema).describe('latest first'),
  policy: creditPolicySchema,
});
export type OwnCredit = z.infer<typeof ownCreditReply>;
export const ownViolationParams = z.object({ violationId: z.uuid() });
export const fileAppealBody = z.strictObject({ text: writtenText(2000).min(1) });
