import { useTranslation } from 'react-i18next';
import type { MetricUnit } from '../../../../../src/modules/insights/metrics.contract.ts';
import { minorDigits } from '../../../../../src/kernel/money.ts';
import type { TrackedObjective } from '../../../../../src/modules/goals/objectives.contract.ts';
import type { Format } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';

/** A figure in its unit, as everywhere else in the console. */
export function writeValue(format: Format, unit: MetricUnit, value: number | null | undefined): string {
  if (unit === 'share') return format.share(value);
  if (unit === 'minutes') return format.minutes(value);
  if (unit === 'ratio') return format.decimal(value, 2);
  return format.decimal(value, value !== null && value !== undefined && Math.abs(value) < 10 ? 1 : 0);
}

/** Shares are written in per cent where they are typed. */
export const typedScale = (unit: MetricUnit | undefined): number => (unit === 'share' ? 100 : 1);

/** Money of a currency in the reader's language, to its smallest unit. */
export function useMoney(currency: string): (amount: number) => string {
  const { i18n } = useTranslation();
  const places = minorDigits(currency);
  const format = new Intl.NumberFormat(i18n.language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return (amount) => format.format(amount / 10 ** places);
}

/** The words of an objective: what it counts, its values, and why it stands as it does. */
export function useObjectiveWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const value = (of: Pick<TrackedObjective, 'unit'>, number: number | null | undefined) =>
    writeValue(format, of.unit, number);
  return {
    value,
    measure: ({ measure, measureName }: Pick<TrackedObjective, 'measure' | 'measureName'>): string =>
      'metric' in measure
        ? words.metric(measure.metric)
        : measureName === null
          ? t('goals.objective.segmentGone')
          : t('goals.objective.segmentOf', { name: measureName }),
    meaning: ({ measure }: Pick<TrackedObjective, 'measure'>): string | undefined =>
      'metric' in measure ? words.m.metricMeanings[measure.metric] : undefined,
    why(of: TrackedObjective, { code, facts }: TrackedObjective['standing']['why'][number]): string {
      const plain = new Set(['weeks', 'known']);
      const slots = Object.fromEntries(
        Object.entries(facts).map(([key, number]) => [
          key,
          plain.has(key) || code === 'no_forecast' ? format.exact(number) : value(of, number),
        ]),
      );
      return t(`goals.objective.why.${code}`, slots);
    },
  };
}
