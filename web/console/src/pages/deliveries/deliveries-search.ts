import { z } from 'zod';
import { fateSchema, sourceKindSchema } from '../../../../../src/modules/delivery/contract.ts';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

export const DELIVERY_TABS = ['outbox', 'quotas', 'rules'] as const;

/** What of the outbox is on show; days are the reader's. */
export const deliveriesSearchSchema = z.object({
  tab: optional(z.enum(DELIVERY_TABS)),
  q: optional(z.string().max(200)),
  fate: optional(fateSchema),
  source: optional(sourceKindSchema),
  sourceId: optional(z.string().max(200)),
  connection: optional(z.uuid()),
  member: optional(z.uuid()),
  why: optional(z.string().max(80)),
  from: optional(z.iso.date()),
  to: optional(z.iso.date()),
  /** The delivery in the side panel. */
  open: optional(z.uuid()),
});
export type DeliveriesSearch = z.infer<typeof deliveriesSearchSchema>;

/** Whom a message that is begun here is for. */
export const composeSearchSchema = z.object({
  segment: optional(z.string().max(100)),
  member: optional(z.uuid()),
  template: optional(z.uuid()),
});
/** The template that is open, or `new`. */
export const templatesSearchSchema = z.object({ template: optional(z.string().max(100)) });
