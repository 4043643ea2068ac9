import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Mail } from '#platform/mail/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { cookiesOf, TEST_PASSWORD, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { forgotPassword } from '../password/forgot-password.ts';
import { issueResetLinkFor } from '../password/reset-password.ts';

type Headers = Record<string, string>;

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

const ask = (method: 'GET' | 'POST' | 'PATCH', url: string, headers: Headers = {}, payload?: object) =>
  app.inject({ method, url, headers, payload });
const emailOf = async (headers: Headers): Promise<string> =>
  (await ask('GET', '/api/v1/me', headers)).json().operator.email;
const signIn = (email: string, password: string, device = 'Firefox', remoteAddress = '10.0.0.7') =>
  app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password },
    headers: { 'user-agent': device },
    remoteAddress,
  });
const sessionsOf = async (headers: Headers) => (await ask('GET', '/api/v1/me/sessions', headers)).json().sessions;

const end = (id: string, headers: Headers, password?: string) =>
  ask('POST', `/api/v1/me/sessions/${id}/end`, headers, { password });
const endOthers = (headers: Headers, password?: string) =>
  ask('POST', '/api/v1/me/sessions/end-others', headers, { password });
/** As long as a sign-in counts as fresh, and what the requests before took. */
const FRESH = 5 * 60_000 + 1;

