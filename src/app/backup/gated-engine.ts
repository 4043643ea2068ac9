import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Turnstile } from '#platform/postgres/index.ts';

/** The turnstile that every statement which writes to the event log goes through. */
export const ENGINE_WRITES = 'qunluo engine writes';

/**
 * The engine for a server whose backups are taken while it runs: a backup closes the turnstile for the milliseconds in
 * which it fixes what both stores hold, so that the two show one moment. Every writer can be cut between two
 * statements, because it can be killed there.
 */
export function gatedEngine(engine: EventEngine, gate: Turnstile): EventEngine {
  return {
    query: (...args) => engine.query(...args),
    stream: (...args) => engine.stream(...args),
    columns: (...args) => engine.columns(...args),
    ping: () => engine.ping(),
    command: (...args) => gate.pass(() => engine.command(...args)),
    insert: (...args) => gate.pass(() => engine.insert(...args)),
    insertColumns: (...args) => gate.pass(() => engine.insertColumns(...args)),
  };
}
