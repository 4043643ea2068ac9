import { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';

/** Where a page of a list in order of time ended. */
const placeSchema = z.object({ at: z.int(), id: z.uuid() });
type Place = z.infer<typeof placeSchema>;

export const writePlace = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Throws BadInput for what no page of ours said. */
export function readPlace(text: string): Place {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new BadInput('this is not where a page ended', [{ where: '/query/before', what: 'was not given by a page' }]);
  }
}
