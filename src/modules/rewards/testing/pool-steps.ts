import type { Pool, PoolClient } from 'pg';

type Query = (...args: unknown[]) => Promise<unknown>;

/**
 * Calls `before` with the number of each statement that the pool's connections are about to run from now on, from 1: a test
 * fails or holds there.
 * @returns the function that ends it
 */
export function watchSteps(pool: Pool, before: (step: number, text: string) => Promise<void> | void): () => void {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>;
  const watched = new Map<PoolClient, Query>();
  let step = 0;
  pool.connect = (async () => {
    const client = await connect();
    if (!watched.has(client)) {
      const query = client.query.bind(client) as Query;
      watched.set(client, query);
      client.query = (async (...args: unknown[]) => {
        await before(++step, String(args[0]));
        return query(...args);
      }) as PoolClient['query'];
    }
    return client;
  }) as Pool['connect'];
  return () => {
    pool.connect = connect as Pool['connect'];
    for (const [client, query] of watched) client.query = query as PoolClient['query'];
  };
}
