/** Whether only this machine can be meant, by name or number. */
export const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

/** A host as it is written in a URL: a socket's path may be encoded. */
const decoded = (host: string): string => {
  try {
    return decodeURIComponent(host);
  } catch {
    return host;
  }
};

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, '');

/** Modes that encrypt or fail, and look at the certificate. `pg` does not fall back from any mode; these also say so. */
const CHECKED: readonly string[] = ['require', 'verify-ca', 'verify-full'];

/**
 * The host that a PostgreSQL URL leads to without TLS, or with TLS to a server that nobody checks; undefined where it is
 * this machine, a socket, or TLS. Reads the URL as `pg` does: parameters have the last word.
 */
export function plainDatabaseHost(text: string): string | undefined {
  const url = new URL(text);
  const parameter = (name: string): string | undefined => url.searchParams.getAll(name).at(-1) || undefined;
  const host = parameter('host') ?? decoded(withoutBrackets(url.hostname));
  if (host === '' || host.startsWith('/') || isLoopback(host)) return undefined;
  const mode = parameter('sslmode');
  const unchecked = mode === 'require' && parameter('uselibpqcompat') === 'true';
  const encrypted = mode ? CHECKED.includes(mode) && !unchecked : ['true', '1'].includes(parameter('ssl') ?? '');
  return encrypted ? undefined : host;
}

/** The host that a web address leads to without TLS; undefined where it is this machine, or https. */
export function plainWebHost(text: string): string | undefined {
  const { protocol, hostname } = new URL(text);
  const host = withoutBrackets(hostname);
  return protocol === 'https:' || isLoopback(host) ? undefined : host;
}
