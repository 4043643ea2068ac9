import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Channel on which it is told that sanctions wait to be placed, ended, or acted on; the payload is the workspace. */
export const SANCTIONS_CHANNEL = 'qunluo_sanctions';

/** Tells every process, when the transaction commits, that there is something to do. */
export const ringSanctions = async (tx: Tx, workspaceId: string): Promise<void> =>
  void (await sql`SELECT pg_notify(${SANCTIONS_CHANNEL}, ${workspaceId})`.execute(tx));
