import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { cookiesOf, TEST_PASSWORD, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import type { Role } from '../contract.ts';

type Headers = Record<string, string>;

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let owner: Headers;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace('书店');
  owner = await workspace.operator('owner');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ask = (
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  headers: Headers = {},
  payload?: object,
) => app.inject({ method, url: `/api/v1${url}`, headers, payload });
const me = async (headers: Headers) => (await ask('GET', '/me', headers)).json();
const invite = (email: string, role: Role, headers = owner) =>
  ask('POST', '/team/invitations', headers, { email, role });
const tokenOf = (response: Awaited<ReturnType<typeof ask>>): string => response.json().path.split('#')[1];
const accept = (token: string, more: object = {}, headers: Headers = {}) =>
  ask('POST', '/invitations/accept', headers, { token, ...more });
const newcomer = { name: '小满', password: 'a sentence of their own' };

/** Invites somebody and lets them in. */
async function join(email: string, role: Role): Promise<{ id: string; headers: Headers }> {
  const response = await accept(tokenOf(await invite(email, role)), newcomer);
  return { id: response.json().operatorId, headers: { cookie: cookiesOf(response) } };
}

describe('an invitation', () => {
  it('shows what it invites to, makes the account and the seat in one go, and works once', async () => {
    const invited = await invite('Editor@Example.com', 'editor');
    expect(invited.statusCode).toBe(201);
    expect(invited.json()).toMatchObject({
      path: expect.stringMatching(/^\/invite#invite_[\w-]{43}$/),
      mailed: false,
      invitation: { email: 'editor@example.com', role: 'editor', invitedBy: 'owner' },
    });
    const token = tokenOf(invited);
    expect((await ask('POST', '/invitations/look', {}, { token })).json()).toEqual({
      workspace: '书店',
      email: 'editor@example.com',
      role: 'editor',
      invitedBy: 'owner',
      account: false,
    });
    expect((await accept(token)).json().faults.map(({ where }: { where: string }) => where)).toEqual([
      '/body/name',
      '/body/password',
    ]);
    expect((await accept(token, { ...newcomer, password: 'editor12345' })).json().code).toBe('password_personal');

    const both = await Promise.all([accept(token, newcomer), accept(token, newcomer)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 410]);
    const cookie = cookiesOf(both.find(({ statusCode }) => statusCode === 201)!);
    expect(await me({ cookie })).toMatchObject({
      role: 'editor',
      workspace: { name: '书店' },
      operator: { name: '小满' },
    });
    expect((await ask('POST', '/invitations/look', {}, { token })).json().code).toBe('link_invalid');
    expect((await invite('editor@example.com', 'analyst')).json()).toMatchObject({ status: 409, code: 'seat_taken' });
  });

  it('is kept as a hash only, and gives way to a newer one, to being taken back, and to time', async () => {
    const first = tokenOf(await invite('late@example.com', 'analyst'));
    const { rows } = await database.pool.query('SELECT row_to_json(i)::text AS text FROM auth.invitations i');
    expect(rows.some(({ text }) => text.includes(first) || text.includes(first.slice(7)))).toBe(false);
    const again = await invite('late@example.com', 'analyst');
    expect((await accept(first, newcomer)).statusCode).toBe(410);
    const back = await ask('DELETE', `/team/invitations/${again.json().invitation.id}`, owner);
    expect(back.statusCode).toBe(204);
    expect((await accept(tokenOf(again), newcomer)).statusCode).toBe(410);
    const third = tokenOf(await invite('late@example.com', 'analyst'));
    app.clock.advance(7 * 86_400_000 + 1);
    expect((await accept(third, newcomer)).statusCode).toBe(410);
    expect((await ask('GET', '/team', owner)).json().invitations).toEqual([]);
  });

  it('brings an existing operator into a further workspace, only when they are signed in themselves', async () => {
    const other = await app.workspace('咖啡馆');
    const host = await other.operator('owner');
    const guest = await join('guest@example.com', 'editor');
    const token = tokenOf(await invite('guest@example.com', 'manager', host));
    expect((await ask('POST', '/invitations/look', {}, { token })).json().account).toBe(true);
    expect((await accept(token, newcomer)).json()).toMatchObject({ status: 409, code: 'sign_in_first' });
    expect((await accept(token, {}, owner)).statusCode).toBe(403);
    expect((await accept(token, {}, guest.headers)).statusCode).toBe(201);
    const now = await me(guest.headers);
    expect(now).toMatchObject({ workspace: { name: '咖啡馆' }, role: 'manager' });
    expect(now.workspaces.map(({ name }: { name: string }) => name)).toEqual(['书店', '咖啡馆']);
    const back = await ask('PUT', '/me/workspace', guest.headers, { workspaceId: workspace.id });
    expect(back.statusCode).toBe(204);
    expect(await me(guest.headers)).toMatchObject({ workspace: { name: '书店' }, role: 'editor' });
  });
});

describe('seats', () => {
  it('list who is here, and lose access at once when they are taken away, tokens included', async () => {
    const leaver = await join('leaver@example.com', 'manager');
    const made = await ask('POST', '/tokens', leaver.headers, { name: 'of the leaver', rights: ['members.read'] });
    const bearer = { authorization: `Bearer ${made.json().token}` };
    expect((await ask('GET', '/me', bearer)).statusCode).toBe(200);
    const seat = (await ask('GET', '/team', owner))
      .json()
      .seats.find(({ operatorId }: { operatorId: string }) => operatorId === leaver.id);
    expect(seat).toMatchObject({ email: 'leaver@example.com', role: 'manager', secondFactor: false, tokens: 1 });

    expect((await ask('DELETE', `/team/seats/${leaver.id}`, owner)).statusCode).toBe(204);
    expect((await ask('GET', '/me', leaver.headers)).json()).toMatchObject({ status: 403, code: 'no_seat' });
    expect((await ask('GET', '/communities', leaver.headers)).statusCode).toBe(403);
    expect((await ask('GET', '/me', bearer)).statusCode).toBe(401);
    expect((await ask('DELETE', `/team/seats/${leaver.id}`, owner)).statusCode).toBe(404);
    // Somebody who lost every seat can still be asked back.
    const token = tokenOf(await invite('leaver@example.com', 'analyst'));
    expect((await accept(token, {}, leaver.headers)).statusCode).toBe(201);
    expect(await me(leaver.headers)).toMatchObject({ role: 'analyst' });
  });

  it('keep the tokens of who leaves where that is asked for', async () => {
    const leaver = await join('tokens@example.com', 'manager');
    const made = await ask('POST', '/tokens', leaver.headers, { name: 'bot', rights: ['members.read'] });
    await ask('DELETE', `/team/seats/${leaver.id}?tokens=keep`, owner);
    expect((await ask('GET', '/me', { authorization: `Bearer ${made.json().token}` })).statusCode).toBe(200);
  });

  it('change roles at once; only owners touch owners', async () => {
    const manager = await join('manager@example.com', 'manager');
    const helper = await join('helper@example.com', 'editor');
    const change = (id: string, role: Role, headers: Headers) => ask('PATCH', `/team/seats/${id}`, headers, { role });
    expect((await change(helper.id, 'analyst', manager.headers)).statusCode).toBe(204);
    expect(await me(helper.headers)).toMatchObject({ role: 'analyst' });
    const boss = (await me(owner)).operator.id;
    expect((await change(helper.id, 'owner', manager.headers)).statusCode).toBe(403);
    expect((await change(boss, 'analyst', manager.headers)).statusCode).toBe(403);
    expect((await ask('DELETE', `/team/seats/${boss}`, manager.headers)).statusCode).toBe(403);
    expect((await invite('x@example.com', 'owner', manager.headers)).statusCode).toBe(403);
    expect((await me(owner)).role).toBe('owner');
  });

  it('never leave a workspace without an owner, also when two demote each other at the same time', async () => {
    const fresh = await app.workspace('两人');
    const [a, b] = [await fresh.operator('owner'), await fresh.operator('owner')];
    const [idA, idB] = [(await me(a)).operator.id, (await me(b)).operator.id];
    const demote = (headers: Headers, id: string) => ask('PATCH', `/team/seats/${id}`, headers, { role: 'editor' });
    for (let round = 0; round < 4; round += 1) {
      const results = await Promise.all([demote(a, idB), demote(b, idA)]);
      const statuses = results.map(({ statusCode }) => statusCode);
      expect(statuses.filter((status) => status === 204)).toHaveLength(1);
      const left = statuses[0] === 204 ? { headers: a, id: idA, other: idB } : { headers: b, id: idB, other: idA };
      expect((await demote(left.headers, left.id)).json()).toMatchObject({ status: 409, code: 'last_owner' });
      expect((await ask('DELETE', `/team/seats/${left.id}`, left.headers)).json().code).toBe('last_owner');
      expect((await ask('PATCH', `/team/seats/${left.other}`, left.headers, { role: 'owner' })).statusCode).toBe(204);
    }
  });
});

describe('workspaces', () => {
  it('are made by owners, renamed, and switched between; another’s cannot be entered', async () => {
    const boss = await (await app.workspace('第一')).operator('owner');
    const made = await ask('POST', '/workspaces', boss, { name: '第二' });
    expect(made.statusCode).toBe(201);
    expect((await me(boss)).workspace.name).toBe('第一');
    await ask('PUT', '/me/workspace', boss, { workspaceId: made.json().id });
    expect(await me(boss)).toMatchObject({ workspace: { name: '第二' }, role: 'owner' });
    await ask('PATCH', '/workspace', boss, { name: '第二店' });
    expect((await me(boss)).workspace.name).toBe('第二店');
    expect((await ask('GET', '/communities', boss)).json().communities).toEqual([]);
    expect((await ask('PUT', '/me/workspace', boss, { workspaceId: workspace.id })).statusCode).toBe(403);
    const manager = await workspace.operator('manager');
    expect((await ask('POST', '/workspaces', manager, { name: 'x' })).statusCode).toBe(403);
  });
});

describe('a link for a new password made by an owner', () => {
  it('sets it, ends every session, works once, and is made only by who owns every workspace of the operator', async () => {
    const member = await join('forgot@example.com', 'editor');
    const make = (headers: Headers) => ask('POST', `/team/seats/${member.id}/reset-link`, headers);
    expect((await make(await workspace.operator('manager'))).statusCode).toBe(403);
    expect((await make(await workspace.token(['team.manage']))).statusCode).toBe(403);
    const link = await make(owner);
    expect(link.json()).toMatchObject({ path: expect.stringMatching(/^\/reset#reset_/), mailed: false });
    const reset = (password: string, token = tokenOf(link)) =>
      app.inject({ method: 'POST', url: '/api/auth/reset-password', payload: { token, password } });
    expect((await reset('forgot@example.com')).json().code).toBe('password_personal');
    expect((await reset('a new sentence of mine')).statusCode).toBe(204);
    expect((await reset('another sentence of mine')).json().code).toBe('link_invalid');
    expect((await ask('GET', '/me', member.headers)).statusCode).toBe(401);
    const signIn = (password: string) =>
      app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: 'forgot@example.com', password },
      });
    expect((await signIn(newcomer.password)).statusCode).toBe(401);
    expect((await signIn('a new sentence of mine')).statusCode).toBe(200);

    // A seat elsewhere: this owner could enter that workspace by the link.
    const host = await (await app.workspace('别处')).operator('owner');
    const token = tokenOf(await invite('forgot@example.com', 'analyst', host));
    await accept(token, {}, { cookie: cookiesOf(await signIn('a new sentence of mine')) });
    expect((await make(owner)).statusCode).toBe(403);
  });
});

it('TEST_PASSWORD keeps the rules that people must keep', async () => {
  const boss = await workspace.operator('analyst');
  const changed = await app.inject({
    method: 'POST',
    url: '/api/auth/change-password',
    headers: boss,
    payload: { currentPassword: TEST_PASSWORD, newPassword: TEST_PASSWORD },
  });
  expect(changed.statusCode).toBe(204);
});
