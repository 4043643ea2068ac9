import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';

const instant = z.iso.datetime();
const MOST = 1_000_000_000;
const amount = z.int().min(1).max(MOST).describe('whole points');
/** Says which request it is, so that one that is sent again does nothing more. */
const key = z
  .string()
  .min(8)
  .max(80)
  .regex(/^[\w.:-]+$/)
  .describe('of the request: sent again, nothing more is done');
const note = writtenText(500);

export const TRANSACTION_KINDS = ['grant', 'spend', 'add', 'deduct', 'gift', 'expire', 'reverse'] as const;

/** GET, PUT …/points/settings */
export const pointSettingsSchema = z.strictObject({
  name: writtenText(20).min(1),
  nameEn: writtenText(20).min(1),
  lifetimeMonths: z.int().min(1).max(120).nullable().describe('to the end of that month; null: points never expire'),
  noticeDays: z.int().min(0).max(90).describe('before they expire; 0: nobody is told'),
  costPer1000: z.int().min(0).max(1e12).describe('what redeeming 1,000 costs, in the currency’s smallest unit'),
  giftDayLimit: z.int().min(1).max(MOST).nullable().describe('most that a member gives in a day; null: no gifts'),
  giftOnceLimit: z.int().min(1).max(MOST).nullable(),
  checkIn: z.strictObject({
    cardsPerMonth: z.int().min(0).max(10).describe('days that a member may make up in a month'),
    makeUpDays: z.int().min(1).max(31).describe('so many days back'),
    makeUpCost: z.int().min(0).max(100_000).describe('points that each costs'),
  }),
});
export type PointSettingsBody = z.infer<typeof pointSettingsSchema>;

const person = z.object({ id: z.string(), name: z.string() });
export const pointTransactionSchema = z.object({
  id: z.string(),
  kind: z.enum(TRANSACTION_KINDS),
  amount: z.int(),
  growth: z.int(),
  cause: z.string(),
  ruleName: z.string().nullable(),
  note: z.string(),
  at: instant,
  by: z.string().nullable().describe('name of the operator'),
  member: person.nullable().describe('null: erased'),
  other: person.nullable().describe('of a gift: who got it'),
  reversalOf: z.string().nullable(),
  reversedBy: z.string().nullable(),
  shortfall: z.int().describe('of a reversal: what was not there any more'),
});
export type PointTransaction = z.infer<typeof pointTransactionSchema>;

const cursor = z.string().max(200).optional().describe('what the page before gave');
const limit = z.coerce.number().int().min(1).max(200).default(50);

/** GET …/points/transactions */
export const transactionsQuery = z.object({
  memberId: z.uuid().optional(),
  kind: z.enum(TRANSACTION_KINDS).optional(),
  cause: z.string().max(40).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional().describe('the day after the last'),
  q: z.string().trim().max(100).optional().describe('in the note or the name of the rule'),
  cursor,
  limit,
});
export const transactionsReply = z.object({
  transactions: z.array(pointTransactionSchema).describe('the latest first'),
  next: z.string().nullable(),
  balance: z.int().nullable().describe('of the member that was asked for'),
});

export const transactionParams = communityParams.extend({ transactionId: z.uuid() });
/** POST …/points/transactions/:transactionId/reversal */
export const reversalBody = z.strictObject({
  key,
  reason: note.min(1),
  asFarAsThere: z.boolean().default(false).describe('take back what is left where some is spent'),
});
export const reversalReply = z.object({
  state: z.enum(['posted', 'repeat', 'insufficient', 'already-reversed', 'not-reversible', 'key-used']),
  transactionId: z.string().nullable(),
  missing: z.int(),
});

/** POST …/points/awards */
export const awardBody = z.strictObject({
  key,
  memberIds: z.array(z.uuid()).min(1).max(200),
  kind: z.enum(['grant', 'add', 'deduct']).default('grant'),
  points: amount,
  note: note.default(''),
  announce: z
    .strictObject({ groupId: z.uuid(), text: writtenText(500).min(1) })
    .nullable()
    .default(null)
    .describe('words posted into a group at once'),
});
export const awardReply = z.object({
  awarded: z.array(z.object({ memberId: z.string(), state: z.string(), balance: z.int() })),
});

const csv = z.string().min(1).max(1_000_000).describe('member (id, account or name), points, note');
/** POST …/points/awards/preview */
export const awardsPreviewBody = z.strictObject({ csv });
export const awardsPreviewReply = z.object({
  members: z.int(),
  points: z.int(),
  faults: z.array(z.object({ line: z.int(), text: z.string(), why: z.string() })).describe('at most 200'),
  faultsTotal: z.int(),
  sample: z
    .array(z.object({ line: z.int(), member: person, points: z.int(), note: z.string() }))
    .describe('the first 20'),
  budgetLeft: z.int().nullable().describe('of this month; null: no budget'),
});
/** POST …/points/awards/import */
export const awardsImportBody = z.strictObject({ csv, key, note: note.default('') });
export const awardsImportReply = z.object({ members: z.int(), points: z.int() });

