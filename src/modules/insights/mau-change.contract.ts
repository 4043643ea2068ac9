import { z } from 'zod';
import { factsSchema, TIERS } from './facts.contract.ts';

const count = z.int().nonnegative();
const day = z.iso.date();

/** What a change of MAU is split into; together they are the change. */
export const MAU_PARTS = [
  'joiners',
  'recent_joiners',
  'earlier_joiners',
  'older_joiners',
  'leavers',
  'activation',
  'retention_new',
  'retention_year',
  'retention_old',
  'returns',
] as const;
export type MauPart = (typeof MAU_PARTS)[number];

/** The change of MAU between two days: exact parts, and the same change by group and tier. */
export const mauChangeSchema = z.object({
  before: z.object({ day, mau: count }),
  now: z.object({ day, mau: count }),
  change: z.int(),
  lost: count.describe('people active before and not now'),
  won: count.describe('people active now and not before; won − lost is the change'),
  parts: z
    .array(
      z.object({
        part: z.enum(MAU_PARTS),
        people: z.number().describe('how much of the change it makes; the parts add up to the change'),
        facts: factsSchema,
      }),
    )
    .describe('largest fall first'),
  groups: z
    .array(
      z.object({
        groupId: z.string().nullable().describe('null: all other groups'),
        group: z.string(),
        before: count,
        now: count,
        lost: count,
        won: count,
      }),
    )
    .describe('everybody active counted in the group where they contributed most; largest fall first'),
  tiers: z
    .array(z.object({ tier: z.enum([...TIERS, 'outside']), before: count, now: count }))
    .describe('everybody active by the tier they were in on that day'),
  followers: count.describe('lost people whose closest tie was with somebody who is gone too'),
  leaders: z
    .array(
      z.object({
        memberId: z.string(),
        name: z.string(),
        left: z.boolean(),
        lost: count.describe('lost people whose closest tie was with them'),
        share: z.number().describe('of all lost people'),
      }),
    )
    .describe('people who are gone and whom at least three others were closest to; most first'),
  tiesRead: count.describe('lost people whose ties were looked at; fewer than lost where there are very many'),
});
export type MauChange = z.infer<typeof mauChangeSchema>;
