import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { cookiesOf, TEST_PASSWORD, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import type { Role, SeatSessions } from '../contract.ts';
import { assignSeat } from '../seat-store.ts';

type Headers = Record<string, string>;

let database: Database;
let app: TestApp;
let shop: TestWorkspace;
let cafe: TestWorkspace;
let owner: Headers;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  [shop, cafe] = [await app.workspace('书店'), await app.workspace('咖啡馆')];
  owner = await shop.operator('owner');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const ask = (method: Method, url: string, headers: Headers, payload?: object) =>
  app.inject({ method, url: `/api/v1${url}`, headers, payload });
const operatorOf = async (headers: Headers): Promise<{ id: string; email: string }> =>
  (await ask('GET', '/me', headers)).json().operator;
const statusOf = async (headers: Headers): Promise<number> => (await ask('GET', '/me', headers)).statusCode;
const signIn = async (email: string, device: string): Promise<Headers> => {
  const request = { payload: { email, password: TEST_PASSWORD }, headers: { 'user-agent': device } };
  return { cookie: cookiesOf(await app.inject({ method: 'POST', url: '/api/auth/sign-in/email', ...request })) };
};
const seen = async (operatorId: string, by: Headers): Promise<SeatSessions> =>
  (await ask('GET', `/team/seats/${operatorId}/sessions`, by)).json();
const end = (operatorId: string, sessionId: string, by: Headers) =>
  ask('DELETE', `/team/seats/${operatorId}/sessions/${sessionId}`, by);
const endAll = (operatorId: string, by: Headers) => ask('DELETE', `/team/seats/${operatorId}/sessions`, by);
const give = (workspace: TestWorkspace, operatorId: string, role: Role) =>
  database.asSystem((tx) => assignSeat(tx, { workspaceId: workspace.id, operatorId, role }));

describe('the sessions of an operator whose workspaces are all one’s own', () => {
  it('are seen with device, address and last use, and end one by one or all at once', async () => {
    const desk = await shop.operator('editor');
    const { id, email } = await operatorOf(desk);
    const phone = await signIn(email, 'Phone');
    const listed = await seen(id, owner);
    expect(listed.owned).toBe(true);
    expect(listed.sessions).toHaveLength(2);
    const stolen = listed.sessions.find(({ device }) => device === 'Phone')!;
    expect(stolen).toMatchObject({ address: '127.0.0.1', current: false });
    expect(Date.parse(stolen.lastSeenAt)).toBeGreaterThan(0);

    expect((await end(id, stolen.id, owner)).statusCode).toBe(204);
    expect([await statusOf(phone), await statusOf(desk)]).toEqual([401, 200]);
    expect((await end(id, stolen.id, owner)).statusCode).toBe(404);

    const again = await signIn(email, 'Phone');
    expect((await endAll(id, owner)).statusCode).toBe(204);
    expect([await statusOf(again), await statusOf(desk)]).toEqual([401, 401]);
    expect((await seen(id, owner)).sessions).toEqual([]);
    expect(await statusOf(await signIn(email, 'Phone'))).toBe(200);
  });

  it('are those of a further workspace too, where that is one’s own as well', async () => {
    const desk = await shop.operator('editor');
    const { id } = await operatorOf(desk);
    await give(cafe, id, 'analyst');
    expect((await seen(id, owner)).owned).toBe(false);
    const both = await shop.operator('owner');
    await give(cafe, (await operatorOf(both)).id, 'owner');
    expect(await seen(id, both)).toMatchObject({ owned: true, sessions: [{ current: false }] });
    expect((await endAll(id, both)).statusCode).toBe(204);
    expect(await statusOf(desk)).toBe(401);
  });

  it('are for owners only, not for those of another workspace, and one’s own end elsewhere', async () => {
    const desk = await shop.operator('editor');
    const { id } = await operatorOf(desk);
    const [session] = (await seen(id, owner)).sessions;
    for (const by of [await shop.operator('manager'), await cafe.operator('owner')]) {
      const answers = [
        await ask('GET', `/team/seats/${id}/sessions`, by),
        await end(id, session!.id, by),
        await endAll(id, by),
      ];
      for (const { statusCode } of answers) expect([403, 404]).toContain(statusCode);
    }
    // A session of somebody else is not one of this operator.
    const other = await operatorOf(await shop.operator('editor'));
    expect((await end(other.id, session!.id, owner)).statusCode).toBe(404);
    expect(await statusOf(desk)).toBe(200);
    const me = await operatorOf(owner);
    // Else the password would not be asked for.
    expect((await endAll(me.id, owner)).json()).toMatchObject({ status: 409, code: 'own_sessions' });
    expect(await statusOf(owner)).toBe(200);
  });
});

describe('the sessions of an operator who works for others too', () => {
  it('are not shown, and end in this workspace only: the other goes on undisturbed and hears nothing', async () => {
    const host = await cafe.operator('owner');
    const desk = await cafe.operator('editor');
    const { id, email } = await operatorOf(desk);
    await give(shop, id, 'editor');
    const inShop = { ...desk, 'x-qunluo-workspace': shop.id };
    await ask('PUT', '/me/workspace', desk, { workspaceId: shop.id });
    expect((await ask('GET', '/me', desk)).json().workspace.name).toBe('书店');

    expect(await seen(id, owner)).toEqual({ owned: false, sessions: [] });
    const { rows } = await database.pool.query('SELECT id FROM auth.sessions WHERE operator_id = $1', [id]);
    expect((await end(id, rows[0].id, owner)).statusCode).toBe(403);
    expect((await endAll(id, owner)).statusCode).toBe(204);

    expect((await ask('GET', '/communities', inShop)).json()).toMatchObject({ status: 403, code: 'sign_in_again' });
    const move = await ask('PUT', '/me/workspace', desk, { workspaceId: shop.id });
    expect(move.json()).toMatchObject({ status: 403, code: 'sign_in_again' });
    expect((await ask('GET', '/me', desk)).json().workspace.name).toBe('咖啡馆');
    const trail = await ask('GET', '/audit?action=team.end-sessions', host);
    expect(trail.json().entries).toEqual([]);

    const anew = await signIn(email, 'Phone');
    expect(await statusOf({ ...anew, 'x-qunluo-workspace': shop.id })).toBe(200);
    // Whose every workspace ended them has none to go on in.
    expect((await endAll(id, host)).statusCode).toBe(204);
    expect(await statusOf(desk)).toBe(401);
    expect((await ask('GET', '/me', anew)).json().workspace.name).toBe('书店');
  });

  it('end so for a token of the workspace, too, which owns nothing elsewhere', async () => {
    const desk = await shop.operator('editor');
    const { id } = await operatorOf(desk);
    const token = await shop.token(['workspace.manage']);
    expect(await seen(id, token)).toEqual({ owned: false, sessions: [] });
    expect((await endAll(id, token)).statusCode).toBe(204);
    expect(await statusOf(desk)).toBe(401);
  });
});
