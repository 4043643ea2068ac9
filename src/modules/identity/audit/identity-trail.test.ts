import { sql } from 'kysely';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { TEST_PASSWORD, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import type { AuditEntry } from '../contract.ts';
import { codeAt, fromBase32 } from '../second-factor/totp.ts';
import { issueSetupToken } from '../setup-workspace.ts';

type Headers = Record<string, string>;
type Answer = LightMyRequestResponse;

const NEW_PASSWORD = 'a sentence that is new';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
/** An owner whose account is changed, and another who does what one cannot do to oneself. */
let owner: Headers;
let other: Headers;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  const token = await issueSetupToken(database, app.clock);
  setup = await app.inject({
    method: 'POST',
    url: '/api/v1/setup',
    payload: { token, name: '林晓', email: 'lin@example.com', password: TEST_PASSWORD, workspace: '书店' },
  });
  workspace = await app.workspace('书店');
  [owner, other] = [await workspace.operator('owner'), await workspace.operator('owner')];
});
afterAll(async () => {
  await app.close();
  await database.close();
});
let setup: Answer;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const ask = (method: Method, url: string, payload?: object, headers: Headers = owner): Promise<Answer> =>
  app.inject({ method, url, headers, payload });
const me = async (headers: Headers) => (await ask('GET', '/api/v1/me', undefined, headers)).json().operator;
const secretOf = (answer: Answer): string => answer.json().path.split('#')[1];
const invite = (email: string) => ask('POST', '/api/v1/team/invitations', { email, role: 'editor' });
const person = { name: '小满', password: TEST_PASSWORD };
let people = 0;
const join = async () => {
  const token = secretOf(await invite(`person${(people += 1)}@example.com`));
  return ask('POST', '/api/v1/invitations/accept', { token, ...person }, {});
};
const token = () => ask('POST', '/api/v1/tokens', { name: 'bot', rights: ['members.read'] });
const session = async (headers: Headers) => {
  const { email } = await me(headers);
  await ask('POST', '/api/auth/sign-in/email', { email, password: TEST_PASSWORD }, {});
  const { sessions } = (await ask('GET', '/api/v1/me/sessions', undefined, headers)).json();
  return sessions.find(({ current }: { current: boolean }) => !current).id;
};
let secret = '';
const factor = '/api/v1/me/second-factor';

/** One successful use of every route of this module that changes something, in an order in which all can succeed. */
const STEPS: Record<string, () => Promise<Answer>> = {
  'setup.redeem': async () => setup,
  'me.rename': () => ask('PATCH', '/api/v1/me', { name: '新名字' }),
  'me.revoke-session': async () => ask('POST', `/api/v1/me/sessions/${await session(owner)}/end`, {}),
  'me.revoke-other-sessions': () => ask('POST', '/api/v1/me/sessions/end-others', { password: TEST_PASSWORD }),
  'me.begin-second-factor': async () => {
    const begun = await ask('POST', factor, { password: TEST_PASSWORD });
    secret = begun.json().secret;
    return begun;
  },
  'me.confirm-second-factor': () => {
    // To the beginning of a code, which then lives 30 seconds.
    app.clock.advance(30_000 - (app.clock.now() % 30_000));
    return ask('POST', `${factor}/confirm`, { code: codeAt(fromBase32(secret), app.clock.now()) });
  },
  'workspace.require-second-factor': () => ask('PUT', '/api/v1/workspace/second-factor', { required: false }),
  'me.renew-recovery-codes': () => ask('POST', `${factor}/recovery-codes`, { password: TEST_PASSWORD }),
  'me.disable-second-factor': () => ask('POST', `${factor}/disable`, { password: TEST_PASSWORD }),
  'team.invite': () => invite('asked@example.com'),
  'team.revoke-invitation': async () =>
    ask('DELETE', `/api/v1/team/invitations/${(await invite('back@example.com')).json().invitation.id}`),
  'invitations.accept': join,
  'team.change-role': async () =>
    ask('PATCH', `/api/v1/team/seats/${(await join()).json().operatorId}`, { role: 'analyst' }),
  'team.remove-seat': async () => ask('DELETE', `/api/v1/team/seats/${(await join()).json().operatorId}`),
  'team.reset-link': async () => ask('POST', `/api/v1/team/seats/${(await join()).json().operatorId}/reset-link`),
  'team.end-session': async () => {
    const seat = `/api/v1/team/seats/${(await join()).json().operatorId}/sessions`;
    return ask('DELETE', `${seat}/${(await ask('GET', seat)).json().sessions[0].id}`);
  },
  'team.end-sessions': async () => ask('DELETE', `/api/v1/team/seats/${(await join()).json().operatorId}/sessions`),
  'tokens.create': token,
  'tokens.revoke': async () => ask('DELETE', `/api/v1/tokens/${(await token()).json().details.id}`),
  'workspace.rename': () => ask('PATCH', '/api/v1/workspace', { name: '大书店' }),
  'auth.reset-password': async () => {
    const link = await ask('POST', `/api/v1/team/seats/${(await me(owner)).id}/reset-link`, undefined, other);
    const reset = { token: secretOf(link), password: NEW_PASSWORD };
    return ask('POST', '/api/auth/reset-password', reset, {});
  },
  'workspaces.create': () => ask('POST', '/api/v1/workspaces', { name: '第二' }, other),
  'auth.change-password': () =>
    ask('POST', '/api/auth/change-password', { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD }, other),
};

