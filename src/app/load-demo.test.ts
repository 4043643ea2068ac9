import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { listCommunities, listGroups } from '#modules/communities/index.ts';
import { budgetOfPeriod, objectivesAt } from '#modules/goals/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { listStanding, manualMerges } from '#modules/members/index.ts';
import { pastReply, playsReply } from '#modules/playbooks/library.contract.ts';
import type { Database } from '#platform/postgres/index.ts';
import { cookiesOf, testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { simulateCommunity } from '#testkit/simulated-community/index.ts';
import { demoPoints } from './demo-points.ts';
import { demoSignIns } from './demo-set-up.ts';
import { loadDemo } from './load-demo.ts';

const MEMBERS = 60;
let database: Database;
let app: TestApp;
let passwords = 0;
const reports: CommunityReport[] = [];
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const load = (signal?: AbortSignal) =>
  loadDemo(app.services, {
    members: MEMBERS,
    signal,
    say: () => undefined,
    password: () => `a password ${(passwords += 1)}`,
    evaluate: async (community) => void reports.push((await evaluateCommunity(app.services, community)).report),
  });

const signIn = (login: { email: string; password: string }) =>
  app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: login.email, password: login.password },
  });

describe('the demo', () => {
  it('goes on where a load was cut off, with the same story and the same login', async () => {
    let told = 0;
    const cut = {
      throwIfAborted: () => {
        if ((told += 1) > 2_000) throw new Error('told to stop');
      },
    } as AbortSignal;
    await expect(load(cut)).rejects.toThrow('told to stop');
    expect(reports).toEqual([]);
    const { now } = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8')) as { now: number };
    app.clock.advance(3_600_000);
    const login = await load();
    expect(login.password).toBe('a password 1');
    expect((await signIn(login)).statusCode).toBe(200);

    const story = simulateCommunity({ now, members: MEMBERS });
    const events = [...story.events()];
    expect(events.length).toBeGreaterThan(2_000);
    expect(reports).toHaveLength(1);
    const regulars = Array.from({ length: 24 }, (_, at) => ({ id: String(at), name: 'x' }));
    const { events: signIns } = demoSignIns(story, 'g', regulars);
    expect(signIns.length).toBeGreaterThan(60);
    expect(reports[0]!.events.total).toBe(events.length + signIns.length);
    expect(reports[0]!.members.total).toBeGreaterThan(MEMBERS / 2);
  });

  it('knows groups with their purposes, the team, experts, and who is the same person', async () => {
    const { workspaceId } = await load();
    await database.inWorkspace(workspaceId, async (tx) => {
      const [community, ...others] = await listCommunities(tx);
      expect(others).toEqual([]);
      expect(community).toMatchObject({ key: 'readers', zone: 'Asia/Shanghai' });
      const groups = await listGroups(tx, community!.id);
      expect(groups.length).toBeGreaterThanOrEqual(7);
      expect(groups.find(({ platform }) => platform === 'offline')).toMatchObject({ venue: expect.any(String) });
      expect(community!.slogan).not.toBe('');
      expect(groups.every(({ purpose, name }) => purpose !== null && name !== '')).toBe(true);
      expect((await listStanding(tx, community!.id, 'team')).length).toBeGreaterThan(0);
      expect((await manualMerges(tx, community!.id)).length).toBeGreaterThan(0);
    });
  });

  it('aims at figures, behind with one and ahead with the other where people came, spends and books for it', async () => {
    const { workspaceId } = await load();
    const [community] = await database.inWorkspace(workspaceId, listCommunities);
    const ids = { workspaceId, communityId: community!.id };
    const today = formatDay(dayOf(app.clock.now(), community!.zone));
    const objectives = await objectivesAt(app.services, ids, { day: today, since: today });
    expect(objectives.map(({ measure }) => measure)).toEqual([{ metric: 'members' }, { metric: 'mau' }]);
    const [ahead, behind] = objectives;
    const grew = ahead!.standing.value! > ahead!.startValue;
    expect(ahead!.standing.progress! > ahead!.standing.elapsed).toBe(grew);
    expect(behind!.standing.progress).toBeLessThan(behind!.standing.elapsed);
    expect(objectives.every(({ drivers }) => drivers.length >= 2)).toBe(true);
    const [budget] = await budgetOfPeriod(app.services, ids, { from: today, to: today });
    expect(budget!.spent).toBeGreaterThan(0);
    expect(budget!.spent).toBeLessThan(budget!.amount);
    expect(budget!.lines.some(({ bookings }) => bookings >= 4)).toBe(true);
  });

  it('did plays whose effects are known, does others, and wants one of the proposals not now', async () => {
    const login = await load();
    const cookie = cookiesOf(await signIn(login));
    const ask = async (path: string) => {
      const url = `/api/v1/communities/readers/plays${path}`;
      return (await app.inject({ method: 'GET', url, headers: { cookie } })).json();
    };
    const { runs, dismissed, proposals, checklist } = playsReply.parse(await ask(''));
    expect(runs.map(({ tasks }) => tasks.filter(({ done }) => done).length)).toEqual(expect.arrayContaining([1, 2]));
    expect(runs.flatMap(({ tasks }) => tasks).filter(({ dueOn }) => dueOn !== null)).toHaveLength(2);
    expect(dismissed).toHaveLength(1);
    expect(proposals.map(({ playId }) => playId)).not.toContain(dismissed[0]!.playId);
    expect(checklist.filter(({ tickedBy }) => tickedBy !== null)).toHaveLength(3);
    const { runs: done } = pastReply.parse(await ask('/past'));
    expect(done.map(({ effect }) => [effect.before, effect.end].every((value) => value !== null))).toEqual([
      true,
      true,
    ]);
    expect(done.filter(({ effect }) => effect.after !== null).map(({ playId }) => playId)).toContain(
      'interest_challenge',
    );
  });

  it('is loaded once, and prints a login that works also when its file was lost', async () => {
    const before = await load();
    expect(reports).toHaveLength(1);
    const file = join(app.dataDir, 'demo-login.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, 'null');
    const after = await load();
    expect(after.password).not.toBe(before.password);
    expect((await signIn(before)).statusCode).toBe(401);
    expect((await signIn(after)).statusCode).toBe(200);
    expect(reports).toHaveLength(1);
  });

  it('gives points once, also where a load that was cut off goes on', async () => {
    const { workspaceId } = await load();
    const { communityId, now } = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8'));
    const count = () =>
      database.inWorkspace(workspaceId, async (tx) => {
        const { rows } = await sql`
          SELECT (SELECT count(*) FROM point_rules) AS rules, (SELECT count(*) FROM point_transactions) AS transactions,
            (SELECT count(*) FROM audit_entries WHERE action LIKE 'points.%') AS changes
        `.execute(tx);
        return rows[0];
      });
    const before = await count();
    expect(before).toMatchObject({ rules: 6 });
    await demoPoints(app.services, { workspaceId, communityId }, simulateCommunity({ now, members: MEMBERS }));
    expect(await count()).toEqual(before);
  });

  it('leaves a token for the command line', async () => {
    const token = (await readFile(join(app.dataDir, 'owner-token'), 'utf8')).trim();
    const url = '/api/v1/communities/readers/overview';
    const response = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
    expect(response.json().report.community.name).toBe(reports[0]!.community.name);
  });
});
