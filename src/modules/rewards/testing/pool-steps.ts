import type { Pool, PoolClient } from 'pg';

type Done = (error: Error | undefined, ...rest: unknown[]) => void;
type Query = (...args: unknown[]) => unknown;
type Connect = (done?: Done) => Promise<PoolClient> | void;

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
    const stepped: Query = (...args) => {
      const done = args.at(-1);
      if (typeof done !== 'function') return next().then(() => query(...args));
      return void next().then(
        () => query(...args),
        (error: Error) => (done as Done)(error),
      );
    };
    client.query = stepped as PoolClient['query'];
    return client;
  };
  // The pool itself asks with a callback, everybody else awaits.
  const stepping: Connect = (done) => {
    const client = connect().then(watch);
    if (!done) return client;
    return void client.then(
      (got) => done(undefined, got, got.release.bind(got)),
      (error: Error) => done(error),
    );
  };
  pool.connect = stepping as Pool['connect'];
  return () => {
    pool.connect = connect as Pool['connect'];
    for (const [client, query] of watched) client.query = query as PoolClient['query'];
  };
}
