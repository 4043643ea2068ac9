import { z } from 'zod';
import { TRANSACTION_KINDS } from '../../../../../src/modules/points/contract.ts';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

export const POINT_DAYS = [7, 28, 90, 365] as const;

/** What the addresses of the pages of points carry; what does not fit is dropped. */
export const pointsSearchSchema = z.object({ lastDays: optional(z.literal([...POINT_DAYS])) });

export const ledgerSearchSchema = z.object({
  member: optional(z.uuid()),
  kind: optional(z.enum(TRANSACTION_KINDS)),
  q: optional(z.string().max(100)),
  from: optional(z.iso.date()),
  to: optional(z.iso.date()),
});
