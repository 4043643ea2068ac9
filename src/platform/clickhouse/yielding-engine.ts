import type { EventEngine } from './event-engine.ts';

/** The same engine for long work that nobody waits for: its reads stand back behind those of a page. */
export function yieldingEngine(engine: EventEngine): EventEngine {
  const yields = true;
  return {
    query: (scope, name, statement, options) => engine.query(scope, name, statement, { ...options, yields }),
    stream: (scope, name, statement, options) => engine.stream(scope, name, statement, { ...options, yields }),
    columns: (scope, name, statement, options) => engine.columns(scope, name, statement, { ...options, yields }),
    command: (...args) => engine.command(...args),
    insert: (...args) => engine.insert(...args),
    insertColumns: (...args) => engine.insertColumns(...args),
    ping: () => engine.ping(),
  };
}
