import { z } from 'zod';

/** What the addresses of goals carry; what does not fit is dropped. */
export const objectivesSearchSchema = z.object({
  closed: z.boolean().optional().catch(undefined),
  /** The objective that a report or an address points at. */
  objective: z.uuid().optional().catch(undefined),
});

export const budgetSearchSchema = z.object({
  period: z
    .string()
    .regex(/^\d{4}-(\d{2}|Q[1-4])$/)
    .optional()
    .catch(undefined),
});

export const resourcesSearchSchema = z.object({
  /** The first day of the week that is shown. */
  week: z.iso.date().optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
});
