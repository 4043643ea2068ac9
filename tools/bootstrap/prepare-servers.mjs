import { inPath, installDebianPackages } from './debian-packages.mjs';
import { say } from './say.mjs';

/** Servers that connectors and the scan of uploads are tried against: the program, Debian's package, and the services that it brings. */
const SERVERS = [
  { program: 'ngircd', package: 'ngircd', units: ['ngircd.service'], tests: 'IRC' },
  { program: 'prosody', package: 'prosody', units: ['prosody.service'], tests: 'XMPP' },
  {
    program: 'clamd',
    package: 'clamav-daemon',
    units: ['clamav-daemon.service', 'clamav-daemon.socket', 'clamav-freshclam.service'],
    tests: 'clamd',
  },
  { program: 'dovecot', package: 'dovecot-imapd', units: ['dovecot.service', 'dovecot.socket'], tests: 'IMAP' },
];

/**
 * Makes sure that such tests have real servers, from Debian's packages where that is allowed. Tests start them
 * themselves, on free ports and with their own configuration; nothing of them runs otherwise. Without one its tests skip,
 * and this says so.
 */
export async function prepareServers() {
  const missing = SERVERS.filter(({ program }) => inPath(program) === undefined);
  if (missing.length > 0)
    await installDebianPackages(
      missing.map((server) => server.package),
      { what: 'tests against real servers', units: missing.flatMap(({ units }) => units) },
    );
  for (const { program, tests } of SERVERS)
    if (inPath(program) === undefined) say(`No ${program}: the tests against a real ${tests} server are skipped.`);
}
