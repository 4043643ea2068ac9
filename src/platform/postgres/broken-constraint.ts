/** Name of the constraint that a statement broke; undefined for another failure. */
export const brokenConstraint = (error: unknown): string | undefined =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith('23')
    ? String((error as { constraint?: unknown }).constraint)
    : undefined;
