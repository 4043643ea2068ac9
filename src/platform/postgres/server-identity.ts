import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PostgresFailure } from './errors.ts';

const run = promisify(execFile);

/** How to start a program that refuses to run as root. */
export type ServerIdentity = {
  /** Owner of the data files; undefined: whoever we are. */
  owner?: { uid: number; gid: number };
  /** Whether the program may pass directories that only root can enter. */
  passesRootDirectories: boolean;
  /** The command that runs `command` under this identity, for `spawn`. */
  wrap(command: string, args: readonly string[]): { command: string; args: string[]; uid?: number; gid?: number };
};

const asWeAre: ServerIdentity = {
  passesRootDirectories: false,
  wrap: (command, args) => ({ command, args: [...args] }),
};

/** initdb looks its user up by name, so the account has to exist: the one made for PostgreSQL, else "nobody". */
async function findAccount(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((entry) => entry[0] === name);
    const uid = Number(fields?.[2]);
    if (fields !== undefined && uid > 0) return { uid, gid: Number(fields[3]) };
  }
  throw new PostgresFailure(
    'PostgreSQL does not run as root and there is no account "postgres" or "nobody"; start Qunluo as an ordinary user',
  );
}

/**
 * The identity for the embedded server. An ordinary user runs it as is. Root gives it an unprivileged account that
 * keeps one capability: passing directories that only root may enter. (`no_setuid_fixup` keeps the capability over
 * the change of user, `ambient` over the start of the program.) Where setpriv or the capability is missing, the
 * account alone has to do.
 * @param dataPath files of an earlier run; their owner is kept
 */
export async function chooseIdentity(dataPath: string): Promise<ServerIdentity> {
  if (process.getuid?.() !== 0) return asWeAre;
  const earlier = await stat(dataPath).catch(() => undefined);
  const owner = earlier !== undefined && earlier.uid > 0 ? { uid: earlier.uid, gid: earlier.gid } : await findAccount();
  const setpriv = [
    '--securebits=+no_setuid_fixup',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  const works = await run('setpriv', [...setpriv, 'true']).then(
    () => true,
    () => false,
  );
  if (!works)
    return { owner, passesRootDirectories: false, wrap: (command, args) => ({ command, args: [...args], ...owner }) };
  return {
    owner,
    passesRootDirectories: true,
    wrap: (command, args) => ({ command: 'setpriv', args: [...setpriv, command, ...args] }),
  };
}

/** PGDATA, PGOPTIONS and the like of the surrounding shell are not for our server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_)/.test(name));
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}
