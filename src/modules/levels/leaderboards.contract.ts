import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { GROWTH_KINDS } from './growth-rules.ts';

const day = z.iso.date();

/** What can be compared: levels, the ledger, the roll-up of days, and how often each kind of contribution was made. */
export const BOARD_METRICS = [
  'growth',
  'points',
  'contribution',
  'contributions',
  'messages',
  'active_days',
  ...GROWTH_KINDS.map((kind) => `did:${kind}` as const),
] as const;
export type BoardMetric = (typeof BOARD_METRICS)[number];
export const BOARD_PERIODS = ['day', 'week', 'month', 'quarter', 'year', 'ever'] as const;
export type BoardPeriod = (typeof BOARD_PERIODS)[number];

const fields = {
  name: writtenText(60).min(1),
  nameEn: writtenText(60),
  metric: z.enum(BOARD_METRICS),
  period: z.enum(BOARD_PERIODS).describe('the calendar’s, in the community’s zone; growth value is always of 365 days'),
  groupId: z.uuid().nullable().describe('only what was done in this group'),
  teams: z
    .array(writtenText(60).min(1))
    .max(50)
    .describe('tags: teams are ranked by points a head; empty: members are'),
  withTeam: z.boolean().describe('those who run the community take part'),
  shown: z.boolean().describe('members see it'),
};
export const boardSchema = z.object({ id: z.string(), ...fields, position: z.int() });
export type Board = z.infer<typeof boardSchema>;
export const boardBody = z
  .object({
    ...fields,
    nameEn: fields.nameEn.default(''),
    groupId: fields.groupId.default(null),
    teams: fields.teams.default([]),
    withTeam: fields.withTeam.default(false),
    shown: fields.shown.default(true),
  })
  .refine(({ metric, period }) => metric !== 'growth' || period === 'ever', {
    path: ['period'],
    message: 'growth value is of 365 days: take "ever"',
  })
  .refine(({ metric, groupId }) => groupId === null || (metric !== 'growth' && metric !== 'points'), {
    path: ['groupId'],
    message: 'is not known of growth value and points: they belong to no group',
  });
export type WrittenBoard = z.output<typeof boardBody>;
export const boardsReply = z.object({ boards: z.array(boardSchema) });
export type BoardsReply = z.infer<typeof boardsReply>;
export const boardParams = communityParams.extend({ boardId: z.uuid() });
export const memberBoardParams = z.object({ boardId: z.uuid() });

export const placesQuery = z.object({
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  back: z.coerce.number().int().min(0).max(24).default(0).describe('0: the present period, 1: the one before'),
});
export const placeSchema = z.object({
  rank: z.int().describe('equals that came at the same moment share a rank'),
  memberId: z.string(),
  name: z.string(),
  score: z.number(),
});
export const teamPlaceSchema = z.object({
  rank: z.int(),
  team: z.string(),
  score: z.number().describe('a head'),
  total: z.number(),
  members: z.int(),
});
const placesFields = {
  board: boardSchema,
  from: day.nullable(),
  to: day,
  asOf: day.describe('the latest evaluation that counted'),
  places: z.int().describe('how many have a place'),
  rows: z.array(placeSchema),
  teams: z.array(teamPlaceSchema),
};
/** GET …/leaderboards/:boardId/places */
export const placesReply = z.object({ ...placesFields, hidden: z.int().describe('who does not want to be seen') });
export type PlacesReply = z.infer<typeof placesReply>;

/** The same for a member, with their own place. Ids of others stay with us. */
export const memberPlacesReply = z.object({
  ...placesFields,
  rows: z.array(placeSchema.omit({ memberId: true }).extend({ me: z.boolean() })),
  mine: placeSchema.omit({ memberId: true, name: true }).nullable(),
  ahead: z.number().nullable().describe('what is missing to the next place'),
  optedOut: z.boolean(),
});
export type MemberPlacesReply = z.infer<typeof memberPlacesReply>;
export const optOutBody = z.object({ optedOut: z.boolean() });
