import { availableParallelism, totalmem } from 'node:os';

/** How the embedded server is run. */
export type ServerTuning = {
  /** False only where data may be lost: servers of a test run. */
  durable?: boolean;
  maxConnections?: number;
};

const MB = 2 ** 20;

/** Settings for the command line of `postgres`, so that ours hold whatever the data directory says. */
export function serverSettings(socketDir: string, tuning: ServerTuning): Record<string, string> {
  const memory = totalmem();
  const shared = Math.round(Math.min(512 * MB, Math.max(64 * MB, memory / 16)) / MB);
  const durable = tuning.durable ?? true;
  return {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: String(tuning.maxConnections ?? 100),
    shared_buffers: `${durable ? shared : 64}MB`,
    effective_cache_size: `${Math.round(memory / 4 / MB)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_parallel_workers_per_gather: String(Math.min(2, Math.max(0, availableParallelism() - 2))),
    random_page_cost: '1.1',
    jit: 'off',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    wal_compression: 'on',
    max_wal_size: '1GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    // A server without its parent keeps serving, so the next start finds it; one without its own files must end.
    restart_after_crash: 'on',
  };
}
