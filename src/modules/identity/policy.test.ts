import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, NIL_ID } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import type { Route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { RIGHTS, ROLE_RIGHTS, ROLES } from './contract.ts';
import { checkPolicy, POLICY } from './policy.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** Asks for a route with ids that nothing has and no body: what is refused here is refused before anything is looked up. */
function ask(route: Route, headers: Record<string, string> = {}) {
  const url = route.path.replaceAll(/:\w+/g, NIL_ID).replace('/*', '/');
  // From another address each time: a limit by address would look like a leave.
  asked += 1;
  return app.inject({ method: route.method, url, headers, remoteAddress: `10.30.${asked >> 8}.${asked & 255}` });
}
let asked = 0;

/** Routes that anybody may use, but that look at the caller themselves. */
const OWN_RULE = new Set(['metrics', 'hooks.verify', 'hooks.take']);
const refused = (status: number) => status === 401 || status === 403;
const routes = () =>
  app.server.routes.filter(({ id }) => !OWN_RULE.has(id)).toSorted((a) => (a.id === 'auth.sign-out' ? 1 : -1));

describe('the policy table', () => {
  it('names every route of the server, and nothing else', () => {
    expect(app.server.routes.map(({ id }) => id).toSorted()).toEqual(Object.keys(POLICY).toSorted());
  });

  it('stops a start that it does not fit', () => {
    const ids = Object.keys(POLICY);
    expect(() => checkPolicy(ids)).not.toThrow();
    expect(() => checkPolicy([...ids, 'new.route'])).toThrow('route new.route has no rule');
    expect(() => checkPolicy(ids.slice(1))).toThrow(`rule ${ids[0]} has no route`);
    expect(() => checkPolicy([...ids, ids[0]!])).toThrow(`two routes are called ${ids[0]}`);
  });

  it('lets nobody in where it does not say public', async () => {
    for (const route of routes()) {
      const { statusCode } = await ask(route);
      expect([route.id, statusCode === 401], route.id).toEqual([route.id, POLICY[route.id] !== 'public']);
    }
  });

  for (const role of ROLES) {
    it(`lets a ${role} do exactly what the role may`, async () => {
      const headers = await workspace.operator(role);
      for (const route of routes()) {
        const rule = POLICY[route.id]!;
        const anybody = rule === 'public' || rule === 'signed-in' || rule === 'account';
        const may = anybody || (rule !== 'member' && ROLE_RIGHTS[role].includes(rule));
        const { statusCode } = await ask(route, headers);
        expect([route.id, !refused(statusCode)]).toEqual([route.id, may]);
      }
    });
  }

  for (const right of RIGHTS) {
    it(`lets a token with the right ${right} do that and nothing else`, async () => {
      const headers = await workspace.token([right]);
      for (const route of routes()) {
        const rule = POLICY[route.id]!;
        const may = rule === 'public' || rule === 'signed-in' || rule === right;
        const { statusCode } = await ask(route, headers);
        expect([route.id, !refused(statusCode)]).toEqual([route.id, may]);
      }
    });
  }

  it('lets a member use the pages of members and nothing else', async () => {
    const { id } = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Own' }));
    const ann = { id: newId(), platform: 'qq', externalId: 'ann', bot: false, firstAt: 0 };
    await database.inWorkspace(workspace.id, (tx) => ensureAccounts(tx, id, [ann]));
    const headers = await workspace.member(id, ann.id);
    // Leaving comes last.
    const last = ({ id: name }: Route) => Number(name === 'm.access.sign-out-everywhere');
    for (const route of routes().toSorted((one, other) => last(one) - last(other))) {
      const rule = POLICY[route.id]!;
      const { statusCode } = await ask(route, headers);
      expect([route.id, !refused(statusCode)]).toEqual([route.id, rule === 'public' || rule === 'member']);
    }
  });

  it('has every right used by a route or by a role alone', () => {
    const used = new Set(Object.values(POLICY));
    const unused = RIGHTS.filter((right) => !used.has(right) && right !== 'metrics.read');
    expect(unused).toEqual([]);
  });

  it('keeps metrics and passwords by their own rule', async () => {
    const ask = (url: string, headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') =>
      app.inject({
        method,
        url,
        headers,
        remoteAddress: '10.3.3.3',
        ...(method === 'POST' && { payload: { currentPassword: 'x', newPassword: 'long enough one' } }),
      });
    expect((await ask('/metrics', await workspace.token(['events.write']))).statusCode).toBe(403);
    expect((await ask('/metrics', await workspace.token(['metrics.read']))).statusCode).toBe(200);
    expect((await ask('/api/auth/change-password', await workspace.token([...RIGHTS]), 'POST')).statusCode).toBe(403);
  });
});
