import { once } from 'node:events';
import { createXmppClient, NS, xml, type XmlElement, type XmppClient } from '../xmpp-client.ts';
import { DOMAIN, PASSWORD } from './prosody.ts';

/** Somebody at a chat program. */
export class XmppPerson {
  readonly jid: string;
  readonly #client: XmppClient;
  readonly stanzas: XmlElement[] = [];
  readonly #looking = new Set<() => void>();
  #count = 0;

  private constructor(name: string, client: XmppClient) {
    this.jid = `${name}@${DOMAIN}`;
    this.#client = client;
    client.on('error', () => {});
    client.on('stanza', (stanza) => {
      this.stanzas.push(stanza);
      for (const look of this.#looking) look();
    });
  }

  static async enter(service: string, name: string): Promise<XmppPerson> {
    const client = createXmppClient({ service, domain: DOMAIN, username: name, password: PASSWORD });
    const person = new XmppPerson(name, client);
    client.reconnect.stop();
    await client.start();
    await client.send(xml('presence'));
    return person;
  }

  /** Enters a room, which is made where it is not there. */
  async join(room: string, nick: string): Promise<void> {
    const x = xml('x', { xmlns: NS.muc }, xml('history', { maxstanzas: '0' }));
    await this.#client.send(xml('presence', { to: `${room}/${nick}` }, x));
    await this.sees(
      (stanza) => stanza.is('presence') && stanza.attrs.from === `${room}/${nick}` && stanza.toString().includes('110'),
    );
  }

  /** Lets everybody in a room see everybody's account. */
  async showAccounts(room: string): Promise<void> {
    const field = (name: string, value: string): XmlElement => xml('field', { var: name }, xml('value', {}, value));
    const form = xml(
      'x',
      { xmlns: NS.form, type: 'submit' },
      field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig'),
      field('muc#roomconfig_whois', 'anyone'),
      field('muc#roomconfig_persistentroom', '1'),
    );
    const query = xml('query', { xmlns: 'http://jabber.org/protocol/muc#owner' }, form);
    await this.ask(xml('iq', { type: 'set', to: room }, query));
  }

  /** Gives somebody an affiliation or a role. */
  async setItem(room: string, item: Record<string, string>): Promise<void> {
    await this.ask(xml('iq', { type: 'set', to: room }, xml('query', { xmlns: NS.mucAdmin }, xml('item', item))));
  }

  ask(iq: XmlElement): Promise<XmlElement> {
    return this.#client.iqCaller.request(iq, 10_000);
  }

  /** Says something in a room and waits until the room has told it; gives the id that the room gave it. */
  async say(
    room: string,
    text: string,
    more: XmlElement[] = [],
    id = `own-${this.jid}-${++this.#count}`,
  ): Promise<string> {
    await this.#client.send(
      xml('message', { to: room, type: 'groupchat', id }, text !== '' && xml('body', {}, text), ...more),
    );
    const echo = await this.sees(
      (stanza) => stanza.is('message') && stanza.attrs.id === id && stanza.attrs.type === 'groupchat',
    );
    return echo.getChild('stanza-id', NS.stanzaId)?.attrs.id ?? id;
  }

  async write(to: string, text: string): Promise<void> {
    await this.#client.send(xml('message', { to, type: 'chat', id: `p${++this.#count}` }, xml('body', {}, text)));
  }

  async leave(room: string, nick: string): Promise<void> {
    await this.#client.send(xml('presence', { to: `${room}/${nick}`, type: 'unavailable' }));
  }

  /** The first stanza that fits, seen already or soon. */
  async sees(fits: (stanza: XmlElement) => boolean): Promise<XmlElement> {
    const signal = AbortSignal.timeout(20_000);
    for (;;) {
      const found = this.stanzas.find(fits);
      if (found) return found;
      const target = new EventTarget();
      const look = (): void => void target.dispatchEvent(new Event('look'));
      this.#looking.add(look);
      await once(target, 'look', { signal }).finally(() => this.#looking.delete(look));
    }
  }

  async close(): Promise<void> {
    await this.#client.stop().catch(() => undefined);
  }
}
