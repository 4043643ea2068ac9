import type { Config } from '#platform/config.ts';

const EVERYWHERE = new Set(['0.0.0.0', '::', '']);

/** The address to show to people: QUNLUO_PUBLIC_URL, else host and port, with this machine for "every interface". */
export function publicAddress(config: Config, port: number): string {
  if (config.publicUrl) return config.publicUrl;
  const host = EVERYWHERE.has(config.host) ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
