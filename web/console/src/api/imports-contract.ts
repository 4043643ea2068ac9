import { z } from 'zod';
import {
  detectionSchema,
  previewSchema,
  readOptionsSchema,
  skippedSchema,
} from '../../../../src/connectors/contract.ts';

export const importSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  status: z.enum(['ready', 'running', 'done', 'failed', 'cancelled']),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  detection: detectionSchema.nullable(),
  preview: previewSchema.nullable(),
  options: readOptionsSchema.nullable(),
  progress: z
    .object({ read: z.number(), written: z.number(), share: z.number().nullable(), phase: z.string() })
    .nullable(),
  summary: z
    .object({
      read: z.number(),
      written: z.number(),
      known: z.number(),
      skipped: z.array(skippedSchema),
      members: z.number(),
      groups: z.number(),
      first: z.string().nullable(),
      last: z.string().nullable(),
    })
    .nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export const importsReply = z.object({ imports: z.array(importSchema) });
export const importProgressSchema = importSchema.pick({ status: true, progress: true });
