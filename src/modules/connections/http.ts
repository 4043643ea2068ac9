import { formatDay, dayOf } from '#kernel/calendar.ts';
import { z } from 'zod';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { chatsRoutes } from './chats-http.ts';
import {
  createConnection,
  pauseConnection,
  removeConnection,
  setLimits,
  updateConnection,
} from './change-connection.ts';
import { getSealedConnection, listSealedConnections } from './connection-store.ts';
import {
  connectionIdParams,
  connectionLogQuery,
  connectionLogReply,
  connectionSchema,
  connectionsReply,
  connectorsReply,
  createConnectionBody,
  operationBody,
  operationParams,
  operationReply,
  setLimitsBody,
  testConnectionBody,
  testReply,
  testSettingsBody,
  updateConnectionBody,
} from './contract.ts';
import { hooksRoutes } from './hooks-http.ts';
import { listLines, listRefusals } from './notes-store.ts';
import { presentConnections, presentConnector, presentOne } from './present-connections.ts';
import { runOperation } from './run-operation.ts';
import type { CallbackParts } from './take-callback.ts';
import { testConnection, testSettings } from './test-connection.ts';

const BASE = '/api/v1/connections';
const ONE = `${BASE}/:connectionId`;
const DAY_MS = 86_400_000;
/** Days of refusals that the log shows. */
const REFUSAL_DAYS = 30;

/** A platform is asked on each; nobody needs more. */
const TESTS = { max: 30, perSeconds: 60 };

/** Connections: what can be connected, what is, how it is, what it sees; and where platforms call. */
export function connectionsRoutes(parts: CallbackParts): Route[] {
  return [
    ...readRoutes(parts),
    ...testRoutes(parts),
    ...chatsRoutes(parts),
    ...changeRoutes(parts),
    operationRoute(parts),
    ...hooksRoutes(parts),
  ];
}

type Parts = CallbackParts;
type Callers = { workspaceId: string };

const readRoutes = (parts: Parts): Route[] => [
  route({
    id: 'connectors.list',
    method: 'GET',
    path: '/api/v1/connectors',
    summary: 'Everything that can be connected, with its form, abilities and limits',
    reply: connectorsReply,
    handle: () => ({ connectors: parts.connectors.map(presentConnector) }),
  }),
  route({
    id: 'connections.list',
    method: 'GET',
    path: BASE,
    summary: 'The connections of the workspace and how they are',
    reply: connectionsReply,
    handle: async ({ caller }) => ({
      connections: await parts.database.inWorkspace(caller.workspaceId, async (tx) =>
        presentConnections(parts, tx, await listSealedConnections(tx, parts.connectors)),
      ),
    }),
  }),
  route({
    id: 'connections.get',
    method: 'GET',
    path: ONE,
    summary: 'One connection',
    params: connectionIdParams,
    reply: connectionSchema,
    handle: ({ caller, params }) => inOne(parts, caller, params, (tx, id) => presentOne(parts, tx, { id })),
  }),
  route({
    id: 'connections.log',
    method: 'GET',
    path: `${ONE}/log`,
    summary: 'What came and went on a connection lately, latest first, secrets masked; and callbacks that were refused',
    params: connectionIdParams,
    query: connectionLogQuery,
    reply: connectionLogReply,
    handle: ({ caller, params, query }) =>
      inOne(parts, caller, params, async (tx, id, zone) => ({
        entries: (await listLines(tx, id, query)).map((line) => ({ ...line, at: line.at.toISOString() })),
        refusals: await listRefusals(tx, id, formatDay(dayOf(parts.clock.now() - REFUSAL_DAYS * DAY_MS, zone))),
      })),
  }),
];

const inOne = <T>(
  { database, connectors }: Parts,
  { workspaceId }: Callers,
  { connectionId }: { connectionId: string },
  work: (tx: Tx, id: string, zone: string) => Promise<T>,
): Promise<T> =>
  database.inWorkspace(workspaceId, async (tx) => {
    const { id, zone } = await getSealedConnection(tx, connectors, connectionId);
    return work(tx, id, zone);
  });

