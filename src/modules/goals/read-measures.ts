import { formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import { metricSeriesIn, type MetricSpan } from '#modules/insights/index.ts';
import {
  METRIC_FACTS,
  type Better,
  type MetricKey,
  type MetricPoint,
  type MetricUnit,
} from '#modules/insights/metrics.contract.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { boundsOf, type Known } from '#kernel/forecast.ts';
import type { Measure } from './objectives.contract.ts';
import { segmentName, segmentSizes } from './segment-sizes.ts';

/** What a measure counts, and its figure of each day. */
export type MeasureSeries = {
  unit: MetricUnit;
  better: Better;
  /** Of a segment; null: a figure of the report, or a segment that is gone. */
  name: string | null;
  bounds: { least: number; most: number };
  series: MetricPoint[];
};

export type Ids = { workspaceId: string; communityId: string };

/** One text for equal measures. */
export const measureKey = (measure: Measure): string =>
  'metric' in measure ? measure.metric : `segment ${measure.segmentId}`;

/** The figures of measures, day by day over a span; equal measures are read once. */
export async function readMeasures(
  tx: Tx,
  engine: EventEngine,
  ids: Ids,
  measures: readonly Measure[],
  span: MetricSpan,
): Promise<Map<string, MeasureSeries>> {
  const metrics = new Set<MetricKey>();
  const segments = new Set<string>();
  for (const measure of measures) {
    if ('metric' in measure) metrics.add(measure.metric);
    else segments.add(measure.segmentId);
  }
  const found = new Map<string, MeasureSeries>();
  for (const [key, series] of await metricSeriesIn(tx, ids.communityId, [...metrics], span)) {
    const { unit, better } = METRIC_FACTS[key];
    found.set(key, { unit, better, name: null, bounds: boundsOfMeasure({ metric: key }), series });
  }
  for (const segmentId of segments) {
    found.set(measureKey({ segmentId }), {
      unit: 'people',
      better: 'more',
      name: await segmentName(tx, ids.communityId, segmentId),
      bounds: boundsOfMeasure({ segmentId }),
      series: await segmentSizes(engine, grantScope(ids.workspaceId, ids.communityId), segmentId, span),
    });
  }
  return found;
}

/** Figures that may lie below 0. */
const SIGNED: ReadonlySet<MetricKey> = new Set<MetricKey>(['net_joins', 'net_growth']);

/** Between which values what is measured can lie. */
export const boundsOfMeasure = (measure: Measure): MeasureSeries['bounds'] =>
  'metric' in measure
    ? boundsOf(METRIC_FACTS[measure.metric].unit, SIGNED.has(measure.metric))
    : boundsOf('people', false);

/** The days of a series that have a figure. */
export const knownOf = (series: readonly MetricPoint[]): Known[] =>
  series.flatMap(({ day, value }) => (value === null ? [] : [{ day: parseDay(day)!, value }]));

/** A span of days that ends with one. */
export const spanTo = (to: Day, from: Day): MetricSpan => ({ from: formatDay(from), to: formatDay(to) });
