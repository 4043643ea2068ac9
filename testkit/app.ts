import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { createHttpApp } from '#app/http-app.ts';
import { createServices, type Services } from '#app/services.ts';
import type { Clock } from '#kernel/clock.ts';
import { assignSeat, createOperator, createToken, createWorkspace, hashPassword } from '#modules/identity/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import { openSession, sessionCookie } from '#modules/member-access/index.ts';
import type { Right, Role } from '#modules/identity/contract.ts';
import { loadConfig } from '#platform/config.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { HttpServer } from '#platform/http/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';

export const TEST_PASSWORD = 'correct horse battery';

/** The whole web server on a test database, without a port: `app.as(session).get('/api/v1/me')`. */
export type TestApp = {
  server: HttpServer;
  services: Services;
  dataDir: string;
  clock: Clock & { advance(ms: number): void };
  /** A new workspace; operators and tokens are made in it. */
  workspace(name?: string): Promise<TestWorkspace>;
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
};

export type TestWorkspace = {
  id: string;
  /** Headers of an operator of that role who signed in. */
  operator(role: Role): Promise<Record<string, string>>;
  /** Headers of an API token with these rights. */
  token(rights: readonly Right[]): Promise<Record<string, string>>;
  /** Headers of a member who is signed in on member pages. */
  member(communityId: string, memberId: string): Promise<Record<string, string>>;
};

const ORIGIN = { origin: 'http://localhost:80' };

/** Of the one password of all operators, made once in a process: it takes a tenth of a second by intent. */
let passwordHash: Promise<string> | undefined;

/** Cookies of an answer, as a browser would send them back. */
export const cookiesOf = (response: LightMyRequestResponse): string =>
  response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');

export type TestAppOptions = {
  env?: Record<string, string>;
  consoleRoot?: string;
  /** Needed by what a test calls of insights, events and imports. */
  engine?: EventEngine;
  jobs?: Jobs;
  /** In place of those of the registry. */
  connectors?: readonly AnyConnector[];
};

export async function testApp(database: Database, options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-app-'));
  const config = loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_LOG: process.env.QUNLUO_LOG ?? 'silent', ...options.env });
  let offset = 0;
  const clock = { now: () => Date.now() + offset, advance: (ms: number) => void (offset += ms) };
  const services = createServices({
    config,
    log: createLogger(config),
    clock,
    database,
    engine: options.engine as EventEngine,
    jobs: options.jobs as Jobs,
    secret: 'a secret of at least 32 characters',
    ...(options.connectors && { connectors: options.connectors }),
  });
  const server = await createHttpApp(services, {
    readiness: async () => ({ postgres: true, engine: true, migrations: true }),
    consoleRoot: options.consoleRoot ?? join(dataDir, 'console'),
  });
  const inject = (request: InjectOptions) =>
    server.app.inject({ ...request, headers: { host: 'localhost:80', ...ORIGIN, ...request.headers } });
  let people = 0;

  const workspace = async (name = 'Workspace'): Promise<TestWorkspace> => {
    const id = await database.asSystem((tx) => createWorkspace(tx, name));
    return {
      id,
      async operator(role) {
        passwordHash ??= hashPassword(services.auth, TEST_PASSWORD);
        const known = await passwordHash;
        const email = `${role}${(people += 1)}@example.com`;
        await database.asSystem(async (tx) => {
          const operatorId = await createOperator(tx, { name: role, email, passwordHash: known });
          await assignSeat(tx, { workspaceId: id, operatorId, role });
        });
        const response = await inject({
          method: 'POST',
          url: '/api/auth/sign-in/email',
          payload: { email, password: TEST_PASSWORD },
        });
        return { cookie: cookiesOf(response), ...ORIGIN };
      },
      async token(rights) {
        const made = await database.asSystem((tx) =>
          createToken(tx, { workspaceId: id, name: 'test', rights, createdBy: null, expiresAt: null }),
        );
        return { authorization: `Bearer ${made.secret}` };
      },
      async member(communityId, memberId) {
        const now = new Date(clock.now());
        const { words } = await database.inWorkspace(id, (tx) =>
          openSession(tx, { workspaceId: id, communityId, memberId, way: 'link', device: 'test', now }),
        );
        return { cookie: sessionCookie(words, { maxAge: 60, secure: false }).split(';')[0]!, ...ORIGIN };
      },
    };
  };
  return {
    server,
    services,
    dataDir,
    clock,
    workspace,
    inject,
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
