import { describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { communitySpace, rollUp, writeEvents, type ManualMerge } from '#modules/events/index.ts';
import { grantScope, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { hasSpans, memberDays, memberEvents, type PeopleFrame } from './member-events.ts';
import { openFrame } from './open-frame.ts';

const FROM = Date.UTC(2024, 1, 1);

async function frameOf(options: { seed: number; renames: boolean; merges: boolean }): Promise<PeopleFrame> {
  const engine: EventEngine = await testEngine();
  const scope: Scope = grantScope(newId(), newId());
  const events = randomHistory({ ...options, events: 3_000, people: 30, days: 60, from: FROM });
  const written = await writeEvents(engine, scope, { zone: 'Asia/Shanghai' }, events);
  await rollUp(engine, scope, written.changed);
  const space = communitySpace(scope.communityId);
  const manualMerges: ManualMerge[] = options.merges
    ? [['m1', 'm2'] as const, ['m3', 'm4'] as const].map(([from, into]) => ({
        accountId: space.accountId('qunluo', from),
        memberId: space.accountId('qunluo', into),
      }))
    : [];
  const { frame } = await openFrame(engine, scope, { zone: 'Asia/Shanghai', manualMerges });
  return { ...frame, hasSpans: await hasSpans(frame) };
}

const daily = async (frame: PeopleFrame, name: string, rows: Sql): Promise<string[]> =>
  (
    await frame.engine.query<{ line: string }>(
      frame.scope,
      name,
      sql`SELECT concat(toString(member_id), ' ', toString(day), ' ', toString(n), ' ', toString(w)) AS line
          FROM (SELECT member_id, day, ${rows} GROUP BY member_id, day) WHERE n > 0 ORDER BY line`,
    )
  ).map(({ line }) => line);

describe('events by member', () => {
  for (const renames of [false, true])
    for (const merges of [false, true])
      it(`say the same as the roll-up, ${renames ? 'with' : 'without'} renames, ${merges ? 'with' : 'without'} merges`, async () => {
        const frame = await frameOf({ seed: 7, renames, merges });
        expect(frame.hasSpans).toBe(renames);
        const events = memberEvents(frame, { columns: ['day', 'weight', 'account_id'] });
        const days = memberDays(frame, { columns: ['day', 'contributions', 'weight'] });
        const fromEvents = await daily(
          frame,
          'test.daily_events',
          sql`toUInt64(countIf(weight > 0)) AS n, toUInt64(sum(weight)) AS w FROM ${events}`,
        );
        const fromDays = await daily(
          frame,
          'test.daily_rows',
          sql`toUInt64(sum(contributions)) AS n, toUInt64(sum(weight)) AS w FROM ${days}`,
        );
        expect(fromEvents).toEqual(fromDays);
        expect(fromEvents.length).toBeGreaterThan(100);
      });

  it('of some days and kinds only', async () => {
    const frame = await frameOf({ seed: 8, renames: true, merges: true });
    const from = frame.today - 9;
    const [row] = await frame.engine.query<{ kinds: string[]; first: number; last: number }>(
      frame.scope,
      'test.some_events',
      sql`SELECT groupUniqArray(kind) AS kinds, toUInt16(min(day)) AS first, toUInt16(max(day)) AS last
          FROM ${memberEvents(frame, { columns: ['kind', 'day'], from, to: frame.today - 2, where: sql`kind = 'vote'` })}`,
    );
    expect(row).toMatchObject({ kinds: ['vote'] });
    expect(row!.first).toBeGreaterThanOrEqual(from);
    expect(row!.last).toBeLessThanOrEqual(frame.today - 2);
  });
});
