import type { z } from 'zod';
import { BadCursor } from './errors.ts';

/** Writes a place in a list as a text for an address. */
export const writeCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Reads a place again. Throws BadCursor for a text that is none of ours. */
export function readCursor<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new BadCursor();
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new BadCursor();
  return parsed.data;
}
