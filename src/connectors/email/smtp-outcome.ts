import { ConnectionRefused, type SendOutcome } from '#modules/connections/index.ts';

export type SmtpFailure = Error & { code?: string; responseCode?: number; response?: string; command?: string };
type NotSent = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

const HOUR = 3600;
/** Greylisting wants a pause of minutes; a day's allowance that is used up, of an hour at least: enhanced codes of RFC 3463 and Gmail's 5.4.5. */
const DAY_USED_UP = /\b[45]\.4\.5\b|\b[45]\.7\.28\b|daily|quota of (the )?sender|frequency limited|too many messages/i;

/**
 * What a failed SMTP session means for the mail. `left`: the body was on its way when it failed. 4yz is for later and 5yz for good
 * (RFC 5321, 4.2.1), but for a refused sign-in, which is the connection's trouble and not the mail's.
 */
export function judgeSmtp(error: SmtpFailure, left: boolean): NotSent {
  if (error instanceof ConnectionRefused) return { fate: 'revoked', reason: error.message };
  const { responseCode: code, response = '', command = '' } = error;
  const reason = `the mail server said: ${(response || error.message).slice(0, 300)}`;
  if (code === undefined || code < 400) {
    if (error.code === 'EENVELOPE') return { fate: 'refused', code: 'bad_address', reason: error.message };
    if (left)
      return { fate: 'unknown', reason: `the connection broke while the mail was handed over: ${error.message}` };
    return {
      fate: 'later',
      seconds: 60,
      code: 'unreachable',
      reason: `the mail server cannot be reached: ${error.message}`,
    };
  }
  const name = `smtp_${code}`;
  if (error.code === 'EAUTH' || command.startsWith('AUTH') || code === 530 || code === 535)
    return code < 500 ? { fate: 'later', seconds: 300, code: name, reason } : { fate: 'revoked', reason };
  if (DAY_USED_UP.test(response)) return { fate: 'later', seconds: HOUR, code: name, reason };
  if (code < 500) return { fate: 'later', seconds: code === 421 ? 60 : 300, code: name, reason };
  return { fate: 'refused', code: name, reason };
}
