import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { growthRulesSchema } from './growth-rules.ts';

export { GROWTH_KINDS } from './growth-rules.ts';

const count = z.int().min(0);
const instant = z.iso.datetime();
const day = z.iso.date();

/** Pictures of levels and badges; each is a drawing of the apps. */
export const ICONS = [
  'seedling',
  'leaf',
  'flower',
  'tree',
  'star',
  'medal',
  'trophy',
  'crown',
  'gem',
  'rocket',
  'heart',
  'flame',
  'book',
  'chat',
  'handshake',
  'shield',
] as const;
export const iconSchema = z.enum(ICONS);
export const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour like #1677ff');

export const FIGURE_NAMES = ['growth', 'contribution', 'activeDays', 'quizzes'] as const;
const standard = z.int().min(0).max(1_000_000_000);

/** What a level asks for within 365 days; 0 asks for nothing. */
export const standardsSchema = z.object({
  growth: standard.describe('growth value'),
  contribution: standard.describe('contribution weight, without caps'),
  activeDays: z.int().min(0).max(365).describe('days with a contribution'),
  quizzes: z.int().min(0).max(1000).describe('papers passed, ever'),
});

const words = {
  name: writtenText(40).min(1),
  nameEn: writtenText(40),
  colour: colourSchema,
  icon: iconSchema,
};

export const levelSchema = z.object({
  id: z.string(),
  rank: z.int().min(1).describe('1 is the lowest'),
  ...words,
  standards: standardsSchema,
  benefits: z.array(z.object({ benefitId: z.string(), quota: z.int().nullable() })),
});
export type Level = z.infer<typeof levelSchema>;

export const holdingRulesSchema = z.object({
  share: z.number().min(0).max(1).describe('below this share of a standard a level is lost'),
  graceMonths: z.int().min(0).max(12).describe('after so many monthly evaluations of grace'),
});
export const celebrationSchema = z.object({
  enabled: z.boolean(),
  groupIds: z.array(z.uuid()).max(20).describe('empty: a group of purpose chat that the member is in, else any'),
  fromRank: z.int().min(1).max(50).describe('lower levels are not told'),
  text: writtenText(500).min(1).describe('{{name}} and {{level}} are filled in'),
});
export const levelRulesSchema = z.object({
  growth: growthRulesSchema,
  holding: holdingRulesSchema,
  celebration: celebrationSchema,
});
export type LevelRules = z.infer<typeof levelRulesSchema>;

/** A ladder as it is written: the lowest level first. A level without an id is new; one left out is taken away. */
export const writtenLevelSchema = z.object({
  id: z.uuid().optional(),
  ...words,
  standards: standardsSchema,
  benefits: z
    .array(z.object({ benefitId: z.uuid(), quota: z.int().min(1).max(1_000_000).nullable() }))
    .max(100)
    .default([]),
});
export type WrittenLevel = z.output<typeof writtenLevelSchema>;
export const ladderBody = z.object({
  levels: z.array(writtenLevelSchema).max(50),
  rules: levelRulesSchema.optional(),
});
export const simulateBody = z.object({ levels: z.array(writtenLevelSchema).max(50), rules: levelRulesSchema });

const onLevel = z.object({ rank: count, levelId: z.string().nullable(), members: count });

export const levelRunSchema = z.object({
  id: z.string(),
  kind: z.enum(['daily', 'promotion', 'monthly']),
  month: day.nullable(),
  asOf: day,
  at: instant,
  members: count,
  promoted: count,
  demoted: count,
  grace: count,
  tookMs: count,
});

/** GET /api/v1/communities/:communityId/levels */
export const levelsReply = z.object({
  levels: z.array(levelSchema),
  rules: levelRulesSchema,
  distribution: z.array(onLevel).describe('members by level now; rank 0: below the lowest'),
  onGrace: count,
  lastRun: levelRunSchema.nullable(),
  nextMonthly: day.describe('the first day of the next month, when levels are evaluated'),
});
export type LevelsReply = z.infer<typeof levelsReply>;

/** Members by what becomes of them. */
export const simulationReply = z.object({
  members: count,
  asOf: day,
  now: z.array(onLevel),
  atOnce: z.array(onLevel).describe('after promotions, which come at once'),
  inTheEnd: z.array(onLevel).describe('when everybody went on as in the last 365 days and graces are over'),
  moves: z.array(z.object({ from: count, to: count, members: count })).describe('from now to the end, by rank'),
  samples: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      from: count,
      to: count,
      figures: standardsSchema.extend({ activeDays: count, quizzes: count }),
    }),
  ),
});
export type SimulationReply = z.infer<typeof simulationReply>;

export const levelFlowQuery = z.object({ days: z.coerce.number().int().min(7).max(364).default(91) });
export const levelFlowReply = z.object({
  days: z.array(z.object({ day, ranks: z.array(z.object({ rank: count, members: count })) })),
  moves: z.array(z.object({ from: count, to: count, reason: z.string(), members: count })),
  runs: z.array(levelRunSchema),
});
export type LevelFlowReply = z.infer<typeof levelFlowReply>;

export const CHANGE_REASONS = ['first', 'promotion', 'demotion', 'standards'] as const;
export const levelChangeSchema = z.object({
  id: z.string(),
  at: instant,
  fromRank: count,
  toRank: count,
  reason: z.enum(CHANGE_REASONS),
  facts: z.record(z.string(), z.unknown()),
  celebrated: z.boolean(),
});
export type LevelChange = z.infer<typeof levelChangeSchema>;

const figureGap = z.object({ figure: z.enum(FIGURE_NAMES), has: count, needs: count });

/** Where a member stands, from what, and what is missing to the next level: the glass box. */
export const memberLevelSchema = z.object({
  memberId: z.string(),
  rank: count,
  levelId: z.string().nullable(),
  figures: standardsSchema.extend({
    done: count.describe('growth value out of contributions, capped by day and kind'),
    earned: count.describe('growth value out of points earned'),
    activeDays: count,
    quizzes: count,
  }),
  countedAt: instant.nullable().describe('null: nobody has looked yet'),
  since: instant.nullable(),
  graceSince: day.nullable(),
  holding: z.array(figureGap).describe('what the present level asks to be held'),
  next: z
    .object({ rank: z.int(), levelId: z.string(), gaps: z.array(figureGap) })
    .nullable()
    .describe('null on the highest'),
});
export type MemberLevel = z.infer<typeof memberLevelSchema>;

export const memberLevelParams = communityParams.extend({ memberId: z.uuid() });
export const memberLevelReply = z.object({
  level: memberLevelSchema,
  levels: z.array(levelSchema),
  history: z.array(levelChangeSchema),
  days: z
    .array(z.object({ kind: z.string(), days: count, weight: count, counted: count }))
    .describe('growth value out of contributions by kind: before and after the cap'),
});
export type MemberLevelReply = z.infer<typeof memberLevelReply>;

/** GET …/levels/holders: who stands where, and why. */
export const holdersQuery = z.object({
  rank: z.coerce.number().int().min(0).max(50).optional(),
  grace: z.stringbool().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const holderSchema = z.object({
  memberId: z.string(),
  name: z.string(),
  rank: count,
  figures: standardsSchema.extend({ activeDays: count, quizzes: count }),
  since: instant,
  graceSince: day.nullable(),
});
export const holdersReply = z.object({ holders: z.array(holderSchema), next: z.string().nullable() });
export type HoldersReply = z.infer<typeof holdersReply>;