/** Routes that are not GET and leave no entry, and why. */
const NO_ENTRY: Record<string, string> = {
  'auth.sign-in': 'opens a session: in the list of sessions and in the log',
  'auth.sign-out': 'ends the session that it came with: in the log',
  'auth.forgot-password': 'whoever asks is nobody in particular; using the link leaves an entry',
  'invitations.look': 'only reads',
  'me.switch-workspace': 'what one’s own session looks at',
};

const OURS = /^(auth|setup|me|team|invitations|workspaces?|tokens|audit)\./;
const changing = () => app.server.routes.filter(({ id, method }) => OURS.test(id) && method !== 'GET');
const entriesOf = async (action: string): Promise<number> => {
  const count = sql<{ n: number }>`SELECT count(*) AS n FROM audit_entries WHERE action = ${action}`;
  const { rows } = await database.pool.query('SELECT id FROM auth.workspaces');
  const counts = rows.map(({ id }) => database.inWorkspace(id, async (tx) => (await count.execute(tx)).rows[0]!.n));
  return (await Promise.all(counts)).reduce((sum, n) => sum + n, 0);
};

describe('the audit trail of accounts', () => {
  it('knows every route that changes something', () => {
    const known = [...Object.keys(STEPS), ...Object.keys(NO_ENTRY)];
    expect(
      changing()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(known.toSorted());
  });

  it('has an entry for each change that succeeds, and for none that fails', async () => {
    for (const [id, step] of Object.entries(STEPS)) {
      const before = id === 'setup.redeem' ? 0 : await entriesOf(id);
      const answer = await step();
      expect([id, answer.statusCode < 300], answer.body).toEqual([id, true]);
      expect([id, (await entriesOf(id)) > before]).toEqual([id, true]);
    }
    const before = await entriesOf('team.invite');
    expect((await invite('person1@example.com')).statusCode).toBe(401);
    expect(await entriesOf('team.invite')).toBe(before);
  });

  it('keeps no secret', async () => {
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ text: string }>`SELECT row_to_json(e)::text AS text FROM audit_entries e`.execute(tx),
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const kept of [TEST_PASSWORD, NEW_PASSWORD, secret, 'invite_', 'reset_', 'ql_'])
      expect(rows.filter(({ text }) => text.includes(kept))).toEqual([]);
  });
});

describe('reading the audit trail', () => {
  let reader: Headers;
  let renamer: Headers;
  beforeAll(async () => {
    [reader, renamer] = [await workspace.operator('manager'), await workspace.operator('owner')];
  });
  const read = async (query: string): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> =>
    (await ask('GET', `/api/v1/audit${query}`, undefined, reader)).json();

  it('goes page by page, newest first, and every filter holds', async () => {
    const seen: AuditEntry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await read(`?limit=5${cursor && `&cursor=${cursor}`}`);
      expect(page.entries.length).toBeLessThanOrEqual(5);
      seen.push(...page.entries);
      cursor = page.nextCursor;
    }
    expect(seen.map(({ id }) => id)).toEqual(
      seen
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const { actor, at, subject } = seen.find(({ action }) => action === 'team.change-role')!;
    expect(actor).toMatchObject({ kind: 'operator', name: '新名字' });
    const same = async (query: string, test: (entry: AuditEntry) => boolean) => {
      const { entries } = await read(`?limit=200&${query}`);
      expect(entries.length, query).toBeGreaterThan(0);
      expect(entries, query).toEqual(seen.filter(test));
    };
    await same('action=team.invite', (entry) => entry.action === 'team.invite');
    await same(`actor=${actor.id}`, (entry) => entry.actor.id === actor.id);
    await same('subjectKind=token', (entry) => entry.subject.kind === 'token');
    await same(`subjectId=${subject.id}`, (entry) => entry.subject.id === subject.id);
    await same(`from=${at}`, (entry) => entry.at >= at);
    await same(`to=${at}`, (entry) => entry.at < at);
    expect((await read('?cursor=x')) as unknown).toMatchObject({ status: 400, code: 'bad_input' });
    const choices = (await ask('GET', '/api/v1/audit/choices', undefined, reader)).json();
    expect(choices.actions).toEqual([...new Set(seen.map(({ action }) => action))].toSorted());
  });

  it('comes as CSV that no spreadsheet runs', async () => {
    await ask('PATCH', '/api/v1/workspace', { name: '=HYPERLINK("https://evil.example","x")' }, renamer);
    const { body, headers } = await ask('GET', '/api/v1/audit/export.csv?action=workspace.rename', undefined, reader);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
      'cache-control': 'no-store',
    });
    const lines = body.split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFFat,actor_kind,actor_id,actor_name,action,subject_kind,subject_id,subject_label,community_id,before,after',
    );
    expect(lines[1]).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain('"{""name"":""书店""}","{""name"":""大书店""}"');
  });

  it('shows nothing of another workspace, nor to who may not', async () => {
    const stranger = await (await app.workspace('别处')).operator('owner');
    expect((await ask('GET', '/api/v1/audit', undefined, stranger)).json().entries).toEqual([]);
    const editor = await workspace.operator('editor');
    expect((await ask('GET', '/api/v1/audit', undefined, editor)).statusCode).toBe(403);
  });
});
