import { z } from 'zod';
import { EVENT_KINDS, type EventKind } from '#modules/events/contract.ts';
import { ACTIVITY_TIERS, SILENT_KINDS, STAGES, TIERS, VALUE_CELLS } from '#modules/insights/contract.ts';
import { ATTRIBUTE_TESTS, tagSchema } from '#modules/members/contract.ts';

/**
 * The rule of a segment as JSON: a tree of `all`, `any` and `not` over clauses. Each clause has a `kind`; what it means is
 * in `rules/<kind>.ts`. Days are days of the community; "the last N days" end with the day of the evaluation.
 */

/** How large a rule may be: what is larger is refused with the limit that it breaks. */
export const RULE_LIMITS = { depth: 6, clauses: 30, lastDays: 3650, textDays: 400 } as const;

const day = z.iso.date();
const days = z.int().min(1).max(RULE_LIMITS.lastDays);
const count = z.int().min(0).max(1_000_000);
const text = z.string().trim().min(1).max(200);

/** During which days; left out: ever. */
export const spanSchema = z
  .union([
    z.strictObject({ lastDays: days }),
    z.strictObject({ from: day, to: day }).refine(({ from, to }) => from <= to, {
      message: 'an empty window: from is after to',
      path: ['from'],
    }),
  ])
  .describe('the last N days, or from a day to a day, both included');
export type Span = z.infer<typeof spanSchema>;

/** How many days ago, or between which days. */
export const daysAgoSchema = z.union([
  z.strictObject({ withinDays: days }).describe('in the last N days'),
  z.strictObject({ beforeDays: days }).describe('at least N days ago'),
  z.strictObject({ from: day, to: day }).refine(({ from, to }) => from <= to, {
    message: 'an empty window: from is after to',
    path: ['from'],
  }),
]);
export type DaysAgo = z.infer<typeof daysAgoSchema>;

const kindNames = Object.keys(EVENT_KINDS) as [EventKind, ...EventKind[]];
/** `contribution` stands for every kind that takes part. */
export const RULE_EVENT_KINDS = ['contribution', ...kindNames] as const;

export const NUMBER_TESTS = ['at_least', 'at_most', 'exactly'] as const;
export type NumberTest = (typeof NUMBER_TESTS)[number];
const numberTest = z.strictObject({ test: z.enum(NUMBER_TESTS), number: z.number() });

/** A property inside the JSON of an event: keys joined by dots. */
const propertyPath = z.string().regex(/^[^.]{1,60}(\.[^.]{1,60}){0,4}$/, 'up to five keys joined by dots');
export const PROPERTY_TESTS = ['is', 'contains', 'at_least', 'at_most', 'exists'] as const;
const propertyTest = z
  .strictObject({
    path: propertyPath,
    test: z.enum(PROPERTY_TESTS),
    value: z.union([z.string().max(200), z.number(), z.boolean()]).optional(),
  })
  .superRefine(({ test, value }, context) => {
    const wrong =
      test === 'exists'
        ? value !== undefined && 'exists takes no value'
        : test === 'contains'
          ? (typeof value !== 'string' || value === '') && 'contains takes a text'
          : test === 'is'
            ? value === undefined && 'is takes a value'
            : typeof value !== 'number' && `${test} takes a number`;
    if (wrong) context.addIssue({ code: 'custom', path: ['value'], message: wrong });
  });

/** Which events are meant. */
export const eventFilterSchema = z.strictObject({
  kinds: z.array(z.enum(RULE_EVENT_KINDS)).min(1).max(20),
  platform: text.optional(),
  groupId: z.uuid().optional(),
  value: numberTest.optional().describe('of the event’s value: an amount, points of a rating'),
  properties: z.array(propertyTest).max(5).optional(),
});
export type EventFilter = z.infer<typeof eventFilterSchema>;

const span = spanSchema.optional();
const numberOf = { test: z.enum(NUMBER_TESTS), number: z.number().min(-1e12).max(1e12) };

