import { z } from 'zod';
import { commonParams, count, figure, resultBase } from './common.contract.ts';

export const MIGRATION_SCHEMES = ['engagement', 'activity', 'value'] as const;
/** A place outside the scheme: `outside`: no member then; `none`: a member whom the scheme does not place. */
export const OUTSIDE = 'outside';
export const NOT_PLACED = 'none';

/** Tier migration: where members stood on two days. Both are evaluated with everything known now (`from` and `to` of the range). */
export const tierMigrationParams = commonParams.extend({
  range: commonParams.shape.range.default({ lastDays: 29 }),
  scheme: z.enum(MIGRATION_SCHEMES).default('engagement'),
});
export type TierMigrationParams = z.infer<typeof tierMigrationParams>;

export const tierMigrationResult = resultBase.extend({
  scheme: z.enum(MIGRATION_SCHEMES),
  tiers: z.array(z.string()).describe('of the scheme, the best first; then none, outside'),
  matrix: z
    .array(
      z.object({
        from: z.string(),
        to: z.string(),
        people: count,
        share: figure.describe('÷ those who stood in `from`'),
      }),
    )
    .describe('cells with people; who stayed included'),
  before: z.array(z.object({ tier: z.string(), people: count })),
  after: z.array(z.object({ tier: z.string(), people: count })),
  up: count.describe('now in a better tier of the scheme'),
  down: count,
  same: count,
  joined: count.describe('from outside into a tier'),
  left: count.describe('from a tier to outside'),
});
export type TierMigrationResult = z.infer<typeof tierMigrationResult>;

export const tierMigrationPoint = z.strictObject({
  from: z.string().max(40).nullable().describe('null: anywhere'),
  to: z.string().max(40).nullable(),
});
export type TierMigrationPoint = z.infer<typeof tierMigrationPoint>;
