import { useTranslation } from 'react-i18next';

/** `2026-11` and `2026-Q4` as people say them. */
export function usePeriodName(): (period: string) => string {
  const { t, i18n } = useTranslation();
  const month = new Intl.DateTimeFormat(i18n.language, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return (period) => {
    const [year, part] = [period.slice(0, 4), period.slice(5)];
    return part.startsWith('Q')
      ? t('goals.budget.quarterOf', { year, quarter: part.slice(1) })
      : month.format(Date.parse(`${period}-01`));
  };
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
