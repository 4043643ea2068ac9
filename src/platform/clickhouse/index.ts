export { connectEngine, startEngine, type StartedEngine, type StartEngineOptions } from './start-engine.ts';
export type { EventEngine, InsertOptions, QueryOptions } from './event-engine.ts';
export type { Columns, ColumnValues, NumericTypedArray } from './native-reader.ts';
export { grantScope, type Scope } from './scope.ts';
export { inScope, joinSql, p, scopeColumns, sql, Param, Sql, type SqlValue } from './sql.ts';
export { DataMismatch, EngineFailure, EngineInUse, QueryTooLarge, QueryTooSlow } from './engine-errors.ts';
export { recordQueries } from './query-record.ts';
