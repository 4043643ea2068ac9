import { dayOf, formatDay } from '#kernel/calendar.ts';
import { createCoalescer } from '#platform/coalescer/index.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import type { Hit } from './hit.ts';

export type HitTarget = { workspaceId: string; communityId: string; zone: string };

export type RecordHits = (target: HitTarget, hits: readonly Hit[]) => Promise<void>;

type Request = { target: HitTarget; hits: readonly Hit[] };

const GATHER_MS = 300;
const HITS_AT_ONCE = 5_000;
const HITS_WAITING = 50_000;

/**
 * Writes hits to the engine, those of many pages at the same time together: one insert a community. Answers when they
 * are on the disk; Unavailable when the engine is not there or too many wait.
 */
export function createRecordHits(engine: EventEngine): RecordHits {
  const record = createCoalescer<Request, void>({
    maxBatch: HITS_AT_ONCE,
    maxPending: HITS_WAITING,
    maxWaitMs: GATHER_MS,
    size: ({ hits }) => hits.length,
    run: (requests) => writeTogether(engine, requests),
  });
  return (target, hits) => (hits.length === 0 ? Promise.resolve() : record({ target, hits }));
}

async function writeTogether(engine: EventEngine, requests: readonly Request[]): Promise<(void | Error)[]> {
  const failures = new Map<string, Error>();
  for (const [communityId, own] of Map.groupBy(requests, ({ target }) => target.communityId)) {
    const { workspaceId, zone } = own[0]!.target;
    const rows = own.flatMap(({ hits }) => hits).map((hit) => rowOf(hit, zone));
    await engine
      .insert(grantScope(workspaceId, communityId), 'hits', rows)
      .catch((error: Error) => failures.set(communityId, error));
  }
  return requests.map(({ target }) => failures.get(target.communityId));
}

const rowOf = (hit: Hit, zone: string): object => ({
  day: formatDay(dayOf(hit.at, zone)),
  at: hit.at,
  hit_id: hit.hitId,
  kind: hit.kind,
  source_id: hit.sourceId,
  visitor: hit.visitor,
  account_id: hit.accountId,
  page: hit.page,
  referrer: hit.referrer,
  name: hit.name,
  source: hit.source,
  medium: hit.medium,
  campaign: hit.campaign,
});
