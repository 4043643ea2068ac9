import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#testkit/debian-program.ts';

/** A real IRC server on a free port, with nothing of the machine's own configuration. */
export type Ngircd = {
  port: number;
  tlsPort: number | undefined;
  /** Kills it at once, as a crash would. */
  kill(): Promise<void>;
  /** Stops it where it is: sockets stay open and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type NgircdOptions = { password?: string; tls?: { cert: string; key: string }; pongSeconds?: number };

const configOf = (
  port: number,
  directory: string,
  { password, tls, pongSeconds = 20 }: NgircdOptions,
  tlsPort?: number,
): string => `
[Global]
Name = irc.test.example
Info = test
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = hello
PidFile = ${join(directory, 'pid')}
${password === undefined ? '' : `Password = ${password}`}
[Limits]
MaxPenaltyTime = 0
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
PingTimeout = 120
PongTimeout = ${pongSeconds}
[Options]
DNS = no
Ident = no
PAM = no
SyslogFacility = local1
${tls ? `[SSL]\nCertFile = ${tls.cert}\nKeyFile = ${tls.key}\nPorts = ${tlsPort}\n` : ''}`;

async function untilListening(port: number): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await new Promise<boolean>((done) => {
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
    });
    socket.destroy();
    if (isUp) return;
  }
  throw new Error(`ngircd does not listen on ${port}`);
}

export async function startNgircd(program: string, options: NgircdOptions = {}): Promise<Ngircd> {
  const directory = await mkdtemp(join(tmpdir(), 'qunluo-ngircd-'));
  // As root it becomes somebody else, who has to read its configuration.
  await chmod(directory, 0o755);
  const port = await freePort();
  const tlsPort = options.tls ? await freePort() : undefined;
  const config = join(directory, 'ngircd.conf');
  await writeFile(config, configOf(port, directory, options, tlsPort), { mode: 0o644 });
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(program, ['-n', '-f', config], { stdio: 'ignore' });
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
    port,
    tlsPort,
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    restart: start,
    async close() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
