import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { messageSchema } from '#modules/delivery/contract.ts';

const instant = z.iso.datetime();

export const MATCHINGS = ['contains', 'begins', 'whole'] as const;
export type Matching = (typeof MATCHINGS)[number];

/** What sets a rule off: words in a message, somebody new in a group, somebody's first words in the community. */
export const triggerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('keyword'),
    words: z.array(writtenText(60).min(1)).min(1).max(50),
    matching: z.enum(MATCHINGS).default('contains'),
  }),
  z.object({ kind: z.literal('welcome') }),
  z.object({ kind: z.literal('first_message') }),
]);
export type Trigger = z.infer<typeof triggerSchema>;
export const TRIGGER_KINDS = ['keyword', 'welcome', 'first_message'] as const;

export const OUTCOMES = ['answered', 'resting', 'no_way', 'late', 'faulty'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = (typeof OUTCOMES)[number];

const ruleFields = {
  name: writtenText(120).min(1),
  trigger: triggerSchema,
  groupIds: z.array(z.uuid()).max(500).describe('where it holds; empty: in every group that is attached'),
  answer: messageSchema,
  place: z.enum(['chat', 'person']).describe('answered in the group, or to the member alone'),
  restSeconds: z.int().min(0).max(86_400).describe('between two answers of this rule in one group'),
  enabled: z.boolean(),
};

/** POST …/reactions */
export const createRuleBody = z.strictObject({
  ...ruleFields,
  groupIds: ruleFields.groupIds.default([]),
  place: ruleFields.place.default('chat'),
  restSeconds: ruleFields.restSeconds.default(0),
  enabled: ruleFields.enabled.default(true),
});
export type NewRule = z.input<typeof createRuleBody>;
/** PATCH …/reactions/:ruleId: what is absent stays. */
export const changeRuleBody = z.strictObject(ruleFields).partial();
/** PUT …/reactions/order: all rules, the first answers first. */
export const orderBody = z.strictObject({ ruleIds: z.array(z.uuid()).max(500) });

export const ruleSchema = z.object({
  ...ruleFields,
  id: z.string(),
  createdAt: instant,
  runs: z.object({
    answered: z.int(),
    others: z.int().describe('not answered: resting, late, or no way there'),
    last: instant.nullable(),
  }),
});
export type ReactionRule = z.infer<typeof ruleSchema>;

/** GET …/reactions */
export const rulesReply = z.object({
  rules: z.array(ruleSchema).describe('in the order in which they are tried; runs are of the last 28 days'),
  attached: z.int().describe('chats that are attached to this community: rules hear nothing without'),
});

export const ruleParams = communityParams.extend({ ruleId: z.uuid() });

/** GET …/reactions/:ruleId/runs */
export const runsReply = z.object({
  runs: z
    .array(
      z.object({
        eventId: z.string(),
        memberId: z.string(),
        name: z.string(),
        groupId: z.string().nullable(),
        outcome: outcomeSchema,
        happenedAt: instant,
        reactedAt: instant,
      }),
    )
    .describe('latest first, at most 200'),
});

/** POST …/reactions/try: what the rules would answer, without anything being sent. */
export const tryBody = z.strictObject({
  kind: z.enum(['message', 'join']),
  text: z.string().max(2000).default(''),
  groupId: z.uuid().nullable().default(null),
  first: z.boolean().default(false).describe('the member never wrote before'),
});
export const tryReply = z.object({
  answers: z.array(
    z.object({
      ruleId: z.string(),
      name: z.string(),
      word: z.string().nullable(),
      place: ruleFields.place,
      text: z.string(),
    }),
  ),
});

/** POST …/members/:memberId/proof-codes */
export const proofCodeReply = z.object({
  code: z.string().describe('shown once; to be posted in any attached group'),
  expiresAt: instant,
});
export const memberParams = communityParams.extend({ memberId: z.uuid() });

/** GET …/members/:memberId/proof-codes */
export const proofCodesReply = z.object({
  codes: z.array(
    z.object({
      id: z.string(),
      createdAt: instant,
      expiresAt: instant,
      provenAt: instant.nullable(),
      account: z.object({ platform: z.string(), externalId: z.string(), name: z.string() }).nullable(),
      merged: z.boolean().describe('the account was somebody else’s before'),
    }),
  ),
});
