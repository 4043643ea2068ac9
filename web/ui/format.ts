import {
  formatChange,
  formatCount,
  formatMinutes,
  formatNumber,
  formatShare,
  type Language,
  UNKNOWN_MARK,
} from '#kernel/number-format.ts';

export { LANGUAGES, type Language } from '#kernel/number-format.ts';

/** How numbers and days are written, everywhere the same: tile, tooltip, table and export. */
export interface Format {
  readonly language: Language;
  /** Whole or rounded count; from 10,000 up shortened (zh 1.2万, en 12k). Null is an em dash. */
  count(value: number | null | undefined): string;
  /** Every digit, with thousands separators. */
  exact(value: number | null | undefined): string;
  /** A number with at most `digits` decimals. */
  decimal(value: number | null | undefined, digits?: number): string;
  /** A share 0…1 as a percentage; one decimal below 10 %. */
  share(value: number | null | undefined): string;
  /** A relative change as a signed percentage. */
  change(value: number | null | undefined): string;
  /** `2026年11月22日` for `2026-11-22`, without a zone: a day is a day. */
  day(value: string | null | undefined): string;
  /** `11月22日`. */
  shortDay(value: string): string;
  /** Month of a day: `11月`. */
  month(value: string): string;
  /** Days before `from` in words (`3 天前`); the exact day belongs in the title. */
  daysBefore(value: string, from: string): string;
  /** An instant in a zone: `2026-11-22 09:30`. */
  instant(value: string | number, zone?: string): string;
  /** An instant relative to now: `5 分钟前`. */
  relative(value: string | number, now?: number): string;
  /** A duration given in minutes: `42 分钟`, `3.5 小时`. */
  minutes(value: number | null | undefined): string;
  /** One of several: `A、B或C`, `A, B, or C`. */
  anyOf(items: readonly string[]): string;
  /** `10.5 MB`. */
  bytes(value: number): string;
}

const MS_PER_DAY = 86_400_000;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;

/** Whole days from one `YYYY-MM-DD` to another. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

function numbers(
  language: Language,
): Pick<Format, 'count' | 'exact' | 'decimal' | 'share' | 'change' | 'minutes' | 'bytes'> {
  return {
    count: (value) => formatCount(value, language),
    exact: (value) => formatNumber(value, 0),
    decimal: (value, digits = 2) => formatNumber(value, digits),
    share: formatShare,
    change: formatChange,
    minutes: (value) => formatMinutes(value, language),
    bytes: (value) => {
      const step =
        value < 1e6
          ? (['kilobyte', 1e3] as const)
          : value < 1e9
            ? (['megabyte', 1e6] as const)
            : (['gigabyte', 1e9] as const);
      return new Intl.NumberFormat(language, { style: 'unit', unit: step[0], maximumFractionDigits: 1 }).format(
        value / step[1],
      );
    },
  };
}

function days(language: Language): Pick<Format, 'day' | 'shortDay' | 'month' | 'daysBefore'> {
  const make = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
    return (value: string) => formatter.format(Date.parse(`${value}T00:00:00Z`));
  };
  const full = make({ year: 'numeric', month: language === 'en' ? 'short' : 'long', day: 'numeric' });
  const short = make({ month: language === 'en' ? 'short' : 'long', day: 'numeric' });
  const month = make({ month: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    day: (value) => (value ? full(value) : UNKNOWN_MARK),
    shortDay: short,
    month,
    daysBefore: (value, from) => {
      const gap = daysBetween(value, from);
      if (gap < 60) return relative.format(-gap, 'day');
      return gap < 730
        ? relative.format(-Math.round(gap / 30.44), 'month')
        : relative.format(-Math.round(gap / 365.25), 'year');
    },
  };
}

function instants(language: Language): Pick<Format, 'instant' | 'relative'> {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    instant: (value, zone) =>
      new Intl.DateTimeFormat('sv-SE', {
        ...(zone ? { timeZone: zone } : {}),
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(value)),
    relative: (value, now = Date.now()) => {
      const seconds = (new Date(value).getTime() - now) / 1000;
      const steps = [
        [60, 'second', 1],
        [3600, 'minute', 60],
        [86_400, 'hour', 3600],
        [2_592_000, 'day', 86_400],
        [31_536_000, 'month', 2_592_000],
      ] as const;
      const step = steps.find(([limit]) => Math.abs(seconds) < limit) ?? ([0, 'year', 31_536_000] as const);
      return relative.format(Math.sign(seconds) * Math.round(Math.abs(seconds) / step[2]), step[1]);
    },
  };
}

const formats = new Map<Language, Format>();

/** The format of a language; made once. */
export function formatFor(language: Language): Format {
  let found = formats.get(language);
  if (!found) {
    const list = new Intl.ListFormat(language, { type: 'disjunction' });
    const anyOf = (items: readonly string[]) => list.format(items);
    found = { language, ...numbers(language), ...days(language), ...instants(language), anyOf };
    formats.set(language, found);
  }
  return found;
}

/** Offset of a zone at an instant as `UTC+8`. */
export function zoneLabel(zone: string, at: number = Date.now()): string {
  const part = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return (part?.value ?? 'GMT').replace('GMT', 'UTC');
}
