import { p, sql, type Sql } from '#platform/clickhouse/index.ts';

/** Some members as a subquery of `member_id`. */
export const idList = (memberIds: readonly string[]): Sql =>
  sql`(SELECT arrayJoin(${p.uuids([...new Set(memberIds)])}) AS member_id)`;
