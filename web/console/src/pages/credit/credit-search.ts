import { z } from 'zod';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** What the addresses of rules and credit carry; what does not fit is dropped. */
export const rulesSearchSchema = z.object({ archived: optional(z.boolean()) });
export const recordsSearchSchema = z.object({
  standing: optional(z.enum(['warned', 'muted', 'suspended', 'removed'])),
  q: optional(z.string().max(100)),
});
export const violationsSearchSchema = z.object({
  rule: optional(z.uuid()),
  outcome: optional(z.enum(['standing', 'voided', 'appealed'])),
});
export const appealsSearchSchema = z.object({ decided: optional(z.boolean()) });
export const tasksSearchSchema = z.object({ done: optional(z.boolean()) });
