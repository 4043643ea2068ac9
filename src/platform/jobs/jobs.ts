import { PgBoss, fromKysely, type SendOptions } from 'pg-boss';
import type { z } from 'zod';
import type { Log } from '#platform/log.ts';
import { clientConfig, type PostgresSettings, type Tx } from '#platform/postgres/index.ts';
import { parseTaskData, type Task } from './task.ts';

/** What a handler is told about the attempt it makes. */
export type JobContext = {
  id: string;
  /** 0 for the first attempt. */
  retry: number;
  /** Aborted when the attempt runs out of time or the server stops. */
  signal: AbortSignal;
};

export type SendJobOptions = {
  /** Queues in this transaction: the job is there if and only if the transaction commits. */
  tx?: Tx;
  /** For tasks with the policy `stately` or `exclusive`: what may be queued once. */
  key?: string;
  /** Seconds from now, or the time from which the job may run. */
  startAfter?: number | Date;
  /** Higher runs first; 0 by default. */
  priority?: number;
};

/** Queued and scheduled work. Handlers may be called again for the same job, so they are idempotent. */
export interface Jobs {
  start(): Promise<void>;
  /** Takes no new jobs, gives the running ones time to end, then aborts and queues them again. */
  stop(): Promise<void>;
  /** @returns the job's id; undefined when the task's policy says that one is queued already */
  send<S extends z.ZodType>(task: Task<S>, data: z.input<S>, options?: SendJobOptions): Promise<string | undefined>;
  /** Runs a task's jobs in this process, `concurrency` at a time. */
  work<S extends z.ZodType>(
    task: Task<S>,
    handler: (data: z.output<S>, job: JobContext) => Promise<void>,
    options?: { concurrency?: number },
  ): Promise<void>;
  /** Queues a job at each time of a cron expression, in the zone; a later call replaces the schedule. */
  schedule<S extends z.ZodType>(
    task: Task<S>,
    cron: string,
    data: z.input<S>,
    options?: { zone?: string; key?: string },
  ): Promise<void>;
  unschedule(task: Task, key?: string): Promise<void>;
}

/** Seconds without a sign of life after which a job of a killed process is queued again. */
const HEARTBEAT_SECONDS = 20;

/** Long enough for most, short enough that a server that is told to stop is gone within 15 seconds. */
const STOP_GRACE_SECONDS = 8;

/** New jobs wake their workers at once; retries and delayed jobs come due without a notification. */
const POLL_SECONDS = 2;

function makeBoss(settings: PostgresSettings, log: Log): PgBoss {
  const boss = new PgBoss({
    ...clientConfig(settings, 'app'),
    application_name: 'qunluo jobs',
    schema: 'pgboss',
    max: 5,
    // The schema comes with our migrations; the application's role may not change tables.
    migrate: false,
    createSchema: false,
    reindex: false,
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on('error', (error) => log.error({ err: error }, 'queued work: the database could not be used'));
  boss.on('warning', (warning) => log.warn({ warning }, 'queued work'));
  return boss;
}

function sendOptions({ tx, key, startAfter, priority }: SendJobOptions): SendOptions {
  return {
    ...(tx && { db: fromKysely(tx) }),
    ...(key !== undefined && { singletonKey: key }),
    ...(startAfter !== undefined && { startAfter }),
    ...(priority !== undefined && { priority }),
  };
}

/** Whether an attempt ended because it was told to, and not by what it did. */
const isAbort = (error: unknown, { aborted, reason }: AbortSignal): boolean =>
  aborted && (error === reason || (error instanceof Error && error.name === 'AbortError'));

/** Queued work on the given database. Nothing runs and nothing can be queued before `start`; a stop waits `stopSeconds`. */
export function createJobs(parts: { settings: PostgresSettings; log: Log; stopSeconds?: number }): Jobs {
  const { settings, log, stopSeconds = STOP_GRACE_SECONDS } = parts;
  const boss = makeBoss(settings, log);
  const queues = new Map<string, Promise<void>>();
  let stopping = false;

  const makeQueue = async ({ name, options }: Task): Promise<void> => {
    const changeable = {
      retryLimit: options.retryLimit,
      retryDelay: options.retryDelay,
      retryBackoff: true,
      retryDelayMax: options.retryDelayMax,
      expireInSeconds: options.expireInSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      notify: true,
    };
    await boss.createQueue(name, { ...changeable, policy: options.policy });
    await boss.updateQueue(name, changeable);
  };
  /** Each process looks after a queue once, when it first needs it. */
  const ensureQueue = (task: Task): Promise<void> => {
    const made = queues.get(task.name) ?? makeQueue(task);
    queues.set(task.name, made);
    made.catch(() => queues.delete(task.name));
    return made;
  };

  return {
    start: async () => void (await boss.start()),
    stop: () => {
      stopping = true;
      return boss.stop({ graceful: true, timeout: stopSeconds * 1000 });
    },
    send: async (task, data, options = {}) => {
      parseTaskData(task, data, 'queued');
      await ensureQueue(task);
      return (await boss.send(task.name, data as object, sendOptions(options))) ?? undefined;
    },
    work: async (task, handler, options = {}) => {
      await ensureQueue(task);
      const polling = { pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: POLL_SECONDS };
      await boss.work<object>(task.name, { ...polling, localConcurrency: options.concurrency ?? 1 }, async ([job]) => {
        if (job === undefined) return;
        try {
          await handler(parseTaskData(task, job.data, 'run'), {
            id: job.id,
            retry: job.retryCount,
            signal: job.signal,
          });
        } catch (error) {
          const about = { task: task.name, job: job.id, retry: job.retryCount };
          if (stopping && isAbort(error, job.signal)) log.info(about, 'a job was told to stop; it runs again later');
          else log.error({ err: error, ...about }, 'a job failed');
          throw error;
        }
      });
    },
    schedule: async (task, cron, data, { zone = 'UTC', key } = {}) => {
      parseTaskData(task, data, 'queued');
      await ensureQueue(task);
      await boss.schedule(task.name, cron, data as object, {
        tz: zone,
        missed: 'once',
        ...(key !== undefined && { key }),
      });
    },
    unschedule: (task, key) => boss.unschedule(task.name, key),
  };
}
