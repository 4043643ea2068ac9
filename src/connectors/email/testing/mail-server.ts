import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { MAILBOX } from './dovecot.ts';

/** A refusal as SMTP words it: a code and text. */
export type Refusal = { code: number; text: string };

/** A real SMTP server that takes mail of one user and can be told to refuse, to hang, or to cut the connection. */
export type MailServer = {
  port: number;
  taken: { mail: ParsedMail; to: string[] }[];
  atLogin?: Refusal;
  atRecipient?: Refusal;
  atData?: Refusal | 'cut' | 'hang';
  close(): Promise<void>;
};

const refusal = ({ code, text }: Refusal): Error => Object.assign(new Error(text), { responseCode: code });

/** Starts it on a free port. */
export async function startMailServer(): Promise<MailServer> {
  const server = new SMTPServer({
    disableReverseLookup: true,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth({ username, password }, _session, done) {
      if (mails.atLogin !== undefined) return done(refusal(mails.atLogin));
      const known = username === MAILBOX.user && password === MAILBOX.password;
      return known ? done(null, { user: username }) : done(refusal({ code: 535, text: '5.7.8 bad credentials' }));
    },
    onRcptTo(_address, _session, done) {
      return mails.atRecipient === undefined ? done() : done(refusal(mails.atRecipient));
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      void answered(stream, to, done);
    },
  });
  server.on('error', () => undefined);
  const connections = new Set<{ destroy(): void }>();
  server.server.on('connection', (socket) => connections.add(socket));
  const answered = async (stream: SMTPServerDataStream, to: string[], done: (error?: Error) => void): Promise<void> => {
    try {
      if (await take(stream, to)) done();
    } catch (error) {
      done(error as Error);
    }
  };
  const take = async (stream: SMTPServerDataStream, to: string[]): Promise<boolean> => {
    const mail = await simpleParser(stream);
    if (mails.atData === 'hang') return false;
    if (mails.atData === 'cut') {
      for (const socket of connections) socket.destroy();
      return false;
    }
    if (mails.atData !== undefined) throw refusal(mails.atData);
    mails.taken.push({ mail, to });
    return true;
  };
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const mails: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    taken: [],
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
  return mails;
}
