import type { Config } from '#platform/config.ts';
import { isLoopback, plainWebHost } from '#platform/plain-hosts.ts';

const EVERYWHERE = new Set(['0.0.0.0', '::', '']);

/** The address to show to people: QUNLUO_PUBLIC_URL, else host and port, with this machine for "every interface". */
export function publicAddress(config: Config, port: number): string {
  if (config.publicUrl) return config.publicUrl;
  const host = EVERYWHERE.has(config.host) ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * What to tell who starts a server that others reach in the clear, by which setting and what to do; undefined where only
 * this machine reaches it, or the public address is https (`onlyOverTls` sees to it then).
 */
export function plainAddressWarning({ host, publicUrl }: Config): string | undefined {
  if (publicUrl?.startsWith('https:')) return undefined;
  const danger = 'passwords and what members wrote can be read on the way';
  if (publicUrl && plainWebHost(publicUrl) !== undefined)
    return `QUNLUO_PUBLIC_URL=${publicUrl} is not encrypted: ${danger}; put a proxy with TLS before it and use https`;
  if (isLoopback(host)) return undefined;
  return `QUNLUO_HOST=${host} lets others in without encryption: ${danger}; put a proxy with TLS before it and set QUNLUO_PUBLIC_URL=https://…`;
}
