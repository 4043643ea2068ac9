import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import type { Log } from '#platform/log.ts';
import { clientConfig, type PostgresSettings } from './connection.ts';

type Callback = (payload: string) => void;

/** One connection that waits for notifications, made anew whenever it is lost. */
export type Listener = {
  listen(channel: string, fn: Callback): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** Opens the connection when the first channel is asked for. */
export function openListener(settings: PostgresSettings, log?: Log): Listener {
  const channels = new Map<string, Set<Callback>>();
  const closing = new AbortController();
  let connection: Promise<Client> | undefined;

  const call = (channel: string, payload: string): void => {
    for (const fn of channels.get(channel) ?? []) {
      try {
        fn(payload);
      } catch (error) {
        log?.error({ err: error, channel }, 'a listener failed');
      }
    }
  };

  const connect = async (): Promise<Client> => {
    const client = new Client(clientConfig(settings, 'app'));
    client.on('notification', ({ channel, payload }) => call(channel, payload ?? ''));
    client.on('error', (error) => log?.warn({ err: error }, 'the notification connection was lost'));
    try {
      await client.connect();
      for (const channel of channels.keys()) await client.query(`LISTEN ${escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => {
      if (!closing.signal.aborted) connection = reconnect();
      connection?.catch(() => undefined);
    });
    return client;
  };

  const reconnect = async (): Promise<Client> => {
    for (let wait = 50; ; wait = Math.min(wait * 2, 5_000)) {
      await sleep(wait, undefined, { signal: closing.signal, ref: false });
      try {
        const client = await connect();
        for (const channel of channels.keys()) call(channel, '');
        return client;
      } catch (error) {
        log?.debug({ err: error }, 'the notification connection is not back yet');
      }
    }
  };

  const open = (): Promise<Client> => {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  };

  return {
    listen: async (channel, fn) => {
      const callbacks = channels.get(channel) ?? new Set<Callback>();
      channels.set(channel, callbacks.add(fn));
      await (await open()).query(`LISTEN ${escapeIdentifier(channel)}`);
      return async () => {
        callbacks.delete(fn);
        if (callbacks.size > 0 || !channels.delete(channel)) return;
        await connection
          ?.then((client) => client.query(`UNLISTEN ${escapeIdentifier(channel)}`))
          .catch(() => undefined);
      };
    },
    close: async () => {
      closing.abort();
      await connection?.then((client) => client.end()).catch(() => undefined);
    },
  };
}
