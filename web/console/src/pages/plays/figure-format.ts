import { METRIC_FACTS, type MetricKey } from '../../../../../src/modules/insights/metrics.contract.ts';
import { FIGURE_UNITS, type PlayFigure } from '../../../../../src/modules/playbooks/play-figures.contract.ts';
import type { Format } from '../../../../ui/format.ts';

type Unit = (typeof FIGURE_UNITS)[PlayFigure] | (typeof METRIC_FACTS)[MetricKey]['unit'];

function ofUnit(format: Format, unit: Unit, value: number | null): string {
  switch (unit) {
    case 'share':
      return format.share(value);
    case 'minutes':
      return format.minutes(value);
    case 'ratio':
      return format.decimal(value);
    case 'people':
    case 'count':
    case 'days':
      return format.count(value);
    default:
      return format.decimal(value, 1);
  }
}

/** A figure of a situation as its unit is written. */
export const figureValue = (format: Format, figure: PlayFigure, value: number | null): string =>
  ofUnit(format, FIGURE_UNITS[figure], value);

/** A metric as its unit is written. */
export const metricValue = (format: Format, metric: MetricKey, value: number | null): string =>
  ofUnit(format, METRIC_FACTS[metric].unit, value);

/** A difference of a metric with its sign: of shares in percentage points, of everything else with its own unit. */
export function metricChange(format: Format, metric: MetricKey, value: number): string {
  const size = Math.abs(value);
  const shown =
    METRIC_FACTS[metric].unit === 'share' ? `${format.decimal(size * 100, 1)} pp` : metricValue(format, metric, size);
  return value === 0 ? shown : `${value > 0 ? '+' : '−'}${shown}`;
}