/** GET …/points/dashboard */
export const dashboardQuery = z.object({
  from: z.iso.date().optional().describe('the 28 days before tomorrow unless told'),
  to: z.iso.date().optional().describe('the day after the last'),
});
const figures = z.object({
  issued: z.int(),
  redeemed: z.int(),
  expired: z.int(),
  adjusted: z.int().describe('added by hand less deducted'),
  gifts: z.int(),
});
export const dashboardReply = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  name: z.object({ zh: z.string(), en: z.string() }),
  figures,
  before: figures.describe('of as many days before'),
  outstanding: z.object({
    points: z.int(),
    members: z.int(),
    expiringSoon: z.int().describe('within 30 days'),
    cost: z.int().describe('liability: what redeeming all would cost, in the currency’s smallest unit'),
  }),
  redeemedCost: z.int().describe('what was redeemed cost, in the currency’s smallest unit'),
  currency: z.string(),
  budgets: z.array(z.object({ month: z.string(), amount: z.int().nullable(), issued: z.int() })),
  days: z.array(z.object({ day: z.iso.date(), issued: z.int(), redeemed: z.int(), expired: z.int() })),
  causes: z.array(
    z.object({
      cause: z.string(),
      ruleId: z.string().nullable(),
      ruleName: z.string().nullable(),
      points: z.int(),
      times: z.int(),
      members: z.int(),
    }),
  ),
  earners: z.array(z.object({ member: person, points: z.int(), share: z.number() })),
});
export type PointsDashboard = z.infer<typeof dashboardReply>;

export const budgetMonthParams = communityParams.extend({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) });
/** PUT …/points/budgets/:month */
export const monthBudgetBody = z.strictObject({ amount: z.int().min(0).max(1e12).nullable() });
export const monthBudgetsReply = z.object({ budgets: dashboardReply.shape.budgets });

/** GET …/points/suspicions */
export const suspicionSchema = z.object({
  id: z.string(),
  kind: z.enum(['flooding', 'mutual_liking']),
  member: person,
  other: person.nullable(),
  evidence: z.record(z.string(), z.number()),
  points: z.int().describe('that would be taken back'),
  foundAt: instant,
  state: z.enum(['open', 'dismissed', 'taken_back']),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string(),
});
export type Suspicion = z.infer<typeof suspicionSchema>;
export const suspicionsReply = z.object({ suspicions: z.array(suspicionSchema) });
export const suspicionParams = communityParams.extend({ suspicionId: z.uuid() });
/** POST …/points/suspicions/:suspicionId/decision */
export const suspicionDecisionBody = z.strictObject({
  decision: z.enum(['dismiss', 'take_back']),
  reason: note.min(1),
});

// Member pages.

/** GET /api/m/v1/points */
export const myPointsReply = z.object({
  name: z.object({ zh: z.string(), en: z.string() }),
  zone: z.string(),
  balance: z.int(),
  expiring: z
    .array(
      z.object({
        expiresAt: instant.nullable(),
        lastDay: z.iso.date().nullable().describe('on which they can be used, in the community’s zone'),
        amount: z.int(),
      }),
    )
    .describe('soonest first; null: never'),
  gifts: z
    .object({ today: z.int(), once: z.int() })
    .nullable()
    .describe('what may still be given; null: no gifts here'),
});
export type MyPoints = z.infer<typeof myPointsReply>;

/** GET /api/m/v1/points/record */
export const myRecordQuery = z.object({ cursor, limit });
export const myRecordReply = z.object({
  lines: z.array(
    z.object({
      id: z.string(),
      change: z.int(),
      kind: z.enum(TRANSACTION_KINDS),
      cause: z.string(),
      ruleName: z.string().nullable(),
      note: z.string(),
      at: instant,
      other: z.string().nullable().describe('of a gift: the name of the other'),
      reversed: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type MyRecord = z.infer<typeof myRecordReply>;

/** GET /api/m/v1/points/people */
export const peopleQuery = z.object({ q: z.string().trim().min(1).max(60) });
export const peopleReply = z.object({ people: z.array(person).describe('at most 8') });
/** POST /api/m/v1/points/gifts */
export const giftBody = z.strictObject({ key, to: z.uuid(), amount, note: writtenText(100).default('') });
export const giftReply = z.object({ transactionId: z.string(), balance: z.int() });

/** GET /api/m/v1/check-in */
export const checkInReply = z.object({
  today: z.iso.date(),
  days: z.array(z.object({ day: z.iso.date(), madeUp: z.boolean() })).describe('of the last 400 days'),
  streak: z.int(),
  cards: z.object({ left: z.int(), perMonth: z.int(), days: z.int(), cost: z.int() }),
  earns: z.object({
    points: z.int().describe('for checking in today, without bonuses'),
    streaks: z.array(z.object({ days: z.int(), points: z.int() })),
  }),
});
export type CheckInPage = z.infer<typeof checkInReply>;
/** POST /api/m/v1/check-in/make-up */
export const makeUpBody = z.strictObject({ day: z.iso.date() });
