import { z } from 'zod';

export const TIERS = ['newcomer', 'leader', 'loyal', 'active', 'potential', 'silent'] as const;

/** Numbers, days and short codes behind a statement; the renderers put them into a sentence. */
export const factsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