const sealedOne = ({ database, connectors }: Parts, { workspaceId }: Callers, id: string) =>
  database.inWorkspace(workspaceId, (tx) => getSealedConnection(tx, connectors, id));

const testRoutes = (parts: Parts): Route[] => [
  route({
    id: 'connectors.test',
    method: 'POST',
    path: '/api/v1/connectors/test',
    summary: 'Try settings before they are kept; nothing is heard or sent',
    body: testSettingsBody,
    rateLimit: TESTS,
    reply: testReply,
    handle: ({ body }) => testSettings(parts, body.connector, body.settings),
  }),
  route({
    id: 'connections.test',
    method: 'POST',
    path: `${ONE}/test`,
    summary: 'Try the settings of a connection, or others over them; nothing is heard or sent',
    params: connectionIdParams,
    body: testConnectionBody,
    rateLimit: TESTS,
    reply: testReply,
    async handle({ caller, params, body }) {
      const connection = await sealedOne(parts, caller, params.connectionId);
      return testConnection(parts, connection, body.settings);
    },
  }),
];

const operationRoute = (parts: Parts): Route =>
  route({
    id: 'connections.operate',
    method: 'POST',
    path: `${ONE}/operations/:operation`,
    summary: "Run one of the platform's own operations: make a QR code, read or set a menu",
    params: operationParams,
    body: operationBody,
    rateLimit: TESTS,
    reply: operationReply,
    async handle({ caller, params: { connectionId, operation: key }, body: { values } }) {
      const connection = await sealedOne(parts, caller, connectionId);
      return runOperation(parts, connection, { actor: caller, key, values });
    },
  });

const changeRoutes = (parts: Parts): Route[] => [
  route({
    id: 'connections.create',
    method: 'POST',
    path: BASE,
    summary: 'Connect an account on a platform',
    body: createConnectionBody,
    reply: connectionSchema,
    status: 201,
    handle: ({ caller, body }) =>
      parts.database.inWorkspace(caller.workspaceId, async (tx) =>
        presentOne(parts, tx, await createConnection(parts, tx, caller, body)),
      ),
  }),
  route({
    id: 'connections.update',
    method: 'PATCH',
    path: ONE,
    summary: 'Change a connection; what is absent stays, secrets too',
    params: connectionIdParams,
    body: updateConnectionBody,
    reply: connectionSchema,
    handle: ({ caller, params, body }) =>
      inOne(parts, caller, params, async (tx, id) =>
        presentOne(parts, tx, await updateConnection(parts, tx, { actor: caller, id }, body)),
      ),
  }),
  route({
    id: 'connections.set-limits',
    method: 'PUT',
    path: `${ONE}/limits`,
    summary: 'Put own counts in place of the limits of the platform',
    params: connectionIdParams,
    body: setLimitsBody,
    reply: connectionSchema,
    handle: ({ caller, params, body }) =>
      inOne(parts, caller, params, async (tx, id) =>
        presentOne(parts, tx, await setLimits(parts, tx, { actor: caller, id }, body.limits)),
      ),
  }),
  ...(['pause', 'resume'] as const).map((what) =>
    route({
      id: `connections.${what}`,
      method: 'POST',
      path: `${ONE}/${what}`,
      summary:
        what === 'pause' ? 'Hear and send nothing on a connection' : 'Let a connection go on, and try it at once',
      params: connectionIdParams,
      reply: connectionSchema,
      handle: ({ caller, params }) =>
        inOne(parts, caller, params, async (tx, id) =>
          presentOne(parts, tx, await pauseConnection(parts, tx, { actor: caller, id }, what === 'pause')),
        ),
    }),
  ),
  route({
    id: 'connections.delete',
    method: 'DELETE',
    path: ONE,
    summary: 'Take a connection away with its secrets; what was heard stays',
    params: connectionIdParams,
    reply: z.undefined(),
    handle: ({ caller, params }) =>
      inOne(parts, caller, params, (tx, id) => removeConnection(parts, tx, { actor: caller, id })),
  }),
];
