/** One thing wrong with an input: where it is (a JSON pointer, a line, a column) and what is wrong there. */
export type InputFault = { where: string; what: string };

/**
 * A failure that a caller can understand and act on. `code` is stable and part of the API; `status` is the HTTP status
 * it maps to; `faults` name each wrong place of an input. Anything else that is thrown is a defect and shown as such.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly faults: readonly InputFault[];

  constructor(options: {
    code: string;
    status: number;
    message: string;
    faults?: readonly InputFault[];
    cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.status = options.status;
    this.faults = options.faults ?? [];
  }
}

/** The caller sent something that cannot be taken; nothing was changed. */
export class BadInput extends AppError {
  constructor(message: string, faults: readonly InputFault[] = [], code = 'bad_input') {
    super({ code, status: 400, message, faults });
  }
}

/** What was asked for does not exist, or the caller may not know that it does. */
export class NotFound extends AppError {
  constructor(what: string) {
    super({ code: 'not_found', status: 404, message: `${what} was not found` });
  }
}

/** The caller is known and lacks the right. */
export class Forbidden extends AppError {
  constructor(message: string) {
    super({ code: 'forbidden', status: 403, message });
  }
}

/** Nobody is signed in, or the token is not valid. */
export class Unauthenticated extends AppError {
  constructor(message = 'sign in, or send a valid API token') {
    super({ code: 'unauthenticated', status: 401, message });
  }
}

/** The request collides with the present state. */
export class Conflict extends AppError {
  constructor(message: string, code = 'conflict') {
    super({ code, status: 409, message });
  }
}

/** A part that is needed is not ready now; `retryAfter` is in seconds. */
export class Unavailable extends AppError {
  readonly retryAfter: number;

  constructor(message: string, retryAfter = 5) {
    super({ code: 'unavailable', status: 503, message });
    this.retryAfter = retryAfter;
  }
}
