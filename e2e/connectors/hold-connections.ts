import { pino } from 'pino';
import { CONNECTORS } from '#connectors/connectors.ts';
import { systemClock } from '#kernel/clock.ts';
import { ConnectionRunner, createConnections } from '#modules/connections/index.ts';
import { createAcceptEvents } from '#modules/events/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { connectDatabase, type PostgresSettings } from '#platform/postgres/index.ts';
import { createSecretBox, deriveKey } from '#platform/secrets/index.ts';

/**
 * A process that holds connections and nothing else: `hold-connections.ts <PostgresSettings as JSON> <secret>`. Says
 * `held <connection>` whenever it has opened one.
 */
const [settings = '', secret = ''] = process.argv.slice(2);
const database = connectDatabase(JSON.parse(settings) as PostgresSettings);
const connections = createConnections({
  database,
  secrets: createSecretBox(deriveKey(secret)),
  clock: systemClock,
  log: pino({ level: process.env.QUNLUO_LOG ?? 'silent' }),
  acceptEvents: createAcceptEvents({ database }),
  connectors: CONNECTORS,
  workspaceOf: async () => undefined,
});
const runner = new ConnectionRunner({
  ...connections,
  random: Math.random,
  listWorkspaces: () => database.asSystem(listWorkspaceIds),
});
runner.onHeld(({ connectionId }) => process.stdout.write(`held ${connectionId}\n`));
await runner.start();
process.stdout.write('ready\n');
process.on('SIGTERM', () => {
  runner
    .stop()
    .then(() => database.close())
    .then(() => process.exit(0))
    .catch(() => process.exit(1));
});
