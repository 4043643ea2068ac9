import { z } from 'zod';
import type { Segment } from '../../../../../src/modules/segments/contract.ts';
import { TEMPLATES } from './template-names.ts';

const id = z.uuid().optional().catch(undefined);

/** What the list of segments shows. */
export const segmentsSearchSchema = z.object({
  q: z.string().min(1).max(80).optional().catch(undefined),
  kind: z
    .enum(['rule', 'list'] satisfies Segment['kind'][])
    .optional()
    .catch(undefined),
  archived: z.boolean().optional().catch(undefined),
});

/** What a new segment begins with: a ready rule, one of another segment, or one made of a filter; the page checks it. */
export const newSegmentSearchSchema = z.object({
  template: z.enum(TEMPLATES).optional().catch(undefined),
  copy: id,
  rule: z.unknown().optional(),
});

export const SEGMENT_TABS = ['members', 'changes', 'why', 'use'] as const;
/** The part of a segment's page that is open. */
export const segmentSearchSchema = z.object({
  tab: z.enum(SEGMENT_TABS).optional().catch(undefined),
  change: z.enum(['entered', 'left']).optional().catch(undefined),
  member: id,
});

/** Two or three segments whose overlap is looked at. */
export const overlapSearchSchema = z.object({ of: z.array(z.uuid()).max(3).optional().catch(undefined) });
/** Two segments that are compared; without the second, the first with everybody else. */
export const compareSearchSchema = z.object({ a: id, b: id });
