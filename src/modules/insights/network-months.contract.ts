import { z } from 'zod';
import { networkFiguresSchema, pictureSchema } from './network-view.contract.ts';

const day = z.iso.date();

/** Figures of the network at the end of a month. */
export const monthFiguresSchema = networkFiguresSchema.extend({ circles: z.number() });
export type MonthFigures = z.infer<typeof monthFiguresSchema>;

/** GET /api/v1/communities/:communityId/network/months */
export const networkMonthsReply = z.object({
  asOf: day,
  upToDate: z.boolean().describe('false: past months are still being computed from the log as it stands'),
  months: z
    .array(
      z.object({
        day: day.describe('the last day of the month; of the present month, the day of the latest report'),
        complete: z.boolean().describe('false: the month is not over'),
        picture: z.boolean().describe('whether there is a picture of it besides that of the latest report'),
        figures: monthFiguresSchema,
      }),
    )
    .describe('ascending, the latest 24 at most'),
});
export type NetworkMonths = z.infer<typeof networkMonthsReply>;

/** GET /api/v1/communities/:communityId/network/months/:day */
export const monthParams = z.object({ communityId: z.string(), day });
export const networkMonthReply = z.object({
  day,
  figures: monthFiguresSchema,
  picture: pictureSchema.describe(
    'tiers are empty: they are today’s; circles have the numbers of today’s circles with most people in common',
  ),
});
export type NetworkMonth = z.infer<typeof networkMonthReply>;
