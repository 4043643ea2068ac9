import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConnectionRefused } from './connector.ts';
import { isPrivateAddress } from './private-address.ts';

/** What may not be said in the clear to this host, in the words of who set it up. */
export const plainRefused = (host: string): ConnectionRefused =>
  new ConnectionRefused(`${host} is not in your own network: it is spoken to over TLS only`);

/**
 * For platforms whose settings name a server without TLS: passwords and words of members go in the clear to this
 * machine and to private networks only. ConnectionRefused for a name or address that leads anywhere else; a name that
 * leads nowhere is left to the connection.
 */
export async function refusePlainOutside(host: string): Promise<void> {
  const addresses = isIP(host)
    ? [host]
    : (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address);
  if (!addresses.every(isPrivateAddress)) throw plainRefused(host);
}
