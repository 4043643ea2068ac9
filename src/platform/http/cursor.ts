import type { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';

/** A cursor that this list did not give, or whose list is gone: it has to be asked from its start. */
export class BadCursor extends BadInput {
  constructor() {
    super(
      'this cursor is not one of this list any more: ask again from the start',
      [{ where: '/cursor', what: 'is not known' }],
      'bad_cursor',
    );
  }
}

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
