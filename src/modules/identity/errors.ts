import { AppError, BadInput } from '#kernel/errors.ts';
import type { PasswordFault } from './password/password-rules.ts';

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

/** A one-time link (invitation, new password) was used, replaced, taken back, or is too old. */
export class LinkInvalid extends AppError {
  constructor() {
    super({
      code: 'link_invalid',
      status: 410,
      message: 'this link was used, taken back or has expired; ask for a new one',
    });
  }
}

/** Too many attempts at something that can be guessed; `retryAfter` is in seconds. */
export class SignInThrottled extends AppError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    const minutes = Math.ceil(retryAfter / 60);
    super({
      code: 'sign_in_throttled',
      status: 429,
      message: `too many attempts; try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
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

/** The password is right, and the code of the authenticator app is asked for too. */
export class SecondStepNeeded extends AppError {
  constructor() {
    super({ code: 'second_step_needed', status: 401, message: 'send the code of your authenticator app, too' });
  }
}

/** A code of the app or a recovery code that is wrong, not of now, or was used. */
export class CodeRefused extends AppError {
  constructor(status: 400 | 401 = 400) {
    super({
      code: 'code_refused',
      status,
      message:
        'this code is wrong, not of now, or was used already: take the next one, and check the clocks of phone and server',
    });
  }
}

/** The present password is asked for again, because the sign-in was a while ago. */
export class PasswordNeeded extends BadInput {
  constructor(where: string) {
    const what = 'is needed: you signed in a while ago';
    super('send the present password, too', [{ where, what }], 'password_needed');
  }
}

/** The present password, asked for again before something important, is wrong. */
export class PasswordWrong extends BadInput {
  constructor(where: string) {
    super('the present password is wrong', [{ where, what: 'is not the present password' }], 'invalid_password');
  }
}

const REASONS: Record<PasswordFault, string> = {
  password_common: 'is known from breaches and tried first by those who guess',
  password_personal: 'is mostly your name, your e-mail, your workspace or the product’s name',
  password_repeated: 'repeats itself or follows a run',
};

/** A password that others would try. The code says why. */
export class PasswordRefused extends BadInput {
  constructor(fault: PasswordFault) {
    const what = REASONS[fault];
    super(`this password ${what}; choose another, a sentence is good`, [{ where: '/body/password', what }], fault);
  }
}

/** A workspace needs an owner; nothing was changed. */
export class LastOwner extends AppError {
  constructor() {
    super({ code: 'last_owner', status: 409, message: 'a workspace needs an owner: make somebody else one first' });
  }
}

/** Somebody who is signed in and has no seat in any workspace any more. */
export class NoSeat extends AppError {
  constructor() {
    super({ code: 'no_seat', status: 403, message: 'you have no seat in any workspace; ask an owner to invite you' });
  }
}

/** An owner of the workspace ended this session there; who signs in anew comes in. */
export class SignInAgain extends AppError {
  constructor() {
    super({
      code: 'sign_in_again',
      status: 403,
      message: 'an owner of this workspace ended your session there: sign out and in again to enter it',
    });
  }
}

/** The workspace asks its operators for an authenticator app, and this one has none yet. */
export class SecondFactorRequired extends AppError {
  constructor() {
    super({
      code: 'second_factor_required',
      status: 403,
      message: 'this workspace asks for two-step sign-in: set up an authenticator app for your account first',
    });
  }
}
