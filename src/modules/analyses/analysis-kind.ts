import type { Day } from '#kernel/calendar.ts';
import type { DayColumn, Evaluated, EventColumn, InsightServices } from '#modules/insights/index.ts';
import type { Columns, Scope, Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisKindName, ParamsOf, PointOf, ResultOf } from './contract.ts';

/** Days, both included, and none after the day of the evaluation; `from` may be after `to`: nothing to look at. */
export type DayRange = { readonly from: Day; readonly to: Day };

type Reading<Column> = {
  columns: readonly Column[];
  from?: Day | undefined;
  to?: Day | undefined;
  where?: Sql | undefined;
};

/** What a kind works with: the people of the latest evaluation, narrowed by the segment filter, and readers of what they did. */
export type AnalysisContext = {
  readonly services: InsightServices;
  readonly evaluated: Evaluated;
  readonly scope: Scope;
  /** The day of the evaluation. */
  readonly today: Day;
  /** The params' range as days. */
  readonly range: DayRange;
  /** The segment filter as a condition on `member_id`; undefined: everybody. */
  readonly population: Sql | undefined;
  /** Counting events as a subquery of `member_id` and columns (`memberEvents`), of the population only. */
  events(reading: Reading<EventColumn>): Sql;
  /** The roll-up of days as a subquery of `member_id` and columns (`memberDays`), of the population only. */
  days(reading: Reading<DayColumn>): Sql;
  /** Where each person of the population stands: a subquery of columns of `member_states`; `where` narrows it. */
  states(columns: Sql, where?: Sql): Sql;
  /** Asks the engine within the limits of an analysis. Throws AnalysisTooLarge. */
  query<Row>(name: string, statement: Sql): Promise<Row[]>;
  /** The same by columns, for many rows. */
  columns(name: string, statement: Sql): Promise<Columns>;
};

/** A result as rows, for a file. */
export type AnalysisTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

/** One kind of analysis. Its schemas are in `ANALYSES`. */
export type AnalysisKind<K extends AnalysisKindName> = {
  readonly kind: K;
  /** What of members a result shows beside figures; who asks for it needs the right to read members. Texts are not kept in memory. */
  readonly shows?: 'names' | 'texts';
  run(context: AnalysisContext, params: ParamsOf<K>): Promise<ResultOf<K>>;
  /** The people behind a point, as a subquery of `member_id`. Throws BadInput for a point that the result does not have. */
  people(context: AnalysisContext, params: ParamsOf<K>, point: PointOf<K>): Promise<Sql>;
  table(result: ResultOf<K>): AnalysisTable;
};
