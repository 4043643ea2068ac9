import { z } from 'zod';
import { rewardKindSchema } from '../../../../../src/modules/rewards/contract.ts';
import { orderStateSchema } from '../../../../../src/modules/rewards/orders.contract.ts';
import { PERIOD_DAYS } from '../../shell/period-days.ts';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** What the addresses of the shop carry; what does not fit is dropped. */
export const shopSearchSchema = z.object({
  archived: optional(z.boolean()),
  /** The reward in the side panel. */
  open: optional(z.uuid()),
});

export const ordersSearchSchema = z.object({
  /** State of an order; `state` is another page’s. */
  orderState: optional(orderStateSchema),
  kind: optional(rewardKindSchema),
  reward: optional(z.uuid()),
  member: optional(z.uuid()),
  q: optional(z.string().max(120)),
  /** The order in the side panel. */
  open: optional(z.uuid()),
});

export const figuresSearchSchema = z.object({ lastDays: optional(z.literal([...PERIOD_DAYS])) });
