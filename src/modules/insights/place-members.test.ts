import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { parseDay } from '#kernel/calendar.ts';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { grantScope, inScope, p, sql as engineSql, type Scope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { evaluateCommunity } from './evaluate-community.ts';
import { readOverview } from './overview.ts';
import { placementAsOf } from './place-members.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let scope: Scope;

const START = Date.UTC(2024, 2, 4, 3);
const BUYERS = new Set(['ann', 'bob', 'dan']);

/** Half a year: ann talks daily, bob weekly, cat stops, dan leaves, eve comes late; some buy. */
function* history(): Generator<NeutralEvent> {
  let id = 0;
  const event = (day: number, member: string, kind = 'message'): NeutralEvent => {
    const at = new Date(START + day * 86_400_000 + 60_000 * id).toISOString();
    return { id: `e${id++}`, group: 'g', member, kind, at, ...(kind === 'purchase' ? { value: 9 + id } : {}) };
  };
  for (let day = 0; day < 180; day++) {
    yield event(day, 'ann');
    if (day % 7 === 0) yield event(day, 'bob');
    if (day < 60) yield event(day, 'cat');
    if (day % 30 === 3) for (const member of BUYERS) yield event(day, member, 'purchase');
    if (day > 170) yield event(day, 'eve');
  }
  yield event(150, 'dan', 'leave');
}

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  community = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'Books', key: 'books', zone: 'Asia/Shanghai' }),
  );
  scope = grantScope(workspace.id, community.id);
  const { engine } = app.services;
  const written = await writeEvents(engine, scope, { zone: community.zone }, history());
  await rollUp(engine, scope, written.changed);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ids = () => ({ workspaceId: workspace.id, communityId: community.id });

const standing = (id: string) =>
  app.services.engine.query(
    scope,
    'test.standing',
    engineSql`SELECT member_id, is_member, tier, silent_kind, value_cell FROM member_states
      WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(id)} ORDER BY member_id`,
  );

const count = async (table: 'placements' | 'evaluations'): Promise<number> =>
  database.inWorkspace(workspace.id, async (tx) => {
    const { rows } = await sql<{ rows: number }>`SELECT count(*)::int AS rows FROM ${sql.table(table)}`.execute(tx);
    return rows[0]!.rows;
  });

it('is what an evaluation as of that day says', async () => {
  for (const text of ['2024-03-10', '2024-04-20', '2024-08-28']) {
    const day = parseDay(text)!;
    const placed = await placementAsOf(app.services, { ...ids(), day });
    const rows = await standing(placed.id);
    const { id } = await evaluateCommunity(app.services, { ...ids(), asOf: day });
    expect(rows).toEqual(await standing(id));
    expect(rows.length).toBeGreaterThan(1);
    // The states that an evaluation left are as good.
    app.clock.advance(1000);
    expect([placed.id, id]).toContain((await placementAsOf(app.services, { ...ids(), day })).id);
  }
});

it('is worked out once, however many ask, and anew once something else is known of the day', async () => {
  const day = parseDay('2024-05-05')!;
  const before = { placements: await count('placements'), evaluations: await count('evaluations') };
  const many = await Promise.all(Array.from({ length: 8 }, () => placementAsOf(app.services, { ...ids(), day })));
  expect(new Set(many.map(({ id }) => id)).size).toBe(1);
  expect(await count('placements')).toBe(before.placements + 1);

  const { engine, clock } = app.services;
  const late: NeutralEvent = { id: 'late', group: 'g', member: 'fay', kind: 'message', at: '2024-05-01T04:00:00Z' };
  const { changed } = await writeEvents(engine, scope, { zone: community.zone }, [late]);
  await rollUp(engine, scope, changed);
  const since = new Date(clock.now() - 1000);
  const [known] = many;
  expect(await placementAsOf(app.services, { ...ids(), day, since })).toEqual(known);
  const anew = await placementAsOf(app.services, { ...ids(), day });
  expect(anew.id).not.toBe(known!.id);
  expect((await standing(anew.id)).length).toBe((await standing(known!.id)).length + 1);
  expect(await count('evaluations')).toBe(before.evaluations);
});

it('keeps the states of a few, and none of what it forgot', async () => {
  for (let day = 0; day < 12; day++) {
    app.clock.advance(1000);
    await placementAsOf(app.services, { ...ids(), day: parseDay('2024-06-01')! + day });
  }
  expect(await count('placements')).toBe(8);
  const [row] = await app.services.engine.query<{ held: number }>(
    scope,
    'test.held',
    engineSql`SELECT uniqExact(evaluation_id) AS held FROM member_states WHERE ${inScope(scope)}`,
  );
  // Besides these, two evaluations of past days.
  expect(Number(row!.held)).toBe(10);
});

it('evaluates a day once for everybody who asks at the same time', async () => {
  const before = await count('evaluations');
  const found = await Promise.all(
    Array.from({ length: 5 }, () =>
      readOverview(app.services, { workspaceId: workspace.id, communityId: community.id, asOf: '2024-07-07' }),
    ),
  );
  expect(new Set(found.map(({ report }) => report.members.total)).size).toBe(1);
  expect(await count('evaluations')).toBe(before + 1);
});
