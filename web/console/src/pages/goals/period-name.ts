import type { TFunction } from 'i18next';

/** `2026-11` and `2026-Q4` as people say them. */
export function periodName(t: TFunction, period: string): string {
  const [year, part] = [period.slice(0, 4), period.slice(5)];
  return part.startsWith('Q')
    ? t('goals.budget.quarterOf', { year, quarter: part.slice(1) })
    : t('goals.budget.monthOf', { year, month: part });
}

/** Months and quarters from the one before a day to a year after it, to choose from. */
export function periodsAround(today: string): string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
  const months = Array.from({ length: 14 }, (_, at) => {
    const from = new Date(Date.UTC(year, month - 1 + at, 1));
    return { year: from.getUTCFullYear(), month: from.getUTCMonth() };
  });
  const quarters = new Set(months.map((one) => `${one.year}-Q${Math.floor(one.month / 3) + 1}`));
  return [...months.map((one) => `${one.year}-${String(one.month + 1).padStart(2, '0')}`), ...quarters];
}
