import type { Clock } from '#kernel/clock.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type LinkMailer, mailable, resetMail } from '../link-mail.ts';
import { countAttempt } from '../sign-in-throttle.ts';
import { issueResetLink, RESET_LIFE } from './reset-link-store.ts';
import { findOptionalOperatorByEmail } from './reset-password.ts';

/**
 * Mails a link for a new password to whoever has the e-mail. Who asks learns nothing: the answer comes before anything
 * is looked up, and is the same for every e-mail. SignInThrottled after a few for one e-mail, known or not.
 */
export async function forgotPassword(
  { database, clock, mailer, publicUrl, log }: { database: Database; clock: Clock; log: Log } & LinkMailer,
  email: string,
): Promise<void> {
  await countAttempt(database, clock, 'forgot-password', email);
  if (!mailable({ mailer, publicUrl })) return;
  const send = async () => {
    const found = await database.asSystem(async (tx) => {
      const operator = await findOptionalOperatorByEmail(tx, email);
      if (!operator) return undefined;
      const link = await issueResetLink(tx, clock, { operatorId: operator.id, life: RESET_LIFE.mailed });
      return { to: operator.email, link };
    });
    if (found) await mailer!.send(resetMail(found.to, `${publicUrl}${found.link.path}`, 1));
  };
  void send().catch((error: unknown) =>
    log.error({ err: error }, 'a mail with a link for a new password was not sent'),
  );
}
