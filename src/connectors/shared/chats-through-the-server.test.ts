import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { ConnectionRunner, createConnections } from '#modules/connections/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { idAt } from '../discord/connector-event.ts';
import { type DiscordServer, GENERAL, GUILD, startDiscord } from '../discord/testing/start-discord.ts';
import { slackSignature } from '../slack/connector-signature.ts';
import { type SlackServer, startSlack } from '../slack/testing/start-slack.ts';
import { startTelegram, TEST_CHAT, type TelegramServer } from '../telegram/testing/start-telegram.ts';

// The whole way of chat platforms: form, sealed settings, public address, discovered chats, inbox, the runner's session, and the guarded
// HTTP client beneath each platform's own library.

type Made = { id: string; callbackAddress: string };
type Chat = { id: string; externalId: string; name: string };

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let communityId: string;
let runner: ConnectionRunner;
let telegram: TelegramServer;
let discord: DiscordServer;
let slack: SlackServer;

beforeAll(async () => {
  [telegram, discord, slack] = await Promise.all([startTelegram(), startDiscord(), startSlack()]);
  database = await testDatabase();
  app = await testApp(database, { env: { QUNLUO_PUBLIC_URL: 'https://q.example' } });
  workspace = await app.workspace();
  headers = await workspace.token(['connections.manage', 'communities.read']);
  const made = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: '书店' }));
  communityId = made.id;
  runner = new ConnectionRunner({
    ...createConnections(app.services.connections),
    random: () => 1,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
    pauses: { soon: 20 },
  });
  await runner.start();
});

afterAll(async () => {
  await runner.stop();
  await app.services.connections.notes.flush();
  app.services.connections.contexts.close();
  await app.close();
  await database.close();
  await Promise.all([telegram.close(), discord.close(), slack.close()]);
});

async function call<T>(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object): Promise<T> {
  const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
  expect(response.statusCode, response.body).toBeLessThan(300);
  return response.json() as T;
}

async function connect(connector: string, settings: object): Promise<Made> {
  const made = await call<Made>('POST', '/connections', { connector, name: connector, communityId, settings });
  const isUp = () => runner.held().some(({ connectionId }) => connectionId === made.id);
  await vi.waitFor(() => expect(isUp()).toBe(true), { timeout: 15_000 });
  return made;
}

/** For so long after it read where chats belong, a connection lets go what it hears in others. Milliseconds. */
const UNASKED = 250;

/** Waits until a chat was discovered and attaches it, so that what is said in it is kept. */
async function attach(made: Made, externalId: string): Promise<void> {
  const chats = async () => (await call<{ chats: Chat[] }>('GET', `/connections/${made.id}/chats`)).chats;
  await vi.waitFor(async () => expect((await chats()).some((chat) => chat.externalId === externalId)).toBe(true), {
    timeout: 15_000,
  });
  const { id } = (await chats()).find((chat) => chat.externalId === externalId)!;
  await call('PUT', `/connections/${made.id}/chats/${id}/community`, { communityId });
  // Word of it may come later than what is said next.
  await sleep(UNASKED + 50);
}

const heard = (made: Made) =>
  database.inWorkspace(workspace.id, async (tx) => {
    const { rows } = await sql<{ event: Record<string, unknown> }>`
      SELECT event::jsonb AS event FROM inbox WHERE source = ${`connection:${made.id}`} ORDER BY arrival
    `.execute(tx);
    return rows.map(({ event }) => event);
  });

const say = (made: Made, chat: string) =>
  runner.send(made.id, {
    id: crypto.randomUUID(),
    to: { kind: 'chat', id: chat },
    content: { kind: 'text', text: '收到' },
  });

describe('in the server', () => {
  it('Telegram is polled, or calls with the secret that it was told', async () => {
    const message = { date: 1_760_000_000, chat: { id: TEST_CHAT, type: 'supergroup', title: '书友群' } };
    const said = (id: number) => ({ ...message, message_id: id, from: { id: 42, first_name: 'Ada' }, text: '签到' });
    const settings = { token: telegram.token, apiRoot: telegram.address };
    const made = await connect('telegram', settings);
    telegram.tell({ message: said(1) });
    await attach(made, '1234567890');
    expect(await heard(made), 'before it was attached nothing is kept').toEqual([]);
    telegram.tell({ message: said(2) });
    await expect.poll(() => heard(made)).toMatchObject([{ id: '1234567890/2', platform: 'telegram', text: '签到' }]);
    expect(await say(made, '1234567890')).toMatchObject({ fate: 'sent' });
    expect(await call('POST', `/connections/${made.id}/test`, {})).toMatchObject({ ok: true, account: '@qunluo_bot' });

    const hooked = await connect('telegram', { ...settings, mode: 'webhook' });
    const { url, secret_token: secret } = telegram.state.webhook as Record<string, string>;
    expect(url).toBe(hooked.callbackAddress);
    const post = (token: string) =>
      app.inject({
        method: 'POST',
        url: new URL(url!).pathname,
        payload: { update_id: 9, message: said(3) },
        headers: { 'x-telegram-bot-api-secret-token': token },
      });
    expect((await post('guessed')).statusCode).toBe(401);
    expect((await post(secret!)).statusCode).toBe(200);
  });

  it('Discord is heard through its gateway and answered', async () => {
    const made = await connect('discord', { token: discord.token, apiUrl: `${discord.address}/api` });
    await attach(made, GENERAL);
    const author = { id: '42', username: 'ada', global_name: 'Ada' };
    const said = { channel_id: GENERAL, guild_id: GUILD, author, content: '签到', edited_timestamp: null, type: 0 };
    discord.tell('MESSAGE_CREATE', { id: idAt(Date.now()), ...said });
    await expect.poll(() => heard(made)).toMatchObject([{ platform: 'discord', member: '42', text: '签到' }]);
    expect(await say(made, GENERAL)).toMatchObject({ fate: 'sent' });
  });

  it('Slack calls with its signature and is answered', async () => {
    const settings = { botToken: slack.botToken, signingSecret: SECRET, apiUrl: `${slack.address}/api/` };
    const made = await connect('slack', settings);
    await attach(made, 'C1');
    const post = (body: string, secret: string) => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = slackSignature(secret, timestamp, Buffer.from(body));
      return app.inject({
        method: 'POST',
        url: new URL(made.callbackAddress).pathname,
        payload: body,
        headers: {
          'content-type': 'application/json',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        },
      });
    };
    const event = {
      type: 'message',
      channel: 'C1',
      channel_type: 'channel',
      user: 'U1',
      ts: '1760000010.000100',
      text: '签到',
    };
    const body = JSON.stringify({ type: 'event_callback', event, authorizations: [{ user_id: 'U9', is_bot: true }] });
    expect((await post(body, 'guessed')).statusCode).toBe(401);
    expect((await post(body, SECRET)).statusCode).toBe(200);
    expect(await heard(made)).toMatchObject([{ id: 'C1/1760000010.000100', platform: 'slack', name: '小艾' }]);
    expect(await say(made, 'C1')).toMatchObject({ fate: 'sent' });
    slack.state.revoked = true;
    expect(await say(made, 'C1')).toMatchObject({ fate: 'revoked' });
    await expect.poll(() => call('GET', `/connections/${made.id}`)).toMatchObject({ state: 'paused' });
  });
});
