import { AppError } from '#kernel/errors.ts';

/** A personal link that was never made here, was changed on its way, or was voided by signing out everywhere. */
export class MemberLinkInvalid extends AppError {
  constructor() {
    super({ code: 'member_link_invalid', status: 410, message: 'this link is not valid: ask for a new one' });
  }
}

/** A personal link whose time is over. */
export class MemberLinkExpired extends AppError {
  constructor() {
    super({ code: 'member_link_expired', status: 410, message: 'this link is too old: ask for a new one' });
  }
}

/** A personal link that was opened before, in another browser. */
export class MemberLinkUsed extends AppError {
  constructor() {
    super({
      code: 'member_link_used',
      status: 410,
      message:
        'this link was opened in another browser: if that was not you, sign out everywhere and ask for a new one',
    });
  }
}

/** A sign-in that was not begun in this browser, is over, or was tried too often. */
export class SignInOver extends AppError {
  constructor() {
    super({ code: 'sign_in_over', status: 410, message: 'this sign-in is over: begin again' });
  }
}

/** A code that is not the one that was sent. `left`: how many more tries. */
export class CodeWrong extends AppError {
  constructor(left: number) {
    super({
      code: 'code_wrong',
      status: 400,
      message: `this is not the code that was sent; ${left} more ${left === 1 ? 'try' : 'tries'}`,
      faults: [{ where: '/body/code', what: 'is not the code that was sent' }],
    });
  }
}

/** A way of signing in that this community does not have. */
export class NoSuchWay extends AppError {
  constructor() {
    super({ code: 'no_such_way', status: 409, message: 'this community has no such way to sign in' });
  }
}
