import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Session } from 'chdb';

type Native = { CloseConnection(connection: unknown): void };

const require = createRequire(import.meta.url);
const native = require(join(dirname(require.resolve('chdb/package.json')), 'dist/loader.js')) as {
  loadNative(): Native;
};

/**
 * Closes a session's connection now. `Session.close` would put it off until every query of every other session has
 * ended, so that one long query would keep thousands of closed connections open.
 */
export function closeSession(session: Session): void {
  const { connection } = session;
  if (connection === null) return;
  session.connection = null;
  native.loadNative().CloseConnection(connection);
  session.close();
}
