import { AppError } from '#kernel/errors.ts';

/** The one-time owner link was used, replaced, or is too old. */
export class SetupLinkInvalid extends AppError {
  constructor() {
    super({
      code: 'setup_link_invalid',
      status: 410,
      message: 'this link was used or has expired: restart the server for a new one, or sign in',
    });
  }
}

/** Too many attempts to sign in with one e-mail; `retryAfter` is in seconds. */
export class SignInThrottled extends AppError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super({
      code: 'sign_in_throttled',
      status: 429,
      message: `too many attempts with this e-mail; try again in ${Math.ceil(retryAfter / 60)} minutes`,
    });
    this.retryAfter = retryAfter;
  }
}

/** What the account library refuses, under its own code in lower case. */
export class SignInRefused extends AppError {
  constructor(code: string, status: number, message: string) {
    super({ code, status, message });
  }
}
