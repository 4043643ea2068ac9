import { z } from 'zod';

const optional = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** What the addresses of levels carry; what does not fit is dropped. */
export const levelHoldersSearchSchema = z.object({
  rank: optional(z.int().min(0).max(50)),
  grace: optional(z.literal(true)),
});
export const leaderboardsSearchSchema = z.object({
  board: optional(z.uuid()),
  back: optional(z.int().min(1).max(24)),
});
