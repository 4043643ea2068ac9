import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import {
  clientConfig,
  connectDatabase,
  type Database,
  type DatabaseOptions,
  type PostgresSettings,
} from '#platform/postgres/index.ts';

/** Runs statements as the superuser, past every row policy: for looking behind the application's back in a test. */
export async function asSuperuser<T>(settings: PostgresSettings, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(clientConfig(settings, 'super'));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * A migrated, empty database of its own, on the one server of the test run. `close` drops it, and fails when a
 * connection was never given back: call it in `afterAll`.
 */
export async function testDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const template = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Files are copied, which where nothing has to be durable takes a fifth of writing every page to the log.
  await asSuperuser({ ...template, database: 'postgres' }, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template.database} OWNER qunluo_owner STRATEGY FILE_COPY`),
  );
  const database = connectDatabase({ ...template, database: name }, { closeGrace: 2_000, ...options });
  return {
    ...database,
    close: async () => {
      try {
        await database.close();
      } finally {
        await asSuperuser({ ...template, database: 'postgres' }, (client) =>
          client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
        );
      }
    },
  };
}
