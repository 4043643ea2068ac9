/** Name of the constraint that a statement broke; undefined for another failure. */
export const brokenConstraint = (error: unknown): string | undefined =>
  error instanceof Error && /^23/.test(String((error as { code?: unknown }).code))
    ? String((error as { constraint?: unknown }).constraint)
    : undefined;
