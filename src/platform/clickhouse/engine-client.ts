import { Agent, type AgentOptions } from 'node:http';
import {
  createClient,
  ClickHouseLogLevel,
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
} from '@clickhouse/client';

/** Database that holds our tables, where a server's URL names none. */
export const DATABASE = 'qunluo';

/** An hour: each query carries its own time limit, and a streamed insert is as long as its file. */
const REQUEST_TIMEOUT_MS = 3_600_000;

/** Our own engine's socket, with another database than ours where one is named; or a server, the database in its path. */
export type Address = { socketPath: string; database?: string } | { url: string };

/** Which database an address means. */
export function databaseOf(address: Address): string {
  if ('socketPath' in address) return address.database ?? DATABASE;
  const path = new URL(address.url).pathname.slice(1);
  return path === '' ? DATABASE : decodeURIComponent(path);
}

export type ClientOptions = { database?: string; compression?: ClickHouseClientConfigOptions['compression'] };

/** The official client, to a server or to our own engine behind its socket: one code path. */
export function createEngineClient(
  address: Address,
  { database = databaseOf(address), compression }: ClientOptions = {},
): ClickHouseClient {
  const common = {
    database,
    request_timeout: REQUEST_TIMEOUT_MS,
    max_open_connections: 64,
    use_multipart_params_auto: true,
    application: 'qunluo',
    ...(compression ? { compression } : {}),
    log: { level: ClickHouseLogLevel.OFF },
  };
  if ('url' in address) {
    const url = new URL(address.url);
    url.pathname = '';
    return createClient({ ...common, url });
  }
  // Node's agents take `socketPath` as they take all options of a connection; its types leave it out.
  const overSocket: AgentOptions & { socketPath: string } = {
    keepAlive: true,
    maxSockets: 64,
    socketPath: address.socketPath,
  };
  return createClient({
    ...common,
    url: 'http://engine',
    http_agent: new Agent(overSocket),
    set_basic_auth_header: false,
  });
}
