import { z } from 'zod';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** The filters of the audit trail as the address holds them; days are the reader's. */
export const auditSearchSchema = z.object({
  actor: optional(z.uuid()),
  action: optional(z.string().max(80)),
  subjectKind: optional(z.string().max(80)),
  subjectId: optional(z.string().max(200)),
  from: optional(z.iso.date()),
  to: optional(z.iso.date()),
});
export type AuditSearch = z.infer<typeof auditSearchSchema>;
