import type { PoolClient } from 'pg';
import type { Database } from '#platform/postgres/index.ts';
import type { Turn } from '../write-events.ts';

const lockName = (what: string, communityId: string): string => `${what} ${communityId}`;

/** A connection that a broken server took away must not be used again. */
function giveBack(client: PoolClient, broken: boolean): void {
  client.release(broken);
}

/**
 * Keeps writers and roll-ups of one community apart, in this process and in all others on the same PostgreSQL: advisory
 * locks on a connection of their own, which a killed process gives back by dying.
 */
export class CommunityTurns {
  readonly #database: Database;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The turns of one community, for `writeEvents` and `rollUp`; first come, first served. */
  of(communityId: string): Turn {
    return (work) => {
      const before = this.#queues.get(communityId) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(() => this.#locked(communityId, work));
      this.#queues.set(communityId, mine);
      const clear = (): void => {
        if (this.#queues.get(communityId) === mine) this.#queues.delete(communityId);
      };
      mine.then(clear, clear);
      return mine;
    };
  }

  async #locked<T>(communityId: string, work: () => Promise<T>): Promise<T> {
    const client = await this.#database.pool.connect();
    let broken = true;
    try {
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lockName('log', communityId)]);
      const result = await work();
      broken = !(await unlock(client, lockName('log', communityId)));
      return result;
    } catch (error) {
      // Closing the connection gives the lock back where asking for it could not.
      broken = !(await unlock(client, lockName('log', communityId)).catch(() => false));
      throw error;
    } finally {
      giveBack(client, broken);
    }
  }

  /** Runs `work` as the only one of its kind for the community in all processes; undefined when another is at it. */
  async alone<T>(kind: string, communityId: string, work: () => Promise<T>): Promise<T | undefined> {
    const client = await this.#database.pool.connect();
    const name = lockName(kind, communityId);
    let broken = true;
    try {
      const { rows } = await client.query<{ got: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got',
        [name],
      );
      if (!rows[0]!.got) {
        broken = false;
        return undefined;
      }
      try {
        return await work();
      } finally {
        broken = !(await unlock(client, name).catch(() => false));
      }
    } finally {
      giveBack(client, broken);
    }
  }
}

async function unlock(client: PoolClient, name: string): Promise<boolean> {
  const { rows } = await client.query<{ done: boolean }>('SELECT pg_advisory_unlock(hashtextextended($1, 0)) AS done', [
    name,
  ]);
  return rows[0]?.done === true;
}
