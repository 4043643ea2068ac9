import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { AppError, BadInput } from '#kernel/errors.ts';
import { type Clock, systemClock } from '#kernel/clock.ts';
import { resealConnections } from '#modules/connections/index.ts';
import { ensureOwnerToken, listWorkspaceIds, resealSecondFactors } from '#modules/identity/index.ts';
import { type Address, type EventEngine, startEngine } from '#platform/clickhouse/index.ts';
import type { Config } from '#platform/config.ts';
import { checkPortFree, createMetrics, type HttpServer } from '#platform/http/index.ts';
import { createJobs } from '#platform/jobs/index.ts';
import { createLogger, type Log } from '#platform/log.ts';
import { forwardLog } from '#platform/log-forwarding.ts';
import { type Database, openDatabase, startPostgres, Turnstile } from '#platform/postgres/index.ts';
import { watchBackups } from './backup/backup-record.ts';
import { ENGINE_WRITES, gatedEngine } from './backup/gated-engine.ts';
import { startScheduledBackups } from './backup/scheduled-backups.ts';
import { createHttpApp } from './http-app.ts';
import { watchInbox } from './inbox-metrics.ts';
import { plainAddressWarning, publicAddress } from './public-address.ts';
import { createReadiness } from './readiness.ts';
import { forgetEarlierSecrets, serverSecret } from './server-secret.ts';
import { createServices, type Services } from './services.ts';
import { StopStack } from './stop-stack.ts';
import { keepTombstoneKeys } from './tombstone-keys.ts';
import { startWorkers } from './workers.ts';

export type App = { address: string; services: Services; server: HttpServer; stop(): Promise<void> };

export type StartOptions = {
  signal?: AbortSignal;
  log?: Log;
  /** The machine's clock unless told: a server of pictures lives at the time of its story. */
  clock?: Clock;
  /** Runs before the web server listens. */
  prepare?(services: Services): Promise<void>;
};

type Stores = { database: Database; engine: EventEngine; engineAddress: Address };

/** Why a start ended early: somebody asked the process to stop. */
class StartAborted extends AppError {
  constructor() {
    super({ code: 'start_aborted', status: 503, message: 'told to stop while starting' });
  }
}

async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch(({ message }: Error) => {
    throw new BadInput(
      `the data directory ${dataDir} cannot be made: ${message}`,
      [{ where: 'QUNLUO_DATA', what: message }],
      'bad_data_directory',
    );
  });
}

/** Starts PostgreSQL and the event engine and migrates both; what was started is on the stack. */
export async function startStores(config: Config, log: Log, stack: StopStack): Promise<Stores> {
  await makeDataDir(config.dataDir);
  const { dataDir, databaseUrl, clickhouseUrl } = config;
  const server = await startPostgres({ dataDir, log, databaseUrl });
  stack.push('postgres', () => server.stop());
  const { engine, address, stop } = await startEngine({ dataDir, log, url: clickhouseUrl });
  stack.push('engine', stop);
  const database = await openDatabase(server, { log });
  stack.push('database', () => database.close());
  const gate = new Turnstile(database.settings, ENGINE_WRITES);
  stack.push('engine writes', () => gate.close());
  return { database, engine: gatedEngine(engine, gate), engineAddress: address };
}

/** The logger, with whom it passes lines on to. */
function startLog(config: Config): { log: Log; stop(): Promise<void> } {
  const { logCollector } = config;
  if (!logCollector) return { log: createLogger(config), stop: async () => {} };
  const forwarding = forwardLog(logCollector, (err) => log.warn({ err }, 'the log is not passed on'));
  const log = createLogger(config, process.stderr, forwarding.take);
  return { log, stop: forwarding.stop };
}

/**
 * Starts everything in order: PostgreSQL, engine, migrations, jobs and workers, web server. When a step fails, or
 * `signal` is aborted, what was started is stopped in reverse and the failure is thrown.
 */
export async function startApp(config: Config, options: StartOptions = {}): Promise<App> {
  const { log, stop: stopLog } = options.log ? { log: options.log, stop: async () => {} } : startLog(config);
  const stack = new StopStack(log);
  stack.push('log', stopLog);
  const checkpoint = () => {
    if (options.signal?.aborted) throw new StartAborted();
  };
  try {
    await checkPortFree(config.host, config.port);
    const { database, engine, engineAddress } = await startStores(config, log, stack);
    checkpoint();
    const jobs = createJobs({ settings: database.settings, log });
    await jobs.start();
    stack.push('jobs', () => jobs.stop());
    const secrets = await serverSecret(config);
    const { clock = systemClock } = options;
    const tombstoneKeys = await keepTombstoneKeys(database, secrets, log);
    const services = createServices({ config, log, clock, database, engine, jobs, ...secrets, tombstoneKeys });
    await database.asSystem((tx) => resealSecondFactors(tx, services.secrets));
    await resealConnections(database, services.secrets, await database.asSystem(listWorkspaceIds));
    await forgetEarlierSecrets(config, secrets);
    if (config.role !== 'api') {
      const workers = await startWorkers(services);
      stack.push('workers', () => workers.stop());
      await startScheduledBackups(services, { postgres: database.settings, engine: engineAddress });
    }
    await options.prepare?.(services);
    checkpoint();
    const server = await startHttp(services, stack);
    await ensureOwnerToken(database, clock, config.dataDir);
    const { port } = server.app.server.address() as AddressInfo;
    const address = publicAddress(config, port);
    const warning = plainAddressWarning(config);
    if (warning) log.warn({ security: 'plain_address' }, warning);
    log.info({ address, role: config.role }, 'ready');
    return { address, services, server, stop: () => stack.stop() };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function startHttp(services: Services, stack: StopStack): Promise<HttpServer> {
  const { config } = services;
  const metrics = createMetrics();
  watchInbox(metrics, services.database);
  watchBackups(metrics, services.database);
  const server = await createHttpApp(services, {
    readiness: await createReadiness(services),
    metrics,
    routes: config.role === 'worker' ? 'system' : 'all',
  });
  stack.push('http', () => server.stop());
  await server.listen(config.host, config.port);
  return server;
}
