export {
  checkEngineMigrations,
  connectEngine,
  migrateTables,
  startEngine,
  type StartedEngine,
  type StartEngineOptions,
} from './start-engine.ts';
export { type EngineDump, type EngineTables, findRunningEngine, openEngineTables } from './dump.ts';
export type { Address } from './engine-client.ts';
export type { EventEngine } from './event-engine.ts';
export type { InsertOptions } from './engine-inserts.ts';
export type { QueryOptions } from './engine-reads.ts';
export type { ColumnBatch } from './insert-blocks.ts';
export type { Columns, ColumnValues, NumericTypedArray } from './native-reader.ts';
export { grantScope, type Scope } from './scope.ts';
export { inScope, joinSql, p, scopeColumns, sql, Param, Sql, type SqlValue } from './sql.ts';
export { DataMismatch, EngineFailure, EngineInUse, QueryTooLarge, QueryTooSlow } from './engine-errors.ts';
export { recordQueries } from './query-record.ts';
export { yieldingEngine } from './yielding-engine.ts';
export { TextColumn } from './text-column.ts';
export { purgeOldParts, removeRows, rewritePartition } from './rewrite-partition.ts';
