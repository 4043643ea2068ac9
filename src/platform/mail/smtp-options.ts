import { isLoopback } from '../plain-hosts.ts';

/** How the server is spoken to; the part of nodemailer's options that a URL decides. */
export type SmtpOptions = {
  host: string;
  port: number;
  /** Encrypted from the first byte. */
  secure: boolean;
  /** Encrypted before anything is said, or not at all. */
  requireTLS: boolean;
  ignoreTLS: boolean;
  auth?: { user: string; pass: string };
};

/** What `?tls=` may be: encrypt or fail, encrypt where offered, never encrypt. */
const TLS: readonly string[] = ['required', 'optional', 'off'];

/** Whether a URL says how to reach a mail server: `smtp(s)://[user:password@]host[:port][?tls=required|optional|off]`. */
export function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, searchParams } = new URL(text);
  const known = [...searchParams].every(([name, value]) => name === 'tls' && TLS.includes(value));
  return hostname !== '' && (pathname === '' || pathname === '/') && known;
}

/**
 * Reads a URL for which `isSmtpUrl` holds. `smtps` is encrypted from the start; `smtp` upgrades (STARTTLS) and fails
 * where the server cannot, except on this machine, unless `?tls=` says otherwise.
 */
export function smtpOptions(text: string): SmtpOptions {
  const url = new URL(text);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const tls = url.searchParams.get('tls') ?? (isLoopback(host) ? 'optional' : 'required');
  const user = decodeURIComponent(url.username);
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && tls === 'required',
    ignoreTLS: !secure && tls === 'off',
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}