describe('sessions', () => {
  it('are listed with device, address and last use, and end one by one or all but this one', async () => {
    const here = await workspace.operator('editor');
    const email = await emailOf(here);
    const there = { cookie: cookiesOf(await signIn(email, TEST_PASSWORD, 'Phone', '10.9.9.9')) };
    const third = { cookie: cookiesOf(await signIn(email, TEST_PASSWORD)) };
    const listed = await sessionsOf(here);
    expect(listed).toHaveLength(3);
    expect(listed.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    const phone = listed.find(({ device }: { device: string }) => device === 'Phone');
    expect(phone).toMatchObject({ address: '10.9.9.9', current: false });

    app.clock.advance(120_000);
    await app.inject({ method: 'GET', url: '/api/v1/me', headers: there, remoteAddress: '10.8.8.8' });
    const seen = (await sessionsOf(here)).find(({ id }: { id: string }) => id === phone.id);
    expect(seen.address).toBe('10.8.8.8');
    expect(Date.parse(seen.lastSeenAt)).toBeGreaterThan(Date.parse(phone.lastSeenAt) + 60_000);

    const stranger = await workspace.operator('owner');
    expect((await end(phone.id, stranger)).statusCode).toBe(404);
    expect((await end(phone.id, here)).statusCode).toBe(204);
    expect((await ask('GET', '/api/v1/me', there)).statusCode).toBe(401);
    expect((await endOthers(here)).statusCode).toBe(204);
    expect((await ask('GET', '/api/v1/me', third)).statusCode).toBe(401);
    expect((await ask('GET', '/api/v1/me', here)).statusCode).toBe(200);
  });

  it('end for who has just signed in, and later only with the password', async () => {
    const here = await workspace.operator('editor');
    const email = await emailOf(here);
    const there = { cookie: cookiesOf(await signIn(email, TEST_PASSWORD)) };
    const other = (await sessionsOf(here)).find(({ current }: { current: boolean }) => !current);
    app.clock.advance(FRESH);
    expect((await sessionsOf(here)).length).toBe(2);
    for (const refused of [await end(other.id, here), await endOthers(here)])
      expect(refused.json()).toMatchObject({
        status: 400,
        code: 'password_needed',
        faults: [{ where: '/body/password' }],
      });
    for (const wrong of [await end(other.id, here, 'a guess'), await endOthers(here, 'a guess')])
      expect(wrong.json()).toMatchObject({ status: 400, code: 'invalid_password' });
    expect((await ask('GET', '/api/v1/me', there)).statusCode).toBe(200);
    expect((await end(other.id, here, TEST_PASSWORD)).statusCode).toBe(204);
    expect((await ask('GET', '/api/v1/me', there)).statusCode).toBe(401);
    // The password was for that one request.
    expect((await endOthers(here)).json().code).toBe('password_needed');
    // Whoever guesses is slowed down as at the sign-in, and does not get in with the right one then.
    for (let at = 0; at < 10; at += 1) await end(other.id, here, `guess ${at}`);
    expect((await endOthers(here, TEST_PASSWORD)).json().code).toBe('sign_in_throttled');
    app.clock.advance(-FRESH);
  });

  it('end thirty days after signing in, however much they are used', async () => {
    const headers = await workspace.operator('editor');
    expect((await ask('GET', '/api/v1/me', headers)).statusCode).toBe(200);
    app.clock.advance(31 * 86_400_000);
    expect((await ask('GET', '/api/v1/me', headers)).statusCode).toBe(401);
    app.clock.advance(-31 * 86_400_000);
  });

  it('belong to who signed in: a name is one’s own to change', async () => {
    const headers = await workspace.operator('editor');
    const renamed = await ask('PATCH', '/api/v1/me', headers, { name: '新名字' });
    expect(renamed.json().operator.name).toBe('新名字');
  });
});

describe('a new password', () => {
  it('must not be what others would try, and says why', async () => {
    const headers = await workspace.operator('editor');
    const change = (newPassword: string, currentPassword = TEST_PASSWORD) =>
      ask('POST', '/api/auth/change-password', headers, { currentPassword, newPassword });
    const codes: [string, string][] = [
      ['Password1234', 'password_common'],
      ['qunluo2026!', 'password_personal'],
      ['abcabcabcabc', 'password_repeated'],
    ];
    for (const [password, code] of codes) expect((await change(password)).json()).toMatchObject({ status: 400, code });
    expect((await change('short')).json().faults[0].where).toBe('/body/newPassword');
  });

  it('asks for the present one, and slows guesses at it down', async () => {
    const headers = await workspace.operator('editor');
    const change = (currentPassword: string, remoteAddress: string) =>
      app.inject({
        method: 'POST',
        url: '/api/auth/change-password',
        headers,
        remoteAddress,
        payload: { currentPassword, newPassword: 'a sentence that is new' },
      });
    for (let at = 0; at < 10; at += 1) expect((await change('wrong guess', '10.4.4.4')).statusCode).toBe(400);
    expect((await change(TEST_PASSWORD, '10.4.4.5')).json()).toMatchObject({ status: 429, code: 'sign_in_throttled' });
  });

  it('is asked for by e-mail with the same answer and the same work, known or not', async () => {
    const known = await emailOf(await workspace.operator('editor'));
    const forgot = (email: string) => ask('POST', '/api/auth/forgot-password', {}, { email });
    const shape = ({ statusCode, body, headers }: Awaited<ReturnType<typeof forgot>>) => {
      const { 'x-request-id': _, date: __, ...rest } = headers;
      return { statusCode, body: body.replace(/"requestId":"[^"]+"/, ''), names: Object.keys(rest).toSorted() };
    };
    for (let at = 0; at < 4; at += 1)
      expect(shape(await forgot('nobody@example.com'))).toEqual(shape(await forgot(known)));
    expect((await forgot(known)).statusCode).toBe(429);
  });

  it('comes by mail where the server can send it: a link that lives an hour and works once', async () => {
    const email = await emailOf(await workspace.operator('editor'));
    const sent: Mail[] = [];
    const mailer = { configured: true, send: async (mail: Mail) => void sent.push(mail) };
    const parts = { ...app.services, mailer, publicUrl: 'https://qunluo.example' };
    await forgotPassword(parts, ` ${email.toUpperCase()}`);
    await forgotPassword(parts, 'nobody-at-all@example.com');
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.to).toBe(email);
    const token = /https:\/\/qunluo\.example\/reset#(reset_[\w-]{43})/.exec(sent[0]!.text)![1]!;
    const reset = (password: string) => ask('POST', '/api/auth/reset-password', {}, { token, password });
    app.clock.advance(3_600_001);
    expect((await reset('a sentence that is new')).json().code).toBe('link_invalid');
    app.clock.advance(-3_600_001);
    expect((await reset('a sentence that is new')).statusCode).toBe(204);
    expect((await signIn(email, 'a sentence that is new')).statusCode).toBe(200);
  });

  it('is helped by who runs the server, and opens a locked sign-in again', async () => {
    const email = await emailOf(await workspace.operator('editor'));
    for (let at = 0; at < 11; at += 1) await signIn(email, 'guess', 'x', `10.5.5.${at}`);
    expect((await signIn(email, TEST_PASSWORD, 'x', '10.5.6.1')).statusCode).toBe(429);
    const { path } = await issueResetLinkFor(app.services, { email, removeSecondFactor: false });
    const payload = { token: path.split('#')[1]!, password: 'a sentence that is new' };
    expect((await ask('POST', '/api/auth/reset-password', {}, payload)).statusCode).toBe(204);
    expect((await signIn(email, 'a sentence that is new', 'x', '10.5.6.2')).statusCode).toBe(200);
    await expect(
      issueResetLinkFor(app.services, { email: 'nobody@x.example', removeSecondFactor: false }),
    ).rejects.toThrow('nobody@x.example');
  });
});
