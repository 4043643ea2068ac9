import type { Clock } from '#kernel/clock.ts';
import type { MetricKey, MetricPoint } from '#modules/insights/metrics.contract.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { PlaySituation } from '../play-figures.ts';

export type Ids = { workspaceId: string; communityId: string };

/** What the library needs of modules that stand above it, handed in by the composition root. */
export type PlaybookServices = {
  database: Database;
  clock: Clock;
  /** The latest evaluation with what the community says of itself. */
  situationOf(ids: Ids): Promise<PlaySituation>;
  /** A metric day by day; null where it is not known. */
  metricSeries(ids: Ids, key: MetricKey, span: { from: string; to: string }): Promise<MetricPoint[]>;
};
