import { z } from 'zod';
import { commonParams, count, figure, resultBase } from './common.contract.ts';

export const MAX_PATH_DEPTH = 5;
/** Name of what is left over when the most travelled nodes of a place are shown. */
export const OTHER_NODE = 'other';

const id = z.uuid();

/** What a step of a path is called: its kind, with its group where groups are told apart. */
export const pathLabelSchema = z.strictObject({ kind: z.string().min(1).max(60), groupId: id.optional() });

/**
 * Paths: the first things people did one after another from an event on (`from`: the anchor is each one's first such event in
 * the range), or the last ones that led to it (`to`: each one's last). Without an anchor the first (last) event in the range.
 * Every person has one path; what came more than `gapDays` after the step before ends it.
 */
export const pathsParams = commonParams.extend({
  direction: z.enum(['from', 'to']).default('from'),
  anchor: pathLabelSchema.optional(),
  by: z
    .enum(['kind', 'kind_group'])
    .default('kind')
    .describe('kind_group: the same thing in another group is another step'),
  depth: z.int().min(2).max(MAX_PATH_DEPTH).default(MAX_PATH_DEPTH).describe('steps, the anchor included'),
  collapse: z.boolean().default(true).describe('the same step again and again counts once'),
  gapDays: z.int().min(1).max(90).default(14).describe('longest time between two steps, in days of 24 hours'),
  nodes: z.int().min(2).max(20).default(8).describe('of each place in the path that are shown; the rest is “other”'),
});
export type PathsParams = z.infer<typeof pathsParams>;

const nodeSchema = z.object({
  key: z.string().describe('unique in the result: <place>:<kind>[:<group>] or <place>:other'),
  place: z
    .int()
    .min(0)
    .describe('from 0, in the order of time; 0 is the anchor with “from”, the last place is it with “to”'),
  kind: z.string().nullable().describe('null: other'),
  groupId: z.string().nullable(),
  group: z.string().nullable().describe('its name'),
  people: count,
  ended: count.describe('whose path ends here (begins here, with “to”)'),
});

export const pathsResult = resultBase.extend({
  direction: z.enum(['from', 'to']),
  depth: z.int(),
  people: count.describe('who have a path at all'),
  nodes: z.array(nodeSchema),
  links: z.array(
    z.object({
      source: z.string().describe('key of a node'),
      target: z.string(),
      people: count,
      share: figure.describe('÷ the people of the source (of the target, with “to”)'),
    }),
  ),
  top: z
    .array(z.object({ steps: z.array(z.string()).describe('keys of nodes'), people: count, share: figure }))
    .describe('the most travelled whole paths, at most 20; share of all people'),
});
export type PathsResult = z.infer<typeof pathsResult>;

/** A node, a link between two, or a whole path; keys are those of the result. */
export const pathsPoint = z.union([
  z.strictObject({
    node: z.string().max(200),
    ended: z.boolean().default(false).describe('only whose path ends there'),
  }),
  z.strictObject({ source: z.string().max(200), target: z.string().max(200) }),
  z.strictObject({ steps: z.array(z.string().max(200)).min(1).max(MAX_PATH_DEPTH) }),
]);
export type PathsPoint = z.infer<typeof pathsPoint>;
