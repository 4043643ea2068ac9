import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '#kernel/errors.ts';
import type { Database } from '#platform/postgres/index.ts';
import { createSecretBox, deriveKey } from '#platform/secrets/index.ts';
import { cookiesOf, TEST_PASSWORD, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { resealSecondFactors } from './second-factor-store.ts';
import { verifyCode } from './verify-code.ts';
import { codeAt, fromBase32 } from './totp.ts';

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

const ask = (method: 'GET' | 'POST', url: string, headers: Headers, payload?: object) =>
  app.inject({ method, url: `/api/v1/me${url}`, headers, payload });
let people = 0;
/** Each time from another address: what is tried here is the limit by whose code it is. */
const signIn = (email: string, code?: string, password = TEST_PASSWORD) =>
  app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    remoteAddress: `10.7.0.${(people += 1)}`,
    payload: { email, password, ...(code && { code }) },
  });

/** Goes to where a code has just begun: it is taken for the next 30 seconds, however slow the machine is. */
const nextCode = (): void => app.clock.advance(30_000 - (app.clock.now() % 30_000));

/** An operator with an authenticator app that works. */
async function enrolled() {
  const headers = await workspace.operator('editor');
  const { email } = (await ask('GET', '', headers)).json().operator;
  const { secret } = (await ask('POST', '/second-factor', headers, { password: TEST_PASSWORD })).json();
  const code = () => codeAt(fromBase32(secret), app.clock.now());
  nextCode();
  const confirmed = await ask('POST', '/second-factor/confirm', headers, { code: code() });
  const recoveryCodes: string[] = confirmed.json().recoveryCodes;
  nextCode();
  return { headers, email, secret, code, recoveryCodes };
}

describe('an authenticator app', () => {
  it('asks for the password, shows a secret, and is on only after a first right code', async () => {
    const headers = await workspace.operator('analyst');
    const begin = (password: string) => ask('POST', '/second-factor', headers, { password });
    expect((await begin('not the password')).json()).toMatchObject({ status: 400, code: 'invalid_password' });
    const begun = (await begin(TEST_PASSWORD)).json();
    expect(begun.uri).toContain(`secret=${begun.secret}`);
    const { email } = (await ask('GET', '', headers)).json().operator;
    expect((await signIn(email)).statusCode).toBe(200);
    const wrong = await ask('POST', '/second-factor/confirm', headers, { code: '000000' });
    expect(wrong.json()).toMatchObject({ status: 400, code: 'code_refused' });
    nextCode();
    const code = codeAt(fromBase32(begun.secret), app.clock.now());
    const { recoveryCodes } = (await ask('POST', '/second-factor/confirm', headers, { code })).json();
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes[0]).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
    expect((await ask('GET', '', headers)).json().operator.secondFactor).toBe(true);
    expect((await begin(TEST_PASSWORD)).json()).toMatchObject({ status: 409, code: 'second_factor_enabled' });
  });

  it('is asked for at sign-in only after the right password, and leaves no session behind without it', async () => {
    const { email, code } = await enrolled();
    const count = async () => (await database.pool.query('SELECT count(*) AS n FROM auth.sessions')).rows[0].n;
    const before = await count();
    expect((await signIn(email, undefined, 'wrong password')).json().code).toBe('invalid_email_or_password');
    expect((await signIn(email, code(), 'wrong password')).json().code).toBe('invalid_email_or_password');
    const half = await signIn(email);
    expect(half.json()).toMatchObject({ status: 401, code: 'second_step_needed' });
    const wrong = await signIn(email, '000000');
    expect(wrong.json()).toMatchObject({ status: 401, code: 'code_refused' });
    expect([half.cookies, wrong.cookies, await count()]).toEqual([[], [], before]);
    const whole = await signIn(email, code());
    expect(whole.statusCode).toBe(200);
    expect((await ask('GET', '', { cookie: cookiesOf(whole) })).statusCode).toBe(200);
  });

  it('has codes that work once, also when two come at the same time', async () => {
    const { email, code } = await enrolled();
    const both = await Promise.all([signIn(email, code()), signIn(email, code())]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401]);
    expect((await signIn(email, code())).statusCode).toBe(401);
    nextCode();
    expect((await signIn(email, code())).statusCode).toBe(200);
  });

  it('takes neither the code before nor the one to come', async () => {
    const { email, secret } = await enrolled();
    nextCode(); // of the step before this one no code was used
    for (const shift of [-30_000, 30_000]) {
      const code = codeAt(fromBase32(secret), app.clock.now() + shift);
      expect((await signIn(email, code)).json()).toMatchObject({ status: 401, code: 'code_refused' });
    }
  });

  it('can be replaced by recovery codes, each once, however they are typed', async () => {
    const { email, headers, recoveryCodes } = await enrolled();
    expect((await signIn(email, ` ${recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ')} `)).statusCode).toBe(200);
    expect((await signIn(email, recoveryCodes[0])).statusCode).toBe(401);
    expect((await ask('GET', '/second-factor', headers)).json()).toMatchObject({ enabled: true, recoveryCodesLeft: 9 });
    const renewed = await ask('POST', '/second-factor/recovery-codes', headers, { password: TEST_PASSWORD });
    expect((await signIn(email, recoveryCodes[1])).statusCode).toBe(401);
    expect((await signIn(email, renewed.json().recoveryCodes[1])).statusCode).toBe(200);
  });

  it('slows guesses at codes down by operator, over a day', async () => {
    const { email, headers, code } = await enrolled();
    const { id } = (await ask('GET', '', headers)).json().operator;
    const guesses = Array.from({ length: 25 }, () =>
      verifyCode(app.services, id, '000000').catch((error: AppError) => error.code),
    );
    const refused = (await Promise.all(guesses)).filter((answer) => answer === 'code_refused');
    expect(refused).toHaveLength(20);
    // The limit by e-mail forgets sooner; this one does not.
    app.clock.advance(3_600_000);
    expect((await signIn(email, code())).json()).toMatchObject({ status: 429, code: 'sign_in_throttled' });
    app.clock.advance(24 * 3_600_000);
    expect((await signIn(email, code())).statusCode).toBe(200);
  });

  it('is turned off with the password', async () => {
    const { email, headers } = await enrolled();
    const disable = (password: string) => ask('POST', '/second-factor/disable', headers, { password });
    expect((await disable('not the password')).statusCode).toBe(400);
    expect((await disable(TEST_PASSWORD)).statusCode).toBe(204);
    expect((await disable(TEST_PASSWORD)).statusCode).toBe(404);
    expect((await signIn(email)).statusCode).toBe(200);
  });

  it('keeps its secret sealed and its recovery codes hashed, and survives a change of keys', async () => {
    const { secret, recoveryCodes, email, code } = await enrolled();
    const { rows } = await database.pool.query(
      `SELECT row_to_json(f)::text AS text FROM auth.second_factors f
       UNION ALL SELECT row_to_json(c)::text FROM auth.recovery_codes c`,
    );
    for (const kept of [secret, fromBase32(secret).toString('hex'), ...recoveryCodes])
      expect(rows.some(({ text }) => text.includes(kept))).toBe(false);
    const old = deriveKey('a secret of at least 32 characters');
    const rotated = createSecretBox(deriveKey('the next secret, 32 characters too'), [old]);
    expect(await database.asSystem((tx) => resealSecondFactors(tx, rotated))).toBeGreaterThan(0);
    expect(await database.asSystem((tx) => resealSecondFactors(tx, rotated))).toBe(0);
    const onlyNew = createSecretBox(deriveKey('the next secret, 32 characters too'));
    Object.assign(app.services.secrets, onlyNew);
    expect((await signIn(email, code())).statusCode).toBe(200);
  });
});

