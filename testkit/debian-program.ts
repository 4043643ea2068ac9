import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** Where Debian puts servers, which the path of an ordinary shell lacks. */
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Where a server is that the set-up of the tests installs from Debian's packages where it may. Undefined where it is not:
 * then tests against it are skipped, which the set-up has said.
 */
export function findProgram(name: string): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SBIN];
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

/** A TCP port of this machine that nothing listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => found(port));
    });
  });
}
