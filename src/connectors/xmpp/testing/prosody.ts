import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#testkit/debian-program.ts';

/** A real XMPP server on a free port of this machine, with a configuration and data of its own. */
export type Prosody = {
  service: string;
  /** Kills it at once, as a crash would. */
  kill(): Promise<void>;
  /** Stops it where it is: sockets stay open and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  close(): Promise<void>;
};

export const DOMAIN = 'test.example';
export const ROOMS = `rooms.${DOMAIN}`;
export const PASSWORD = 'secret-of-the-test';

const configOf = (port: number, directory: string, { archive, open }: { archive: boolean; open: boolean }): string => `
run_as_root = true
daemonize = false
pidfile = "${join(directory, 'pid')}"
data_path = "${join(directory, 'data')}"
log = { error = "${join(directory, 'log')}" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
modules_enabled = { "roster", "saslauth", "disco", "ping", "presence", "message", "iq", "c2s", "register", "posix" }
modules_disabled = { "s2s", "tls", "offline", "http" }
allow_registration = true
c2s_require_encryption = false
authentication = "internal_hashed"
storage = "internal"
VirtualHost "${DOMAIN}"
Component "${ROOMS}" "muc"
  ${archive ? 'modules_enabled = { "muc_mam" }' : ''}
  muc_log_by_default = ${archive}
  muc_room_default_persistent = true
  muc_room_default_public_jids = ${open}
  muc_room_locking = false
  muc_room_default_history_length = 20
`;

/** The password as Prosody keeps it, by RFC 5802; few rounds, because each sign-in does them again on both sides. */
function storedPassword(): string {
  const rounds = 2;
  const salted = pbkdf2Sync(PASSWORD, 'salt', rounds, 20, 'sha1');
  const key = (use: string): Buffer => createHmac('sha1', salted).update(use).digest();
  const stored = createHash('sha1').update(key('Client Key')).digest('hex');
  return `return { salt = "salt", iteration_count = ${rounds}, stored_key = "${stored}", server_key = "${key('Server Key').toString('hex')}" };`;
}

async function untilListening(port: number): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(20)) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await new Promise<boolean>((done) => {
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
    });
    socket.destroy();
    if (isUp) return;
  }
  throw new Error(`prosody does not listen on ${port}`);
}

/** Accounts are `name@test.example`, their password the test's; rooms tell who is in them where `open`. */
export async function startProsody(
  program: string,
  { archive = true, open = true, accounts }: { archive?: boolean; open?: boolean; accounts: readonly string[] },
): Promise<Prosody> {
  const directory = await mkdtemp(join(tmpdir(), 'qunluo-prosody-'));
  const port = await freePort();
  const config = join(directory, 'prosody.cfg.lua');
  await writeFile(config, configOf(port, directory, { archive, open }));
  const stored = join(directory, 'data', DOMAIN.replace('.', '%2e'), 'accounts');
  await mkdir(stored, { recursive: true });
  for (const name of accounts) await writeFile(join(stored, `${name}.dat`), storedPassword());
  await chmod(directory, 0o755);
  if (process.getuid?.() === 0) await chown(directory, 0, 0);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(program, ['-F', '--config', config], { stdio: 'ignore' });
    await untilListening(port);
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    service: `xmpp://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async close() {
      child?.kill('SIGCONT');
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
