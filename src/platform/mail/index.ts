export { MailFailed, type MailFault } from './errors.ts';
export { createMailer, type Mail, type Mailer, type MailTimeouts } from './mailer.ts';
