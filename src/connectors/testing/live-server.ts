import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { ConnectionRunner, createConnections, type Outgoing, type SendOutcome } from '#modules/connections/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { testApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';

export type Made = { id: string; callbackAddress: string };
type HeardRow = Record<string, unknown>;

/** The whole way of a connector: form, sealed settings, public address, inbox, chats, the runner's session, the guarded HTTP client. */
export type LiveServer = {
  /** Makes a connection from what its form holds; resolves when its session is open. */
  connect(connector: string, settings: object): Promise<Made>;
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, payload?: object): Promise<T>;
  /** A request to the connection's public address. */
  hook(
    made: Made,
    request: {
      method?: 'GET' | 'POST';
      query?: Record<string, string>;
      headers?: Record<string, string>;
      body?: Buffer;
    },
  ): Promise<{ status: number; body: string }>;
  /** Attaches a chat to the community, once it was seen. */
  attach(made: Made, externalId: string): Promise<void>;
  /** What the inbox holds of the connection. */
  heard(made: Made): Promise<HeardRow[]>;
  send(made: Made, message: Outgoing): Promise<SendOutcome>;
  close(): Promise<void>;
};

/** Starts it, with a workspace and a community of its own. */
export async function startLiveServer(): Promise<LiveServer> {
  const database = await testDatabase();
  const app = await testApp(database, { env: { QUNLUO_PUBLIC_URL: 'https://q.example' } });
  const workspace = await app.workspace();
  const headers = await workspace.token(['connections.manage', 'communities.read']);
  const { id: communityId } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: '书店' }),
  );
  const runner = new ConnectionRunner({
    ...createConnections(app.services.connections),
    random: () => 1,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
    pauses: { soon: 20 },
  });
  await runner.start();
  const call: LiveServer['call'] = async (method, path, payload) => {
    const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
    expect(response.statusCode, response.body).toBeLessThan(300);
    return response.json();
  };
  return {
    call,
    async connect(connector, settings) {
      const made = await call<Made>('POST', '/connections', { connector, name: connector, communityId, settings });
      const isUp = () => runner.held().some(({ connectionId }) => connectionId === made.id);
      await vi.waitFor(() => expect(isUp()).toBe(true), { timeout: 30_000 });
      return made;
    },
    async hook(made, { method = 'POST', query = {}, headers: given = {}, body }) {
      const response = await app.inject({
        method,
        url: `/hooks/${made.callbackAddress.split('/').at(-1)!}?${new URLSearchParams(query)}`,
        headers: { 'content-type': 'application/json', ...given },
        ...(body && { payload: body }),
      });
      return { status: response.statusCode, body: response.body };
    },
    async attach(made, externalId) {
      const seen = async () => {
        const { chats } = await call<{ chats: { id: string; externalId: string }[] }>(
          'GET',
          `/connections/${made.id}/chats`,
        );
        return chats.find((chat) => chat.externalId === externalId);
      };
      const chat = await vi.waitFor(
        async () => (await seen()) ?? Promise.reject(new Error(`${externalId} was not seen`)),
        {
          timeout: 30_000,
        },
      );
      await call('PUT', `/connections/${made.id}/chats/${chat.id}/community`, { communityId });
    },
    heard: (made) =>
      database.inWorkspace(workspace.id, async (tx) => {
        const { rows } = await sql<{ event: HeardRow }>`
          SELECT event::jsonb AS event FROM inbox WHERE source = ${`connection:${made.id}`} ORDER BY arrival
        `.execute(tx);
        return rows.map(({ event }) => event);
      }),
    send: (made, message) => runner.send(made.id, message),
    async close() {
      await runner.stop();
      await app.services.connections.notes.flush();
      app.services.connections.contexts.close();
      await app.close();
      await database.close();
    },
  };
}
