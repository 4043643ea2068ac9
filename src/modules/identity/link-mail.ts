import type { Mail, Mailer } from '#platform/mail/index.ts';

/** What sends mail, when the server has been told how. */
export type LinkMailer = {
  mailer?: Mailer;
  /** The address under which people reach the server; a link in a mail needs one that the sender of a request cannot choose. */
  publicUrl?: string;
};

/** Whether a link can be mailed: SMTP is set up and the server knows its own address. */
export const mailable = ({ mailer, publicUrl }: LinkMailer): boolean => Boolean(mailer?.configured && publicUrl);

/** One short line, whatever a name holds. */
const plain = (text: string): string => [...text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()].slice(0, 60).join('');

/** The mail with an invitation, in both languages: nobody knows yet which one its reader speaks. */
export function invitationMail(to: string, invitation: { workspace: string; invitedBy: string; link: string }): Mail {
  const [workspace, by] = [plain(invitation.workspace), plain(invitation.invitedBy)];
  return {
    to,
    subject: `${by} 邀请你加入「${workspace}」 · ${by} invites you to ${workspace}`,
    text: [
      `${by} 邀请你在群落 Qunluo 中加入工作区「${workspace}」。打开下面的链接接受邀请（7 天内有效，只能用一次）：`,
      `${by} invites you to the workspace “${workspace}” on Qunluo. Open this link to accept (once, within 7 days):`,
      invitation.link,
      '如果你不认识邀请人，忽略这封邮件即可。\nIf you do not know them, ignore this mail.',
    ].join('\n\n'),
  };
}

/** The mail with a link for a new password, in both languages. */
export function resetMail(to: string, link: string, hours: number): Mail {
  return {
    to,
    subject: '设置新密码 · Set a new password',
    text: [
      `有人要求为你的群落 Qunluo 账号设置新密码。打开下面的链接（${hours} 小时内有效，只能用一次）：`,
      `Somebody asked for a new password for your Qunluo account. Open this link (once, within ${hours} h):`,
      link,
      '如果不是你，忽略这封邮件即可，密码不会改变。\nIf it was not you, ignore this mail; your password stays as it is.',
    ].join('\n\n'),
  };
}
