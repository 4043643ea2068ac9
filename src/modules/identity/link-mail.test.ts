import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testMailServer, type TestMailServer } from '#testkit/mail-server.ts';
import { ROLE_RIGHTS } from './contract.ts';
import { invitationMail } from './link-mail.ts';

const HOME = 'https://qunluo.example';

let mail: TestMailServer;
let database: Database;
let app: TestApp;
beforeAll(async () => {
  mail = await testMailServer();
  database = await testDatabase();
  app = await testApp(database, { env: { QUNLUO_PUBLIC_URL: HOME, ...mail.env } });
});
afterAll(async () => {
  await app.close();
  await database.close();
  await mail.close();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { ...headers, origin: HOME } });

describe('a server that can mail', () => {
  it('mails invitations with the link that the inviter sees, at the address it was told', async () => {
    const workspace = await app.workspace('书店');
    const token = await workspace.token(['team.manage', ...ROLE_RIGHTS.editor]);
    const invited = await post('/api/v1/team/invitations', { email: 'ann@example.com', role: 'editor' }, token);
    expect(invited.json()).toMatchObject({ mailed: true });
    const sent = mail.mails.at(-1)!;
    expect(sent.subject).toContain('书店');
    expect(sent.text).toContain(HOME + invited.json().path);
  });

  it('says that it helps with lost passwords, and mails the link to who has the e-mail', async () => {
    expect((await app.inject({ method: 'GET', url: '/api/v1/setup' })).json().resetByMail).toBe(true);
    const owner = await (await app.workspace('茶馆')).operator('owner').catch(() => undefined);
    expect(owner).toBeDefined();
    const { rows } = await database.pool.query('SELECT email FROM auth.operators LIMIT 1');
    const before = mail.mails.length;
    expect((await post('/api/auth/forgot-password', { email: rows[0].email })).statusCode).toBe(204);
    expect((await post('/api/auth/forgot-password', { email: 'nobody@example.com' })).statusCode).toBe(204);
    await vi.waitFor(() => expect(mail.mails.length).toBe(before + 1));
    const token = /https:\/\/qunluo\.example\/reset#(reset_[\w-]{43})/.exec(mail.mails.at(-1)!.text!)![1]!;
    const reset = await post('/api/auth/reset-password', { token, password: 'a sentence that is new' });
    expect(reset.statusCode).toBe(204);
  });
});

describe('names in a mail', () => {
  it('stay one short line', () => {
    const { subject } = invitationMail('a@example.com', {
      workspace: `shop\r\nBcc: everybody@example.com\u0000${'x'.repeat(200)}`,
      invitedBy: 'Lin\nXiao',
      link: HOME,
    });
    expect(subject).not.toMatch(/\p{Cc}/u);
    expect(subject.length).toBeLessThan(300);
  });
});
