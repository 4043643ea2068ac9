import { Session, drainPending } from 'chdb';
import { closeSession } from './close-session.ts';

/** A ClickHouse exception: the text with its code, as the server writes it. */
export class EngineException extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Finds the exception in whatever the binding threw. */
export function toException(error: unknown): EngineException {
  if (error instanceof EngineException) return error;
  const text = error instanceof Error ? error.message : String(error);
  const at = /Code: (\d+)\. (?:DB::)?Exception/.exec(text);
  if (!at) return new EngineException(1002, `Code: 1002. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`);
  return new EngineException(Number(at[1]), text.slice(at.index));
}

/** Statements come in memory; rows of an insert do not. */
export const MAX_STATEMENT = 64 << 20;

/** Parameters travel in a SET, and thousands of ids are one parameter. Unlike the server's own, each connection needs it. */
const PER_CONNECTION = [`--max_query_size=${MAX_STATEMENT}`];

/** A text as a literal of the dialect: backslash and quote are all that can end it. */
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const backtick = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

export type Circumstances = {
  /** Marks the query, so that another session can find and kill it. */
  tag: string;
  database?: string;
  settings: ReadonlyMap<string, string>;
  params: ReadonlyMap<string, string>;
};

export type ChdbEngine = {
  /** Runs work on a connection of its own; nothing set on it outlives it. */
  connected<T>(circumstances: Circumstances, work: (session: Session) => Promise<T>): Promise<T>;
  kill(tag: string): Promise<void>;
  readonly version: string;
  close(): Promise<void>;
};

/**
 * Opens a data directory. Each query gets a connection of its own (0.1 ms): settings and parameters are `SET` on it and
 * end with it, so that none of them can leak into the next query, and queries run beside each other.
 */
export function openChdb(options: { path: string; memoryBytes: number }): ChdbEngine {
  const { path, memoryBytes } = options;
  const first = new Session(path, {
    connectionArgs: [
      `--max_server_memory_usage=${memoryBytes}`,
      `--mark_cache_size=${256 << 20}`,
      '--uncompressed_cache_size=0',
    ],
  });
  const version = first.query('SELECT version()', 'TSVRaw').trim();

  const connected: ChdbEngine['connected'] = async ({ tag, database, settings, params }, work) => {
    const session = new Session(path, { connectionArgs: PER_CONNECTION });
    try {
      const set = [`log_comment = ${literal(tag)}`];
      for (const [name, value] of settings) set.push(`${name} = ${literal(value)}`);
      for (const [name, value] of params) set.push(`param_${name} = ${literal(value)}`);
      const use = database === undefined ? '' : `; USE ${backtick(database)}`;
      await session.queryAsync(`SET ${set.join(', ')}${use}`, { format: 'Null' });
      return await work(session);
    } finally {
      closeSession(session);
    }
  };

  return {
    version,
    connected,
    async kill(tag) {
      const session = new Session(path);
      try {
        await session.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${literal(tag)} ASYNC`, {
          format: 'Null',
        });
      } finally {
        closeSession(session);
      }
    },
    async close() {
      closeSession(first);
      await drainPending();
    },
  };
}
