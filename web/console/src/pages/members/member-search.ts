import { z } from 'zod';
import { ACTIVITY_TIERS, SILENT_KINDS, TIERS, VALUE_CELLS } from '../../../../../src/modules/insights/contract.ts';
import { attributeFilterSchema } from '../../../../../src/modules/members/contract.ts';
import { MEMBER_SORTS } from '../../../../../src/modules/insights/members.contract.ts';

const text = z.string().min(1).max(200).optional().catch(undefined);
const attributes = z
  .union([attributeFilterSchema.transform((one) => [one]), z.array(attributeFilterSchema).max(8)])
  .optional()
  .catch(undefined);
const day = z.iso.date().optional().catch(undefined);

/** The filters of the member list as the address carries them; what does not fit is dropped. */
export const memberSearchSchema = z.object({
  q: text,
  tier: z.enum(TIERS).optional().catch(undefined),
  silentKind: z.enum(SILENT_KINDS).optional().catch(undefined),
  activity: z.enum(ACTIVITY_TIERS).optional().catch(undefined),
  value: z.enum(VALUE_CELLS).optional().catch(undefined),
  group: text,
  segment: z.uuid().optional().catch(undefined),
  circle: z.int().min(1).optional().catch(undefined),
  bridge: z.boolean().optional().catch(undefined),
  isolated: z.boolean().optional().catch(undefined),
  platform: text,
  tag: text,
  attribute: attributes,
  joinedFrom: day,
  joinedTo: day,
  sort: z.enum(MEMBER_SORTS).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
});
export type MemberSearch = z.infer<typeof memberSearchSchema>;
