import { AppError, Conflict } from '#kernel/errors.ts';

/** There is nothing to tell: the community has no events up to the end of the period. */
export class NothingToReport extends Conflict {
  constructor() {
    super('the community has no events up to the end of this period', 'nothing_to_report');
  }
}

/** The server has no browser that could print. */
export class NoPrinter extends AppError {
  constructor(why: string) {
    super({
      code: 'no_printer',
      status: 503,
      message: `PDF needs Chromium on the server (${why}); the page itself can be printed, and Markdown and HTML need nothing`,
    });
  }
}

/** Mail was asked for on a server that was not told how to send any. */
export class MailNotConfigured extends Conflict {
  constructor() {
    super('the server was not told how to send mail (QUNLUO_SMTP_URL, QUNLUO_MAIL_FROM)', 'mail_not_configured');
  }
}
