import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The server as a person starts it: a process of its own, spoken to over HTTP. */
export class ServerProcess {
  readonly dataDir: string;
  readonly port: number;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(dataDir: string, port: number, env: Record<string, string> = {}) {
    this.dataDir = dataDir;
    this.port = port;
    this.#env = env;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get output(): string {
    return this.#output;
  }

  /** Starts it and waits until it is ready and has said so: the owner link is printed after the first answer. */
  async start(): Promise<void> {
    const said = this.#output.length;
    const child = spawn(process.execPath, [MAIN, 'start'], {
      env: {
        ...process.env,
        QUNLUO_DATA: this.dataDir,
        QUNLUO_PORT: String(this.port),
        QUNLUO_LOG: 'error',
        NODE_ENV: 'production',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`the server ended early:\n${this.#output}`);
      if (this.#output.includes('Qunluo is ready at', said) && (await this.ready())) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server is not ready after a minute:\n${this.#output}`);
  }

  async ready(): Promise<boolean> {
    return fetch(`${this.address}/readyz`).then(
      (response) => response.status === 200,
      () => false,
    );
  }

  /** Kills the server's own process as the kernel would; its children stay or notice. */
  async kill(): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Asks it to stop and gives the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = (await gone) as [number | null];
    return code;
  }

  /** Kills a child of the server whose command line matches, or sends it another signal; false when there is none. */
  killChild(pattern: RegExp, signal: NodeJS.Signals = 'SIGKILL'): boolean {
    const pids = childrenOf(this.#child!.pid!).filter((pid) => pattern.test(commandLine(pid)));
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended by itself meanwhile.
      }
    }
    return pids.length > 0;
  }

  /** The owner-only token of the command line. */
  async ownerToken(): Promise<string> {
    return (await readFile(join(this.dataDir, 'owner-token'), 'utf8')).trim();
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
