import { type FetchMessageObject, ImapFlow } from 'imapflow';
import { ConnectionRefused, type ConnectorContext, refusePlainOutside } from '#modules/connections/index.ts';
import type { EmailSettings } from './settings.ts';

/** Milliseconds. `silence`: without a byte for so long, the socket is dead, whatever it says of itself. */
export type MailTimes = { connect: number; silence: number; poll: number };

export const mailTimes = ({ pollSeconds }: EmailSettings): MailTimes => ({
  connect: 15_000,
  poll: pollSeconds * 1000,
  silence: pollSeconds * 1000 + 30_000,
});

type ImapError = Error & {
  authenticationFailed?: boolean;
  mailboxMissing?: boolean;
  responseText?: string;
  code?: string;
};

/** Signs in and opens the folder for reading only: nothing there is marked as read. Throws ConnectionRefused for what a person must mend. */
export async function openMailbox(
  { settings, log }: Pick<ConnectorContext<EmailSettings>, 'settings' | 'log'>,
  times: MailTimes,
): Promise<ImapFlow> {
  const { imapHost, imapPort, imapTls, user, address, password, folder } = settings;
  if (imapTls === 'none') await refusePlainOutside(imapHost);
  const client = new ImapFlow({
    host: imapHost,
    port: imapPort,
    secure: imapTls === 'tls',
    ...(imapTls !== 'tls' && { doSTARTTLS: imapTls === 'starttls' }),
    auth: { user: user || address, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: times.connect,
    greetingTimeout: times.connect,
    socketTimeout: times.silence,
    clientInfo: { name: 'Qunluo' },
  });
  // Without a listener Node ends the process; `close` follows and is what is acted on.
  client.on('error', (error) => log.debug({ err: error }, 'the IMAP connection failed'));
  try {
    await client.connect();
    await client.mailboxOpen(folder, { readOnly: true });
    return client;
  } catch (error) {
    client.close();
    const { authenticationFailed, mailboxMissing, responseText, message } = error as ImapError;
    const words = responseText ?? message;
    if (authenticationFailed === true)
      throw new ConnectionRefused(`the mail server refused user name or password: ${words}`);
    if (mailboxMissing === true || /nonexistent|doesn't exist|not found/i.test(words))
      throw new ConnectionRefused(`there is no folder “${folder}”: ${words}`);
    throw error;
  }
}

/** The mails of the open folder from one UID on, lowest first, as far as their headers. A range that begins past the end names the last mail: it is left out. */
export async function fetchFrom(
  client: ImapFlow,
  from: number,
  headers: readonly string[],
): Promise<FetchMessageObject[]> {
  return fetchRange(client, `${from}:*`, headers).then((mails) => mails.filter(({ uid }) => uid >= from));
}

/** The mails that came since a day, for a folder whose numbers were given out anew. */
export async function fetchSince(
  client: ImapFlow,
  since: Date,
  headers: readonly string[],
): Promise<FetchMessageObject[]> {
  const uids = (await client.search({ since }, { uid: true })) || [];
  return uids.length === 0 ? [] : fetchRange(client, uids.join(','), headers);
}

async function fetchRange(client: ImapFlow, range: string, headers: readonly string[]): Promise<FetchMessageObject[]> {
  if ((client.mailbox || undefined)?.exists === 0) return [];
  const query = { uid: true, envelope: true, bodyStructure: true, internalDate: true, headers: [...headers] };
  const mails: FetchMessageObject[] = [];
  for await (const mail of client.fetch(range, query, { uid: true })) mails.push(mail);
  return mails.sort((a, b) => a.uid - b.uid);
}
