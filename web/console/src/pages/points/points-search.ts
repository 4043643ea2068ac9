import { z } from 'zod';
import { TRANSACTION_KINDS } from '../../../../../src/modules/points/contract.ts';
import { PERIOD_DAYS } from '../../shell/period-days.ts';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** What the addresses of the pages of points carry; what does not fit is dropped. */
export const pointsSearchSchema = z.object({ lastDays: optional(z.literal([...PERIOD_DAYS])) });

export const ledgerSearchSchema = z.object({
  member: optional(z.uuid()),
  kind: optional(z.enum(TRANSACTION_KINDS)),
  q: optional(z.string().max(100)),
  from: optional(z.iso.date()),
  to: optional(z.iso.date()),
});
