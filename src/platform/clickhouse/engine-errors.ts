import { ClickHouseError } from '@clickhouse/client';
import { AppError, Unavailable } from '#kernel/errors.ts';

/** The engine refused or failed a statement; `engineCode` and `type` are ClickHouse's own. */
export class EngineFailure extends AppError {
  readonly engineCode: number;
  readonly type: string;

  constructor(options: {
    code?: string;
    status?: number;
    message: string;
    engineCode: number;
    type: string;
    cause?: unknown;
  }) {
    super({
      code: options.code ?? 'engine_failure',
      status: options.status ?? 500,
      message: options.message,
      cause: options.cause,
    });
    this.engineCode = options.engineCode;
    this.type = options.type;
  }
}

/** A query needs more memory, or gives a larger answer, than the engine may use. The engine lives on. */
export class QueryTooLarge extends EngineFailure {}

/** A query took longer than it may. */
export class QueryTooSlow extends EngineFailure {}

/** The data was written by a newer version of the code, or by migrations that were changed since. */
export class DataMismatch extends AppError {
  constructor(message: string) {
    super({ code: 'data_mismatch', status: 503, message });
  }
}

/** Another process has the engine's directory open. */
export class EngineInUse extends AppError {
  constructor(message: string) {
    super({ code: 'engine_in_use', status: 409, message });
  }
}

const TOO_LARGE = new Set([241, 307, 396, 158, 173, 191, 290]);
const TOO_SLOW = new Set([159, 160]);
/** No room on the disk, whichever part of a statement met it. */
const NO_SPACE = new Set([243]);
const NO_SPACE_SAID = /No space left on device|Disk quota exceeded|errno: (?:28|122)\b/i;
/** Shutting down, too many queries at once, too many parts: the same again later may succeed. */
const LATER = new Set([202, 203, 209, 210, 236, 252, 425, 439]);
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
]);

const LOST = /socket hang up|aborted|Premature close|Timeout error|other side closed/i;

/** The failure of ours that an error of the client stands for; `name` says which query it was. */
export function toFailure(error: unknown, name: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (error instanceof ClickHouseError) {
    const engineCode = Number(error.code);
    const type = error.type ?? 'UNKNOWN';
    const said = { message: `${name}: ${error.message}`, engineCode, type, cause: error };
    if (TOO_LARGE.has(engineCode)) {
      return new QueryTooLarge({
        ...said,
        code: 'query_too_large',
        status: 422,
        message: `${name} needs more memory than the event engine may use: ${error.message}`,
      });
    }
    if (TOO_SLOW.has(engineCode)) {
      return new QueryTooSlow({
        ...said,
        code: 'query_too_slow',
        status: 504,
        message: `${name} took longer than it may: ${error.message}`,
      });
    }
    if (NO_SPACE.has(engineCode) || NO_SPACE_SAID.test(error.message)) {
      return new EngineFailure({
        ...said,
        code: 'disk_full',
        status: 507,
        message: `no disk space is left for the event engine (${name}); free some and try again`,
      });
    }
    if (LATER.has(engineCode)) return new Unavailable(`the event engine cannot take ${name} now: ${error.message}`);
    return new EngineFailure(said);
  }
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (NETWORK.has(code) || LOST.test(error.message))
    return new Unavailable(`the event engine cannot be reached for ${name}; it is being restarted`);
  return error;
}
