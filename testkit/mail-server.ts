import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server at a free port that takes every mail and keeps it: what it took, and the settings that lead to it. */
export type TestMailServer = { mails: ParsedMail[]; env: Record<string, string>; close(): Promise<void> };

export async function testMailServer(): Promise<TestMailServer> {
  const mails: ParsedMail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _, done) {
      simpleParser(stream, (error, mail) => {
        if (!error) mails.push(mail);
        done(error);
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  return {
    mails,
    env: { QUNLUO_SMTP_URL: `smtp://127.0.0.1:${port}`, QUNLUO_MAIL_FROM: 'qunluo@qunluo.example' },
    close: () => new Promise((done) => smtp.close(done)),
  };
}
