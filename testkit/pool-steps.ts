import type { Pool, PoolClient } from 'pg';

type Done = (error: Error | undefined, ...rest: unknown[]) => void;
type Query = (...args: unknown[]) => unknown;

/**
 * Calls `before` with the number of each statement that the pool's connections are about to run from now on, from 1: a test
 * fails or holds there.
 * @returns the function that ends it
 */
export function watchSteps(pool: Pool, before: (step: number) => Promise<void> | void): () => void {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>;
  const watched = new Map<PoolClient, Query>();
  let step = 0;
  const next = async (): Promise<void> => before(++step);
  const watch = (client: PoolClient): PoolClient => {
    if (watched.has(client)) return client;
    const query = client.query.bind(client) as Query;
    watched.set(client, query);
    const stepped: Query = async (...args) => {
      const done = args.at(-1);
      try {
        await next();
      } catch (error) {
        if (typeof done !== 'function') throw error;
        return (done as Done)(error as Error);
      }
      return query(...args);
    };
    client.query = stepped as PoolClient['query'];
    return client;
  };
  // The pool itself asks with a callback, everybody else awaits.
  const stepping = async (done?: Done): Promise<PoolClient | void> => {
    const client = watch(await connect());
    return done ? done(undefined, client, client.release.bind(client)) : client;
  };
  pool.connect = stepping as Pool['connect'];
  return () => {
    pool.connect = connect as Pool['connect'];
    for (const [client, query] of watched) client.query = query as PoolClient['query'];
  };
}