/** Built-in schemes; a scheme of one's own is named by its id. */
export const BUILT_IN_SCHEMES = {
  engagement: TIERS,
  activity: ACTIVITY_TIERS,
  value: VALUE_CELLS,
  paying: ['paying', 'not_paying'],
  silence: SILENT_KINDS,
} as const;
export type BuiltInScheme = keyof typeof BUILT_IN_SCHEMES;
/** The tier of an own scheme for whom none of its segments matches. */
export const NO_TIER = 'none';
/** Instead of a level: who stands on none. */
export const NO_LEVEL = 'none';

const quintiles = z
  .tuple([z.int().min(1).max(5), z.int().min(1).max(5)])
  .refine(([from, to]) => from <= to, 'from the lower to the higher');

const clauses = [
  z.strictObject({
    kind: z.literal('attribute'),
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
    test: z.enum(ATTRIBUTE_TESTS),
    value: z.string().max(200).default(''),
  }),
  z.strictObject({ kind: z.literal('tag'), tag: tagSchema }),
  z.strictObject({
    kind: z.literal('tier'),
    scheme: z.union([z.enum(Object.keys(BUILT_IN_SCHEMES) as [BuiltInScheme, ...BuiltInScheme[]]), z.uuid()]),
    in: z.array(z.string().min(1).max(60)).min(1).max(20).describe('tiers; of an own scheme ids of segments, or none'),
  }),
  z.strictObject({ kind: z.literal('stage'), in: z.array(z.enum(STAGES)).min(1) }).describe('of the community'),
  z
    .strictObject({
      kind: z.literal('level'),
      in: z
        .array(z.union([z.uuid(), z.literal(NO_LEVEL)]))
        .min(1)
        .max(20),
    })
    .describe('ids of levels, or none'),
  z
    .strictObject({ kind: z.literal('points'), test: z.enum(NUMBER_TESTS), number: z.int().min(0).max(1e12) })
    .describe('balance of points'),
  z
    .strictObject({ kind: z.literal('credit'), test: z.enum(NUMBER_TESTS), number: z.int().min(0).max(1000) })
    .describe('points of the credit licence'),
  z.strictObject({ kind: z.literal('platform'), in: z.array(text).min(1).max(20) }),
  z.strictObject({ kind: z.literal('group'), in: z.array(z.uuid()).min(1).max(200) }),
  z
    .strictObject({
      kind: z.literal('did'),
      event: eventFilterSchema,
      count: z.enum(['times', 'days']).default('times'),
      test: z.enum(NUMBER_TESTS),
      number: count,
      span,
    })
    .describe('did not: exactly 0 times'),
  z.strictObject({
    kind: z.literal('first-last'),
    which: z.enum(['first', 'last']),
    event: eventFilterSchema,
    when: daysAgoSchema,
  }),
  z
    .strictObject({
      kind: z.literal('sequence'),
      first: eventFilterSchema,
      next: eventFilterSchema,
      withinDays: days.describe('days of 24 hours'),
      span,
    })
    .describe('did the one and later the other'),
  z
    .strictObject({
      kind: z.literal('amount'),
      of: z.enum(['sum', 'average']),
      event: eventFilterSchema,
      property: propertyPath.optional().describe('left out: the value of the event'),
      ...numberOf,
      span,
    })
    .describe('who has no such number has the sum 0 and no average'),
  z
    .strictObject({
      kind: z.literal('words'),
      words: z.array(z.string().trim().min(1).max(60)).min(1).max(50),
      match: z.enum(['any', 'all']).default('any').describe('within one text'),
      times: z.int().min(1).max(1000).default(1).describe('at least so many texts'),
      span: spanSchema.default({ lastDays: 91 }),
    })
    .describe('wrote words of a list; letters of either case'),
  z.strictObject({
    kind: z.literal('ties'),
    is: z.union([
      z.strictObject({ tiedTo: z.uuid() }).describe('a member'),
      z.strictObject({ test: z.enum(NUMBER_TESTS), number: count }).describe('number of people tied to'),
      z.strictObject({ circle: z.int().min(1) }).describe('in a circle of the network'),
      z.strictObject({ isolated: z.boolean() }),
      z.strictObject({ bridge: z.boolean() }),
    ]),
  }),
  z
    .strictObject({
      kind: z.literal('value'),
      recency: quintiles.optional(),
      frequency: quintiles.optional(),
      monetary: quintiles.optional(),
    })
    .refine((one) => (one.recency ?? one.frequency ?? one.monetary) !== undefined, 'at least one of the three')
    .describe('quintiles of recency, frequency and value, 5 the best'),
  z.strictObject({ kind: z.literal('segment'), segmentId: z.uuid() }),
  z.strictObject({ kind: z.literal('joined'), when: daysAgoSchema }),
] as const;

