import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './say.mjs';
import { run } from './run-program.mjs';

/** Where Debian puts servers, which the path of an ordinary shell lacks. */
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Where a program is; undefined where it is not installed. */
export function inPath(name) {
  const directories = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SBIN];
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The start of a command that may install packages; undefined where we may not. */
function installer() {
  if (inPath('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return ['env'];
  return inPath('sudo') !== undefined && succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n', 'env'] : undefined;
}

/**
 * Runs a command with the words of a shell that may install. No service that a package brings starts: neither while it is
 * installed (policy-rc.d says no; one that is there already stays) nor later (`units` are masked, where nothing of theirs
 * was installed before).
 */
const QUIETLY = `
units="$1"; shift
for unit in $units; do
  [ -d /etc/systemd/system ] && [ ! -e "/etc/systemd/system/$unit" ] && ln -s /dev/null "/etc/systemd/system/$unit"
done
policy=/usr/sbin/policy-rc.d
if [ -e "$policy" ]; then ours=no; else ours=yes; printf '#!/bin/sh\\nexit 101\\n' > "$policy"; chmod 755 "$policy"; fi
apt-get "$@"; code=$?
[ "$ours" = yes ] && rm -f "$policy"
exit $code`;

async function aptGet(prefix, args, units = []) {
  // dpkg wants programs of the administrator.
  const path = `PATH=${[process.env.PATH, ...SBIN].join(delimiter)}`;
  const quiet = ['sh', '-c', QUIETLY, 'sh', units.join(' ')];
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  const [command, ...first] = [...prefix, path, 'DEBIAN_FRONTEND=noninteractive', ...quiet, ...options, ...args];
  return (await run(command, first, { stdio: ['ignore', 2, 2] })) === 0;
}

/**
 * Installs Debian's packages where that is allowed, and says so where it is not. `what` they are for; `units` are services
 * that come with them and must never start.
 */
export async function installDebianPackages(packages, { what, units = [] }) {
  const named = packages.join(' and ');
  const prefix = installer();
  if (prefix === undefined) {
    say(`Install ${named} for ${what}: apt-get is not here, or may not be used by this account.`);
    return;
  }
  say(`Installing ${named} for ${what}, once …`);
  // Lists that cannot be fetched anew may still do.
  await aptGet(prefix, ['update']);
  if (!(await aptGet(prefix, ['install', '-y', '--no-install-recommends', ...packages], units)))
    say(`${named} could not be installed (above is what apt-get says).`);
}
