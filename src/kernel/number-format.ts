/** The languages that the product speaks. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What stands where a figure is unknown; never 0. */
export const UNKNOWN_MARK = '—';

const UNITS: Record<Language, readonly { from: number; unit: number; suffix: string }[]> = {
  'zh-CN': [
    { from: 100_000_000, unit: 100_000_000, suffix: '亿' },
    { from: 10_000, unit: 10_000, suffix: '万' },
  ],
  en: [
    { from: 1_000_000_000, unit: 1_000_000_000, suffix: 'B' },
    { from: 1_000_000, unit: 1_000_000, suffix: 'M' },
    { from: 10_000, unit: 1_000, suffix: 'k' },
  ],
};

const group = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 0, maximumFractionDigits: digits });

/**
 * A count for people: whole and grouped up to 9,999, then with one decimal in 万 and 亿 (zh) or k, M and B (en).
 * A value that is not finite, or null, is unknown.
 */
export function formatCount(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN_MARK;
  const size = Math.abs(value);
  const units = UNITS[language];
  for (const [index, { from, unit, suffix }] of units.entries()) {
    if (size < from) continue;
    const rounded = Math.round((value / unit) * 10) / 10;
    const bigger = units[index - 1];
    const gap = language === 'en' ? '' : ' ';
    if (bigger && Math.abs(rounded) * unit >= bigger.from)
      return `${group(value / bigger.unit, 1)}${gap}${bigger.suffix}`;
    return `${group(rounded, 1)}${gap}${suffix}`;
  }
  return group(value, 0);
}

/** A number in full, grouped, with at most `digits` decimals. */
export const formatNumber = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN_MARK : group(value, digits);

/** A share in per cent; one decimal below 10 %, none above, and never "0%" or "100%" for what is merely near. */
export function formatShare(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN_MARK;
  const percent = value * 100;
  const size = Math.abs(percent);
  if (size > 0 && size < 0.1) return percent < 0 ? '> -0.1%' : '< 0.1%';
  if (size > 99 && size < 100) return `${group(Math.trunc(percent * 10) / 10, 1)}%`;
  return `${group(percent, size < 9.95 ? 1 : 0)}%`;
}

/** A change as a signed per cent, `+3%` or `−12%`; a change that rounds to nothing is `±0%`. */
export function formatChange(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN_MARK;
  const percent = Math.round(value * 100);
  if (percent === 0) return '±0%';
  return `${percent > 0 ? '+' : '−'}${group(Math.abs(percent), 0)}%`;
}

/** Minutes as a readable length of time: `45 秒`, `12 分钟`, `3.5 小时`, `2 天`. */
export function formatMinutes(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN_MARK;
  const zh = language === 'zh-CN';
  if (value < 1) return `${group(value * 60, 0)}${zh ? ' 秒' : ' s'}`;
  if (value < 60) return `${group(value, value < 10 ? 1 : 0)}${zh ? ' 分钟' : ' min'}`;
  if (value < 48 * 60) return `${group(value / 60, 1)}${zh ? ' 小时' : ' h'}`;
  return `${group(value / 1440, 1)}${zh ? ' 天' : ' d'}`;
}

/** A compact number for an axis: like a count, decimals kept below 10. */
export const formatAxis = (value: number, language: Language): string =>
  Math.abs(value) < 10 && !Number.isInteger(value) ? group(value, 1) : formatCount(value, language);
