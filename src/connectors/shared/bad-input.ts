import type { ZodError } from 'zod';

/** Refuses what somebody gave an operation, saying which field and what is wrong with it. */
export function badInput(error: ZodError, field = ''): { fate: 'refused'; code: string; reason: string } {
  const faults = error.issues.map(
    ({ path, message }) => `${[field, ...path].filter((part) => part !== '').join('/')}: ${message}`,
  );
  return { fate: 'refused', code: 'bad_input', reason: faults.join('; ') };
}
