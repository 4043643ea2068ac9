import { z } from 'zod';

const instant = z.iso.datetime();

/** GET /api/m/v1/data: what a member decides about. Everything that is held is in the export. */
export const myDataReply = z.object({
  accounts: z.array(z.object({ platform: z.string(), externalId: z.string(), name: z.string() })),
  attributes: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      nameEn: z.string(),
      value: z.unknown().describe('null where it was refused'),
      source: z.string(),
      consent: z.enum(['given', 'refused', 'not_needed', 'unknown']),
    }),
  ),
  deliveries: z
    .object({ choice: z.enum(['in', 'out']), scope: z.enum(['promotion', 'all']) })
    .nullable()
    .describe('what was said last about being written to; null: nothing'),
  erasing: z.boolean().describe('whether erasing everything is under way'),
});
export type MyData = z.infer<typeof myDataReply>;

/** PUT /api/m/v1/data/attributes/:key */
export const consentBody = z.object({ consent: z.enum(['given', 'refused']) });
export const consentParams = z.object({ key: z.string().max(60) });

/** PUT /api/m/v1/data/deliveries */
export const myDeliveriesBody = z.object({ choice: z.enum(['in', 'out']), scope: z.enum(['promotion', 'all']) });

/** POST /api/m/v1/data/claim: a code to post from another account, which proves that it is the same person's. */
export const claimReply = z.object({ code: z.string(), endsAt: instant });
export type Claim = z.infer<typeof claimReply>;

/** GET /api/m/v1/data/erasure, and POST with what was typed */
export const erasureLook = z.object({
  confirm: z.string().describe('what has to be typed'),
  events: z.int(),
  texts: z.int(),
});
export type ErasureLook = z.infer<typeof erasureLook>;
export const myErasureBody = z.object({ confirm: z.string().max(400) });
