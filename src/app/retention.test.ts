import { sql as pgSql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity, ensureGroups } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, nextRetention, rollUp, writeEvents } from '#modules/events/index.ts';
import type { RetentionChoice } from '#modules/events/retain.contract.ts';
import { grantScope, inScope, sql, type EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { listRetentionDue, runRetention } from './retention.ts';

let database: Database;
let engine: EventEngine;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  app = await testApp(database, { engine });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const DAY = 86_400_000;
const ago = (days: number): string => new Date(app.clock.now() - days * DAY).toISOString();

const said = (id: string, group: string, days: number): NeutralEvent => ({
  id,
  group,
  platform: 'qq',
  member: 'ann',
  kind: 'message',
  text: `text ${id}`,
  at: ago(days),
});

async function community(events: NeutralEvent[]): Promise<{ id: string; group: (name: string) => string }> {
  const { id } = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'C' }));
  const scope = grantScope(workspace.id, id);
  const space = communitySpace(id);
  const group = (name: string) => space.groupId('qq', name);
  await database.inWorkspace(workspace.id, (tx) =>
    ensureGroups(
      tx,
      id,
      ['short', 'mute', 'all'].map((name) => ({ id: group(name), platform: 'qq', externalId: name })),
    ),
  );
  const { changed } = await writeEvents(engine, scope, { zone: 'Asia/Shanghai', importId: newId() }, events);
  await rollUp(engine, scope, changed);
  return { id, group };
}

const ask = (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) =>
  app.inject({ method, url: `/api/v1/communities/${path}`, headers, ...(payload && { payload }) });

async function texts(communityId: string): Promise<string[]> {
  const scope = grantScope(workspace.id, communityId);
  const rows = await engine.query<{ text: string }>(
    scope,
    'test.texts',
    sql`SELECT text FROM event_texts FINAL WHERE ${inScope(scope)} AND text != '' ORDER BY text`,
  );
  return rows.map(({ text }) => text.slice(5));
}

describe('how long texts are kept', () => {
  it('is for ever unless somebody says otherwise', async () => {
    const { id } = await community([said('1', 'all', 900)]);
    expect((await ask('GET', `${id}/retention`)).json()).toEqual({
      community: { keep: 'forever' },
      groups: {},
      lastRun: null,
      nextRun: null,
    });
    expect(await runRetention(app.services, { workspaceId: workspace.id, communityId: id })).toBe(0);
    expect(await texts(id)).toEqual(['1']);
  });

  it('is shown before it is done, and takes texts only: figures stay', async () => {
    const { id, group } = await community([
      said('a', 'short', 40),
      said('b', 'short', 3),
      said('c', 'mute', 0.01),
      said('d', 'all', 400),
      said('e', 'other', 100),
      said('f', 'other', 80),
    ]);
    const rules: RetentionChoice = {
      community: { keep: 'days', days: 90 },
      groups: {
        [group('short')]: { keep: 'days', days: 30 },
        [group('mute')]: { keep: 'none' },
        [group('all')]: { keep: 'forever' },
      },
    };
    const scope = grantScope(workspace.id, id);
    const { texts: _, ...before } = await logState(engine, scope);
    const preview = (await ask('POST', `${id}/retention/preview`, rules)).json();
    expect(preview).toMatchObject({ texts: 3, kept: 3 });
    expect(preview.groups.map(({ groupId }: { groupId: string }) => groupId).toSorted()).toEqual(
      [group('short'), group('mute'), group('other')].toSorted(),
    );
    expect(preview.groups.find(({ groupId }: { groupId: string }) => groupId === group('mute')).before).toBeNull();
    expect(await texts(id)).toHaveLength(6);
    expect((await ask('PUT', `${id}/retention`, rules)).json()).toMatchObject({ ...rules, lastRun: null });
    expect(await listRetentionDue(app.services, workspace.id)).toContain(id);

    expect(await runRetention(app.services, { workspaceId: workspace.id, communityId: id })).toBe(3);
    expect(await texts(id)).toEqual(['b', 'd', 'f']);
    const { texts: __, ...after } = await logState(engine, scope);
    expect(after).toEqual(before);
    expect((await ask('GET', `${id}/retention`)).json().lastRun).toMatchObject({ deleted: 3 });
    expect(await listRetentionDue(app.services, workspace.id)).not.toContain(id);
    expect(await runRetention(app.services, { workspaceId: workspace.id, communityId: id })).toBe(0);
    app.clock.advance(DAY);
    expect(await listRetentionDue(app.services, workspace.id)).toContain(id);
  });

  it('holds for what arrives: such texts are not even written down on the way', async () => {
    const { id, group } = await community([said('1', 'all', 1)]);
    await ask('PUT', `${id}/retention`, {
      community: { keep: 'forever' },
      groups: { [group('mute')]: { keep: 'none' } },
    });
    app.clock.advance(5_000);
    const sent = await app.inject({
      method: 'POST',
      url: `/api/v1/events?community=${id}`,
      headers,
      payload: [said('2', 'mute', 0), said('3', 'all', 0)],
    });
    expect(sent.json()).toMatchObject({ accepted: 2 });
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      pgSql<{ event: string }>`SELECT event FROM inbox WHERE community_id = ${id}`.execute(tx),
    );
    expect(rows.map(({ event }) => JSON.parse(event).text).toSorted()).toEqual(['text 3', undefined]);
  });

  it('refuses a group of another community', async () => {
    const { id } = await community([]);
    const answer = await ask('PUT', `${id}/retention`, {
      community: { keep: 'forever' },
      groups: { [newId()]: { keep: 'none' } },
    });
    expect([answer.statusCode, answer.json().faults[0].where]).toEqual([400, '/body/groups']);
  });

  it('is enforced after midnight where the community is', () => {
    const at = (text: string, zone: string) => new Date(nextRetention(Date.parse(text), zone)).toISOString();
    expect(at('2026-01-05T10:00:00Z', 'Asia/Shanghai')).toBe('2026-01-05T16:20:00.000Z');
    expect(at('2026-01-05T16:10:00Z', 'Asia/Shanghai')).toBe('2026-01-06T16:20:00.000Z');
    expect(at('2026-01-05T10:00:00Z', 'UTC')).toBe('2026-01-06T00:20:00.000Z');
  });
});
