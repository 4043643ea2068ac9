import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import type { Database } from '#platform/postgres/index.ts';
import { cookiesOf, TEST_PASSWORD, testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { ensureOwnerToken, ownerTokenFile } from './owner-token.ts';
import { issueSetupToken } from './setup-workspace.ts';

let database: Database;
let app: TestApp;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const signIn = (email: string, password: string, headers = {}) =>
  app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password }, headers });
const me = (headers: Record<string, string>) => app.inject({ method: 'GET', url: '/api/v1/me', headers });
const owner = { name: '林晓', email: 'Lin@Example.com', password: TEST_PASSWORD, workspace: '书店' };

describe('the owner link', () => {
  const redeem = (token: string, more = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/setup', payload: { token, ...owner, ...more } });

  it('is replaced by a newer one, works once, and makes owner, workspace and session in one go', async () => {
    expect((await app.inject({ method: 'GET', url: '/api/v1/setup' })).json()).toMatchObject({ needed: true });
    const old = (await issueSetupToken(database, app.clock))!;
    const token = (await issueSetupToken(database, app.clock))!;
    expect((await redeem(old)).json()).toMatchObject({ status: 410, code: 'setup_link_invalid' });
    expect((await redeem(token, { password: 'short' })).json().faults[0].where).toBe('/body/password');

    const [one, two] = await Promise.all([redeem(token), redeem(token)]);
    const [first, second] = one!.statusCode === 201 ? [one!, two!] : [two!, one!];
    expect([first.statusCode, second.statusCode]).toEqual([201, 410]);
    const cookie = first.cookies.find(({ name }) => name === 'qunluo.session_token')!;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect((await me({ cookie: cookiesOf(first) })).json()).toMatchObject({
      kind: 'operator',
      role: 'owner',
      operator: { name: '林晓', email: 'lin@example.com' },
      workspace: { name: '书店' },
      workspaces: [{ name: '书店', role: 'owner' }],
    });
    expect(await issueSetupToken(database, app.clock)).toBeUndefined();
    expect((await app.inject({ method: 'GET', url: '/api/v1/setup' })).json()).toMatchObject({ needed: false });
  });

  it('leaves a token for the command line that only the owner of the files can read, and keeps one that works', async () => {
    const file = ownerTokenFile(app.dataDir);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = (await readFile(file, 'utf8')).trim();
    const answer = (await me({ authorization: `Bearer ${token}` })).json();
    expect(answer).toMatchObject({ kind: 'token', role: null, workspace: { name: '书店' } });
    await ensureOwnerToken(database, systemClock, app.dataDir);
    expect((await readFile(file, 'utf8')).trim()).toBe(token);
    await writeFile(file, 'broken');
    await ensureOwnerToken(database, systemClock, app.dataDir);
    const renewed = (await readFile(file, 'utf8')).trim();
    expect((await me({ authorization: `Bearer ${renewed}` })).statusCode).toBe(200);
  });
});

describe('sessions', () => {
  it('begin with the right password, in any spelling of the e-mail, and end', async () => {
    const response = await signIn('LIN@example.com', TEST_PASSWORD);
    expect(response.json()).toEqual({ operator: { id: expect.any(String), name: '林晓', email: 'lin@example.com' } });
    const headers = { cookie: cookiesOf(response) };
    expect((await me(headers)).statusCode).toBe(200);
    const out = await app.inject({ method: 'POST', url: '/api/auth/sign-out', headers });
    expect(out.statusCode).toBe(204);
    expect((await me(headers)).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('do not tell whether an e-mail is known', async () => {
    const wrong = await signIn('lin@example.com', 'not the password');
    const unknown = await signIn('nobody@example.com', 'not the password');
    const shape = (response: typeof wrong) => ({ ...response.json(), requestId: '' });
    expect(shape(unknown)).toEqual(shape(wrong));
    expect(wrong.json()).toMatchObject({ status: 401, code: 'invalid_email_or_password' });
    expect(wrong.cookies).toEqual([]);
  });

  it('are refused to forged and foreign cookies', async () => {
    const cookie = cookiesOf(await signIn('lin@example.com', TEST_PASSWORD));
    expect((await me({ cookie: cookie.replace(/=./, '=x') })).statusCode).toBe(401);
  });

  it('cannot be used by another site', async () => {
    const cookie = cookiesOf(await signIn('lin@example.com', TEST_PASSWORD));
    const create = (headers: Record<string, string | undefined>) =>
      app.server.app.inject({
        method: 'POST',
        url: '/api/v1/communities',
        payload: { name: 'x' },
        headers: { host: 'localhost:80', cookie, ...headers },
      });
    expect((await create({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await create({ origin: 'null' })).statusCode).toBe(403);
    expect((await create({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await create({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect((await create({})).statusCode).toBe(403);
    expect((await create({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
    const login = await signIn('lin@example.com', TEST_PASSWORD, { origin: 'https://evil.example' });
    expect([login.statusCode, login.cookies]).toEqual([403, []]);
  });

  it('are Secure where the public address is https', async () => {
    const secure = await testApp(database, { env: { QUNLUO_PUBLIC_URL: 'https://qunluo.example' } });
    const response = await secure.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: 'lin@example.com', password: TEST_PASSWORD },
      headers: { origin: 'https://qunluo.example' },
    });
    expect(response.cookies[0]).toMatchObject({
      name: '__Host-qunluo.session_token',
      path: '/',
      secure: true,
      httpOnly: true,
    });
    const answer = await secure.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: cookiesOf(response) } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toContain('max-age');
    await secure.close();
  });

  it('are all ended by a new password, but for the one that set it', async () => {
    const here = { cookie: cookiesOf(await signIn('lin@example.com', TEST_PASSWORD)) };
    const there = { cookie: cookiesOf(await signIn('lin@example.com', TEST_PASSWORD)) };
    const change = (currentPassword: string, newPassword: string, headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/auth/change-password',
        payload: { currentPassword, newPassword },
        headers,
      });
    expect((await change('wrong password', 'another horse', here)).json()).toMatchObject({
      status: 400,
      code: 'invalid_password',
    });
    const changed = await change(TEST_PASSWORD, 'another horse', here);
    expect(changed.statusCode).toBe(204);
    expect((await me(there)).statusCode).toBe(401);
    expect((await me({ cookie: cookiesOf(changed) })).statusCode).toBe(200);
    expect((await signIn('lin@example.com', TEST_PASSWORD)).statusCode).toBe(401);
    await change('another horse', TEST_PASSWORD, { cookie: cookiesOf(changed) });
  });

  it('are slowed down for an e-mail that somebody guesses at, known or not, also with many guesses at once', async () => {
    const guess = (email: string, password = 'guess', remoteAddress = '10.1.1.1') =>
      app.server.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email, password },
        remoteAddress,
        headers: { host: 'localhost:80', origin: 'http://localhost:80' },
      });
    const known = (await me(await (await app.workspace()).operator('editor'))).json().operator.email;
    for (const [at, email] of [known, 'unknown@example.com'].entries()) {
      const guesses = Array.from({ length: 14 }, () => guess(email, 'guess', `10.1.1.${at}`));
      const statuses = (await Promise.all(guesses)).map(({ statusCode }) => statusCode).toSorted((a, b) => a - b);
      expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    }
    const locked = await guess(known.toUpperCase(), TEST_PASSWORD, '10.1.1.3');
    expect(locked.json()).toMatchObject({ status: 429, code: 'sign_in_throttled' });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800);
    app.clock.advance(15 * 60_000 + 1000);
    expect((await guess(known, TEST_PASSWORD, '10.1.1.3')).statusCode).toBe(200);
  });

  it('are slowed down for an address that guesses at many e-mails', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 31; at += 1) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: {},
        remoteAddress: '10.2.2.2',
      });
      statuses.push(response.statusCode);
    }
    expect(statuses.filter((status) => status === 400)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
  });

  it('choose among the workspaces of an operator, and no others', async () => {
    const mine = await app.workspace('甲');
    const other = await app.workspace('乙');
    const headers = await mine.operator('editor');
    expect((await me(headers)).json().workspace.name).toBe('甲');
    expect((await me({ ...headers, 'x-qunluo-workspace': mine.id })).statusCode).toBe(200);
    expect((await me({ ...headers, 'x-qunluo-workspace': other.id })).statusCode).toBe(403);
  });
});

describe('API tokens', () => {
  it('are shown once, kept as a hash, used, and revoked at once', async () => {
    const workspace = await app.workspace();
    const boss = await workspace.operator('owner');
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      headers: boss,
      payload: { name: 'bot', rights: ['events.write', 'tokens.manage'] },
    });
    expect(made.statusCode).toBe(201);
    const { token, details } = made.json();
    expect(token).toMatch(/^ql_[\w-]{43}$/);
    expect(details).toMatchObject({
      name: 'bot',
      hint: token.slice(-4),
      createdBy: 'owner',
      lastUsedAt: null,
      expiresAt: null,
    });
    const { rows } = await database.pool.query('SELECT row_to_json(t)::text AS text FROM auth.api_tokens t');
    expect(rows.some(({ text }) => text.includes(token))).toBe(false);

    const bearer = { authorization: `Bearer ${token}` };
    expect((await me(bearer)).json()).toMatchObject({
      kind: 'token',
      rights: ['events.write', 'tokens.manage'],
      workspaces: [],
    });
    const list = (await app.inject({ method: 'GET', url: '/api/v1/tokens', headers: boss })).json().tokens;
    expect(list).toHaveLength(1);
    expect(Date.parse(list[0].lastUsedAt)).toBeGreaterThan(app.clock.now() - 60_000);

    const revoke = () => app.inject({ method: 'DELETE', url: `/api/v1/tokens/${details.id}`, headers: boss });
    expect((await revoke()).statusCode).toBe(204);
    expect((await me(bearer)).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await revoke()).statusCode).toBe(404);
  });

  it('cannot give what their maker does not have, and end by themselves', async () => {
    const workspace = await app.workspace();
    const limited = await workspace.token(['tokens.manage', 'events.write']);
    const create = (payload: object) =>
      app.inject({ method: 'POST', url: '/api/v1/tokens', headers: limited, payload });
    expect((await create({ name: 'x', rights: ['members.read'] })).statusCode).toBe(403);
    expect((await create({ name: 'x', rights: ['everything'] })).json().faults[0].where).toBe('/body/rights/0');
    const { token } = (await create({ name: 'x', rights: ['events.write'], expiresInDays: 1 })).json();
    expect((await me({ authorization: `Bearer ${token}` })).statusCode).toBe(200);
    app.clock.advance(86_400_000);
    expect((await me({ authorization: `Bearer ${token}` })).statusCode).toBe(401);
  });

  it('that are none are refused, not taken for nobody', async () => {
    for (const authorization of ['Bearer ql_x', 'Basic abc', 'Bearer', `Bearer ql_${'a'.repeat(43)}`]) {
      const response = await app.inject({ method: 'GET', url: '/healthz', headers: { authorization } });
      expect(response.statusCode, authorization).toBe(401);
    }
  });
});
