import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { findProgram, freePort } from '#testkit/debian-program.ts';

/** Debian's `dovecot-imapd`; undefined where it is not installed. */
export const DOVECOT = findProgram('dovecot');

export const MAILBOX = { user: 'hello@books.example', password: 'app-password' };

/** A real IMAP server with one mailbox, in a directory of its own. */
export type Dovecot = {
  port: number;
  /** Puts mails into a folder, as a mail server that receives them does. */
  deliver(mails: string | readonly string[], folder?: string): Promise<void>;
  /** A client of the mailbox's owner, for doing to it what people do. */
  owner(): Promise<ImapFlow>;
  setPassword(password: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes what it kept. */
  remove(): Promise<void>;
};

/** Whose files the mails are: dovecot gives root none, so nobody's then. */
const OWNER = userInfo().uid === 0 ? { uid: 65_534, gid: 65_534 } : { uid: userInfo().uid, gid: userInfo().gid };

function configuration(directory: string, port: number): string {
  const { username } = userInfo();
  const { uid, gid } = OWNER;
  // Root starts it with the accounts that its package made; anybody else runs all of it as themselves.
  const accounts =
    userInfo().uid === 0 ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`;
  return `protocols = imap
base_dir = ${directory}/run
state_dir = ${directory}/run
log_path = ${directory}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
listen = 127.0.0.1
first_valid_uid = 0
mail_location = maildir:${directory}/mail/%u
mailbox_list_index = no
${accounts}
service anvil {
  chroot =
  # No growing pauses for an address that signed in wrongly: tests do it on purpose.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  args = ${directory}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${directory}/mail/%u
}
`;
}

/** Starts it on a free port. */
export async function startDovecot(): Promise<Dovecot> {
  const directory = await mkdtemp(join(tmpdir(), 'qunluo-dovecot-'));
  await chmod(directory, 0o755);
  await mkdir(join(directory, 'mail'));
  await chown(join(directory, 'mail'), OWNER.uid, OWNER.gid);
  const port = await freePort();
  await writeFile(join(directory, 'dovecot.conf'), configuration(directory, port));
  await writeFile(join(directory, 'users'), `${MAILBOX.user}:{PLAIN}${MAILBOX.password}\n`);
  let server = spawnServer(directory);
  let current = MAILBOX.password;
  const setPassword = async (password: string): Promise<void> => {
    current = password;
    await writeFile(join(directory, 'users'), `${MAILBOX.user}:{PLAIN}${password}\n`);
    // It looks at the file once a second at most.
    await sleep(1100);
  };
  const owner = async (): Promise<ImapFlow> => {
    const auth = { user: MAILBOX.user, pass: current };
    const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    // With all its children, as when a machine goes down.
    process.kill(-server.pid!, 'SIGKILL');
    await once(server, 'exit');
  };
  await answering(port, directory);
  return {
    port,
    setPassword,
    owner,
    stop,
    async start() {
      server = spawnServer(directory);
      await answering(port, directory);
    },
    async deliver(mails, folder = 'INBOX') {
      const client = await owner();
      for (const mail of [mails].flat()) await client.append(folder, mail.replace(/\r?\n/g, '\r\n'));
      await client.logout();
    },
    async remove() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const spawnServer = (directory: string) =>
  spawn(DOVECOT!, ['-F', '-c', join(directory, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });

/** Waits until it greets; says what its log says when it does not. */
async function answering(port: number, directory: string): Promise<void> {
  for (let round = 0; round < 200; round++) {
    if (await greets(port)) return;
    await sleep(50);
  }
  throw new Error(`dovecot does not answer:\n${await readFile(join(directory, 'log'), 'utf8').catch(() => 'no log')}`);
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('* OK'));
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
