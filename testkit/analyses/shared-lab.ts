import { afterAll, beforeAll } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { analysisLab, type AnalysisLab } from './analysis-lab.ts';

/** One lab for the tests of a file, made before them. */
export function sharedLab(history: readonly NeutralEvent[]): () => AnalysisLab {
  let database: Database;
  let lab: AnalysisLab;
  beforeAll(async () => {
    database = await testDatabase();
    lab = await analysisLab(database, history);
  });
  afterAll(() => database.close());
  return () => lab;
}