export const clauseSchema = z.discriminatedUnion('kind', clauses);
export type Clause = z.infer<typeof clauseSchema>;
export type ClauseKind = Clause['kind'];
export type ClauseOf<K extends ClauseKind> = Extract<Clause, { kind: K }>;

export type Rule = { kind: 'all'; of: Rule[] } | { kind: 'any'; of: Rule[] } | { kind: 'not'; of: Rule } | Clause;

const all = z.strictObject({
  kind: z.literal('all'),
  get of() {
    return z.array(ruleSchema).min(1).max(RULE_LIMITS.clauses);
  },
});
const any = z.strictObject({
  kind: z.literal('any'),
  get of() {
    return z.array(ruleSchema).min(1).max(RULE_LIMITS.clauses);
  },
});
const not = z.strictObject({
  kind: z.literal('not'),
  get of() {
    return ruleSchema;
  },
});

export const ruleSchema: z.ZodType<Rule> = z
  .lazy(() => z.discriminatedUnion('kind', [all, any, not, ...clauses]))
  .meta({ id: 'SegmentRule' }) as z.ZodType<Rule>;

/** Whether a JSON value nests deeper than a rule may; looked at before anything walks down into it. */
function isTooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  return Object.values(value).some((inner) => isTooDeep(inner, left - 1));
}

/** A group is two levels of JSON (its object and its list), a clause at most four. */
const JSON_DEPTH = RULE_LIMITS.depth * 2 + 5;

const depthOf = (rule: Rule): number =>
  rule.kind === 'not'
    ? 1 + depthOf(rule.of)
    : rule.kind === 'all' || rule.kind === 'any'
      ? 1 + Math.max(...rule.of.map(depthOf))
      : 0;

/** The clauses of a rule in the order in which they are written; a clause's place here is its number. */
export function clausesOf(rule: Rule): Clause[] {
  if (rule.kind === 'all' || rule.kind === 'any') return rule.of.flatMap(clausesOf);
  return rule.kind === 'not' ? clausesOf(rule.of) : [rule];
}

/** A rule as it arrives: of bounded depth and size, each fault with its JSON pointer. */
export const ruleInput = z
  .unknown()
  .superRefine((value, context) => {
    if (isTooDeep(value, JSON_DEPTH)) {
      context.addIssue({ code: 'custom', message: `too large: groups nest up to ${RULE_LIMITS.depth} deep` });
    }
  })
  .pipe(ruleSchema)
  .superRefine((rule, context) => {
    const clauses = clausesOf(rule).length;
    if (clauses > RULE_LIMITS.clauses) {
      const message = `too large: ${clauses} conditions, up to ${RULE_LIMITS.clauses}`;
      context.addIssue({ code: 'custom', message });
    }
    if (depthOf(rule) > RULE_LIMITS.depth) {
      context.addIssue({ code: 'custom', message: `too large: groups nest up to ${RULE_LIMITS.depth} deep` });
    }
  });
