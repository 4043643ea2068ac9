import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';

/** What is done to restored data before anybody sees them; `tombstones` is the text of the file given, if one was. */
export type AfterRestore = {
  name: string;
  run(stores: { database: Database; engine: EventEngine; tombstones: string | undefined }): Promise<void>;
};

/** In the order in which they run. */
export const AFTER_RESTORE: readonly AfterRestore[] = [];
