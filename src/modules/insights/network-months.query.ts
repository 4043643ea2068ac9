import type { Day } from '#kernel/calendar.ts';
import { derivedId } from '#kernel/ids.ts';
import { inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/** What of the log a past month was computed from. */
export type LogBefore = {
  /** The first day with a roll-up; null for an empty log. */
  readonly first: Day | null;
  /** A text that is the same as long as the log up to a day, and who is who, would give the same network. */
  stateAt(day: Day): string;
};

/** Raised when the same log gives other figures or another picture. */
const VERSION = 1;

/** Reads which revision of each day counts, and what makes people of accounts. `people` is what only operators know. */
export async function readLogBefore(engine: EventEngine, scope: Scope, people: string): Promise<LogBefore> {
  const days = await engine.query<{ day: number; revision: string }>(
    scope,
    'insights.day_revisions_in_order',
    sql`SELECT toUInt16(day) AS day, toString(max(revision)) AS revision FROM day_revisions
        WHERE ${inScope(scope)} GROUP BY day ORDER BY day`,
  );
  const [who] = await engine.query<{ renamed: string; bots: string }>(
    scope,
    'insights.who_is_who',
    sql`SELECT
          (SELECT toString(sum(cityHash64(event_id, at, from_account, to_account, version, removed))) FROM renames FINAL
           WHERE ${inScope(scope)}) AS renamed,
          (SELECT toString(sum(cityHash64(account_id))) FROM bot_accounts FINAL WHERE ${inScope(scope)}) AS bots`,
  );
  return {
    first: days[0]?.day ?? null,
    stateAt: (day) =>
      derivedId(
        `network-month ${VERSION}`,
        people,
        who?.renamed ?? '',
        who?.bots ?? '',
        ...days.filter((one) => one.day <= day).map((one) => `${one.day} ${one.revision}`),
      ),
  };
}
