import { AppError, Unavailable } from '#kernel/errors.ts';

/** Nothing more can be stored until somebody frees space. */
export class DiskFull extends AppError {
  constructor(cause?: unknown) {
    super({
      code: 'disk_full',
      status: 507,
      message: 'no disk space is left for the database; free some and try again',
      cause,
    });
  }
}

/** SQLSTATE classes and socket errors that say the server went away or is coming back. */
const AWAY = /^(08|57P0|ECONNREFUSED$|ECONNRESET$|ENOENT$|EPIPE$)/;
const NO_SPACE = /no disk space|disk quota/;
const CLOSED =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/**
 * Gives failures of the database's surroundings their own class; all other errors come back unchanged. `whyDown` is why
 * the server does not come back: one that has no space for its log ends, and then only its supervisor knows the reason.
 */
export function translateFailure(error: unknown, whyDown?: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === '53100') return new DiskFull(error);
  if (code === '53300' || AWAY.test(code) || CLOSED.test(error.message)) {
    if (whyDown instanceof Error && NO_SPACE.test(whyDown.message)) return new DiskFull(error);
    const unavailable = new Unavailable('the database is not ready; try again in a moment', 2);
    unavailable.cause = error;
    return unavailable;
  }
  return error;
}
