import { ConnectionRefused, type ConnectorContext } from '#modules/connections/index.ts';
import type { XmppSettings } from './settings.ts';
import { createXmppClient, NS, xml, type XmlElement, type XmppClient } from './xmpp-client.ts';

export type XmppContext = ConnectorContext<XmppSettings>;

/** A stanza with an error that the other side answered, as @xmpp/client throws it. */
type StanzaFault = Error & { condition?: string; type?: string };

export type Link = {
  client: XmppClient;
  /** Asks and waits for the answer; undefined where the other side says no. Throws when no answer comes. */
  ask(iq: XmlElement, timeoutMs?: number): Promise<XmlElement | undefined>;
  ended: Promise<Error>;
  end(error: Error): void;
  close(): Promise<void>;
};

const ONLINE_WITHIN_MS = 20_000;

/**
 * Signs in. It does not reconnect by itself: `ended` resolves and whoever holds the connection decides. A server that answers no ping
 * is gone. Throws ConnectionRefused for a password that is not accepted.
 */
export async function openLink(context: XmppContext, onStanza: (stanza: XmlElement) => void): Promise<Link> {
  const { jid, password, service, pingSeconds, silenceSeconds } = context.settings;
  const [username = '', domain = ''] = jid.split('@');
  const client = createXmppClient({ service: service || domain, domain, username, password });
  client.timeout = 5_000;
  client.reconnect.stop();
  const { promise: ended, resolve } = Promise.withResolvers<Error>();
  let pings: NodeJS.Timeout | undefined;
  const end = (error: Error): void => {
    clearTimeout(pings);
    resolve(error);
  };
  client.on('error', (error) => end(refusalOf(error)));
  client.on('disconnect', () => end(new Error('the server closed the connection')));
  client.on('stanza', onStanza);
  const late = setTimeout(() => end(new Error('the server does not sign us in in time')), ONLINE_WITHIN_MS);
  try {
    const failed = ended.then((error) => Promise.reject(error));
    await Promise.race([client.start(), failed]).catch((error: unknown) => {
      throw refusalOf(error as StanzaFault);
    });
  } catch (error) {
    await hangUp(client);
    throw error;
  } finally {
    clearTimeout(late);
  }
  const ask: Link['ask'] = async (iq, timeoutMs = silenceSeconds * 1000) => {
    try {
      return await client.iqCaller.request(iq, timeoutMs);
    } catch (error) {
      if ((error as StanzaFault).name === 'StanzaError') return undefined;
      throw error;
    }
  };
  const beat = (): void => {
    pings = setTimeout(() => {
      // A server that knows no pings says so, and is there.
      ask(xml('iq', { type: 'get', to: domain }, xml('ping', { xmlns: NS.ping }))).then(beat, () =>
        end(new Error('the server went silent')),
      );
    }, pingSeconds * 1000);
  };
  beat();
  void ended.then(() => clearTimeout(pings));
  return {
    client,
    ask,
    ended,
    end,
    async close() {
      end(new Error('closed'));
      await hangUp(client);
    },
  };
}

/** A silent server is not waited for. */
async function hangUp(client: XmppClient): Promise<void> {
  client.timeout = 500;
  await client.stop().catch(() => undefined);
  client.socket?.destroy?.();
}

const NOT_ACCEPTED = new Set([
  'not-authorized',
  'account-disabled',
  'credentials-expired',
  'invalid-authzid',
  'not-allowed',
]);

function refusalOf(error: StanzaFault): Error {
  return error.name === 'SASLError' && NOT_ACCEPTED.has(error.condition ?? '')
    ? new ConnectionRefused(`the server does not accept the account: ${error.condition}`)
    : error;
}
