/**
 * Money as whole numbers of a currency's smallest unit (fen, cents; yen have none below them), so that sums are exact.
 * How many digits a currency has below its unit is what the runtime knows of ISO 4217.
 */

const known = new Set(Intl.supportedValuesOf('currency'));
const digits = new Map<string, number>();

/** Whether this is the code of a currency: three capital letters of ISO 4217. */
export const isCurrency = (code: string): boolean => known.has(code);

/** Codes of all currencies. */
export const currencies = (): string[] => [...known];

/** Digits below the unit of a currency: 2 for CNY, 0 for JPY. */
export function minorDigits(currency: string): number {
  let found = digits.get(currency);
  if (found === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    digits.set(currency, (found = format.resolvedOptions().maximumFractionDigits ?? 2));
  }
  return found;
}

/**
 * The amount that somebody wrote, `1,234.50` or `-20`, in the smallest unit; undefined when it is no amount of this
 * currency: letters, more digits than it has, or more than can be counted exactly.
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const places = minorDigits(currency);
  const plain = text
    .trim()
    .replaceAll(/[,，\s]/g, '')
    .replace(/^[−-]/, '-');
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > places) return undefined;
  const amount = Number(`${match[1]}${match[2]}${fraction.padEnd(places, '0')}`);
  return Number.isSafeInteger(amount) ? amount + 0 : undefined;
}

/** An amount as it is written into a field: `1234.50`. */
export function moneyText(amount: number, currency: string): string {
  const places = minorDigits(currency);
  const text = String(Math.abs(amount)).padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${amount < 0 ? '-' : ''}${whole}${places > 0 ? `.${text.slice(-places)}` : ''}`;
}

/** What one of `among` costs, in the smallest unit, rounded half up; null when there is none. */
export const costOfEach = (amount: number, among: number): number | null =>
  among > 0 ? Math.floor((2 * amount + among) / (2 * among)) : null;
