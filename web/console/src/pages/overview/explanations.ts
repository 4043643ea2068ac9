import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../../ui/explain.tsx';
import type { Format } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import type { Overview } from '../../api/overview.ts';

/** Figures whose definition is among the words of the insights under another key. */
const shared: Record<string, string> = { busFactor: 'bus_factor', leaders: 'influence' };

type Inputs = NonNullable<Explanation['inputs']>;

/** The lines of a catalogue list; empty when the catalogue has none. */
export function lines(t: TFunction, key: string): string[] {
  const found: unknown = t(key, { returnObjects: true, defaultValue: [] });
  return Array.isArray(found) ? found.map(String) : [];
}

/** When a report was computed and as of which day. */
export function computedLine(t: TFunction, format: Format, report: Overview['report'], evaluatedAt?: string): string {
  const asOf = t('explain.asOf', { day: format.day(report.asOf), zone: report.timezone });
  return evaluatedAt ? `${asOf} · ${t('explain.computed', { when: format.relative(evaluatedAt) })}` : asOf;
}

/** Makes the panel of one figure: words from the catalogue under `figure.<key>`, numbers from the report. */
export function useExplain(report: Overview['report'], evaluatedAt?: string) {
  const { t } = useTranslation();
  const { m } = useWords();
  const format = useFormat();
  return (key: string, inputs: Inputs = []): Explanation => ({
    title: t(`figure.${key}.name`),
    definition:
      (m.figures as Record<string, { definition: string }>)[shared[key] ?? key]?.definition ??
      t(`figure.${key}.definition`),
    inputs,
    thresholds: lines(t, `figure.${key}.thresholds`),
    change: lines(t, `figure.${key}.change`),
    computed: computedLine(t, format, report, evaluatedAt),
  });
}
