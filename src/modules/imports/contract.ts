import { z } from 'zod';
import {
  detectionSchema,
  formatIdSchema,
  previewSchema,
  readOptionsSchema,
  skippedSchema,
} from '#connectors/contract.ts';

export const IMPORT_STATUSES = ['ready', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone'] as const;

/** What an import is doing: checking reads the whole file without writing, so that a broken one changes nothing. */
export const IMPORT_PHASES = ['waiting', 'checking', 'writing', 'people', 'rolling_up'] as const;

const count = z.int().nonnegative();

export const importProgressSchema = z.object({
  phase: z.enum(IMPORT_PHASES),
  read: count.describe('events read so far in this phase'),
  written: count,
  share: z.number().min(0).max(1).nullable().describe('of the whole work'),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;

export const importSummarySchema = z.object({
  read: count.describe('events in the file'),
  written: count.describe('new ones'),
  edited: count.describe('newer versions of events that were there'),
  known: count.describe('were there already; nothing changed'),
  byKind: z.record(z.string(), count).describe('new ones by kind'),
  unknownKinds: count.describe('new ones of kinds the product does not know; kept, no contribution'),
  skipped: z.array(skippedSchema),
  members: count.describe('accounts that wrote something of the file'),
  newMembers: count,
  groups: count,
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
});
export type ImportSummary = z.infer<typeof importSummarySchema>;

export const importErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  faults: z.array(z.object({ where: z.string(), what: z.string() })),
});

/** GET …/imports/:importId/undo: what taking it back does. */
export const importUndoSchema = z.object({
  events: count.describe('events that only this import brought, and that go'),
  kept: count.describe('events that something else brought as well, and that stay'),
  restored: count.describe('of those that stay: fall back to an earlier version'),
});
export type ImportUndo = z.infer<typeof importUndoSchema>;

export const importSchema = z.object({
  id: z.string(),
  communityId: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  status: z.enum(IMPORT_STATUSES).describe('ready: waits for somebody to start it'),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  detection: detectionSchema.nullable(),
  preview: previewSchema.nullable().describe('left out of lists'),
  format: formatIdSchema,
  options: readOptionsSchema.nullable(),
  progress: importProgressSchema.nullable(),
  summary: importSummarySchema.nullable(),
  error: importErrorSchema.nullable(),
  undone: importUndoSchema.nullable().describe('what was taken back'),
  undoneAt: z.iso.datetime().nullable(),
});
export type Import = z.infer<typeof importSchema>;

/** Data of each server-sent event of GET …/imports/:importId/progress; the last one has another status than running. */
export const importProgressEvent = importSchema.pick({ status: true, progress: true });

/** GET /api/v1/communities/:communityId/imports */
export const importsReply = z.object({ imports: z.array(importSchema) });

export const importParams = z.object({ communityId: z.string().min(1).max(60), importId: z.uuid() });

/** POST …/imports/:importId/preview and …/start */
export const importChoices = z.object({
  format: formatIdSchema.optional().describe('in place of the detected one'),
  options: readOptionsSchema.default({}),
  sourceCommunity: z.string().max(200).optional().describe('which community of the file, where it holds several'),
  people: z
    .array(
      z.object({
        platform: z.string().min(1).max(60),
        member: z.string().min(1).max(400).describe('somebody of the file, by id on the platform'),
        into: z.uuid().describe('the member they are'),
      }),
    )
    .max(2000)
    .optional()
    .describe(
      'people of the file who are members already; joined when the import is done, and can be taken apart again',
    ),
});
export type ImportChoices = z.infer<typeof importChoices>;

/** POST …/imports/:importId/people: who the people of a small file may be. */
export const importPeopleReply = z.object({
  people: z.array(
    z.object({
      platform: z.string(),
      member: z.string().describe('id on the platform'),
      name: z.string().nullable(),
      events: count,
      matches: z
        .array(
          z.object({
            memberId: z.string(),
            name: z.string(),
            platform: z.string(),
            by: z
              .enum(['account', 'id', 'name'])
              .describe('account: this very one; id: the same id elsewhere; name: only that'),
          }),
        )
        .describe('most certain first'),
    }),
  ),
});
export type ImportPeople = z.infer<typeof importPeopleReply>;
