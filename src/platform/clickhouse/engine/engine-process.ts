/**
 * The event engine's own process: the only one that loads chDB. It opens one data directory, serves ClickHouse's HTTP
 * interface on a unix socket, and lives only as long as the process that started it.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openChdb, toException } from './chdb-engine.ts';
import { createHttpInterface } from './http-interface.ts';

export type EngineOptions = {
  /** The data directory. */
  path: string;
  /** A private directory with a short name, for the socket and the pipes. */
  directory: string;
  memoryBytes: number;
  reads: number;
  writes: number;
  maxSeconds: number;
  graceMs: number;
};

export type EngineMessage = { kind: 'ready'; version: string } | { kind: 'refused'; code: number; message: string };

const options = JSON.parse(process.argv[2]!) as EngineOptions;
const tell = (message: EngineMessage): Promise<void> => new Promise((done) => process.send!(message, () => done()));

// The parent decides when to stop: a signal to the whole process group must not end the engine under a draining server.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// The parent is gone, killed perhaps: nobody waits for an answer, and the next start wants the directory.
process.on('disconnect', () => {
  rmSync(options.directory, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});

async function main(): Promise<void> {
  const engine = openChdb({ path: options.path, memoryBytes: options.memoryBytes });
  const face = createHttpInterface(engine, {
    directory: options.directory,
    reads: options.reads,
    writes: options.writes,
    defaults: new Map([
      ['max_execution_time', String(options.maxSeconds)],
      ['max_memory_usage', String(Math.floor(options.memoryBytes * 0.8))],
    ]),
  });
  await new Promise<void>((resolve, reject) => {
    face.server.once('error', reject).listen(join(options.directory, 'engine.sock'), resolve);
  });
  process.on('message', () => {
    const late = setTimeout(() => void face.killAll(), options.graceMs);
    void face
      .drain()
      .then(() => engine.close())
      .finally(() => {
        clearTimeout(late);
        process.exit(0);
      });
  });
  await tell({ kind: 'ready', version: engine.version });
}

main().catch(async (error: unknown) => {
  const { code, message } = toException(error);
  await tell({ kind: 'refused', code, message });
  process.exit(1);
});
