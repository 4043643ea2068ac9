import { z } from 'zod';
import {
  ACTIVITY_TIERS,
  SILENT_KINDS,
  SILENCE_CAUSES,
  factsSchema,
  tierSchema,
  valueCellSchema,
} from '../../../../src/modules/insights/contract.ts';
import { accountSchema, memberAttributeSchema, memberTagSchema } from '../../../../src/modules/members/contract.ts';

const day = z.string();
export const memberRowSchema = z.object({
  memberId: z.string(),
  member: z.string(),
  name: z.string(),
  tier: tierSchema,
  silentKind: z.enum(SILENT_KINDS).nullable(),
  activity: z.enum(ACTIVITY_TIERS),
  value: valueCellSchema.nullable(),
  joined: day,
  lastActive: day.nullable(),
  activeDays28: z.number(),
  contributions28: z.number(),
  weight365: z.number(),
  influence: z.number().nullable(),
  tags: z.array(z.string()),
});
export const membersReply = z.object({
  total: z.number(),
  rows: z.array(memberRowSchema),
  nextCursor: z.string().nullable(),
  asOf: day,
});
const person = z.object({ memberId: z.string(), member: z.string(), name: z.string() });
export const portraitReply = z.object({
  ...person.shape,
  asOf: day,
  timezone: z.string(),
  evaluatedAt: z.string(),
  tier: z
    .object({
      tier: tierSchema,
      inputs: factsSchema,
      checks: z.array(
        z.object({
          tier: tierSchema,
          way: z.string(),
          holds: z.boolean(),
          conditions: z.array(
            z.object({
              fact: z.string(),
              value: z.union([z.number(), z.boolean()]),
              comparison: z.enum(['<', '>=', '>', 'is']),
              threshold: z.union([z.number(), z.boolean()]),
              holds: z.boolean(),
            }),
          ),
        }),
      ),
      changes: z.array(z.object({ to: tierSchema, code: z.string(), facts: factsSchema })),
    })
    .nullable(),
  silent: z
    .object({
      kind: z.enum(SILENT_KINDS),
      causes: z.array(z.object({ cause: z.enum(SILENCE_CAUSES), facts: factsSchema })),
    })
    .nullable(),
  activity: z.enum(ACTIVITY_TIERS).nullable(),
  value: z
    .object({
      cell: valueCellSchema,
      basis: z.enum(['purchases', 'activity']),
      recency: z.number(),
      frequency: z.number(),
      monetary: z.number(),
      facts: factsSchema,
    })
    .nullable(),
  influence: z.object({ value: z.number(), rank: z.number(), of: z.number() }).nullable(),
  days: z.array(z.object({ day, contributions: z.number() })),
  ties: z.array(person.extend({ tier: tierSchema.nullable(), given: z.number(), received: z.number() })),
  groups: z.array(
    z.object({
      groupId: z.string(),
      name: z.string(),
      contributions: z.number(),
      last: day.nullable(),
      left: z.boolean(),
    }),
  ),
  words: z.array(z.object({ word: z.string(), count: z.number() })),
  accounts: z.array(accountSchema),
  tags: z.array(memberTagSchema),
  attributes: z.array(memberAttributeSchema),
});
export const timelineReply = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      kind: z.string(),
      groupId: z.string(),
      group: z.string(),
      text: z.string().nullable(),
      removed: z.boolean(),
      target: z.object({ memberId: z.string(), name: z.string() }).nullable(),
      value: z.number().nullable(),
    }),
  ),
  nextBefore: z.string().nullable(),
});
