/** A JSON object whose fields are not known. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field as text: text as it is, a whole number in digits, anything else undefined. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;

/** A field as text that is not empty. */
export const filled = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === '' ? undefined : text;
};

/** A field as a list. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A field as a list of objects. */
export const objectsOf = (value: unknown): Json[] => listOf(value).filter(isObject);

/** Seconds since 1970, as a number or digits, in milliseconds; NaN for anything else. */
export function epochMs(value: unknown): number {
  const seconds =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)
        ? Number(value)
        : Number.NaN;
  return Math.floor(Math.round(seconds * 1e6) / 1000);
}
