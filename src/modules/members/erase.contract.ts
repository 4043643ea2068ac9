import { z } from 'zod';
import { accountSchema } from './contract.ts';

export const ERASURE_STATUSES = ['waiting', 'running', 'done', 'failed'] as const;
/** What an erasure is doing; `purging` waits until the disk holds nothing of the person. */
export const ERASURE_STEPS = [
  'waiting',
  'planning',
  'uploads',
  'log',
  'members',
  'reports',
  'purging',
  'done',
] as const;

const count = z.int().nonnegative();

/** One erasure: says nothing of the person once it is done. */
export const erasureSchema = z.object({
  id: z.string(),
  status: z.enum(ERASURE_STATUSES),
  step: z.enum(ERASURE_STEPS),
  requestedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  counts: z.object({ events: count, texts: count, accounts: count }).partial(),
  refused: z
    .array(z.object({ step: z.string(), why: z.string() }))
    .describe('what your own PostgreSQL did not let us do; its administrator has to'),
  fault: z.string().nullable(),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** GET /api/v1/communities/:communityId/members/:memberId/erasure: what would be erased. */
export const erasurePreviewReply = z.object({
  confirm: z.string().describe('what has to be typed to confirm: how the member is shown'),
  accounts: z.array(accountSchema.pick({ id: true, platform: true, externalId: true, name: true })),
  events: count.describe('events that go on as nobody’s in particular'),
  texts: count.describe('texts that are deleted'),
  mentioned: count.describe('events of others that name them and will name nobody in particular'),
  groups: count,
  firstAt: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  uploads: count.describe('files of imports that are still kept and will be deleted'),
  pending: erasureSchema.nullable().describe('an erasure of this member that is under way'),
});
export type ErasurePreview = z.infer<typeof erasurePreviewReply>;

/** POST /api/v1/communities/:communityId/members/:memberId/erasure */
export const eraseBody = z.object({ confirm: z.string().max(400).describe('as the preview says') });

export const erasureParams = z.object({ communityId: z.string().min(1).max(60), erasureId: z.uuid() });

/** GET /api/v1/communities/:communityId/erasures */
export const erasuresReply = z.object({ erasures: z.array(erasureSchema) });