describe('a workspace that asks for an authenticator app', () => {
  it('lets nobody in who has none, tokens apart, and everybody once they have one', async () => {
    const asking = await app.workspace();
    const [owner, editor] = [await asking.operator('owner'), await asking.operator('editor')];
    const token = await asking.token(['communities.read']);
    const demand = (required: boolean) =>
      app.inject({ method: 'PUT', url: '/api/v1/workspace/second-factor', headers: owner, payload: { required } });
    const read = (headers: Headers) => app.inject({ method: 'GET', url: '/api/v1/communities', headers });
    const enrol = async (headers: Headers) => {
      const { secret } = (await ask('POST', '/second-factor', headers, { password: TEST_PASSWORD })).json();
      nextCode();
      const code = codeAt(fromBase32(secret), app.clock.now());
      expect((await ask('POST', '/second-factor/confirm', headers, { code })).statusCode).toBe(200);
    };
    expect((await demand(true)).json()).toMatchObject({ status: 409, code: 'second_factor_missing' });
    expect((await read(editor)).statusCode).toBe(200);
    await enrol(owner);
    expect((await demand(true)).statusCode).toBe(204);
    expect((await read(editor)).json()).toMatchObject({ status: 403, code: 'second_factor_required' });
    const me = (await ask('GET', '', editor)).json();
    expect(me).toMatchObject({
      rights: [],
      workspace: { secondFactorRequired: true },
      operator: { secondFactor: false },
    });
    expect((await read(owner)).statusCode).toBe(200);
    expect((await read(token)).statusCode).toBe(200);
    await enrol(editor);
    expect((await read(editor)).statusCode).toBe(200);
    const newcomer = await asking.operator('analyst');
    expect((await read(newcomer)).json()).toMatchObject({ code: 'second_factor_required' });
    expect((await demand(false)).statusCode).toBe(204);
    expect((await read(newcomer)).statusCode).toBe(200);
  });
});
