import { randomUUID } from 'node:crypto';
import { plainRefused, refusePlainOutside } from '#modules/connections/index.ts';
// @ts-expect-error The package has no types; what is used of it is written down below.
import * as library from '@xmpp/client';

/** An element of a stanza. */
export type XmlElement = {
  name: string;
  attrs: Record<string, string | undefined>;
  is(name: string, namespace?: string): boolean;
  getChild(name: string, namespace?: string): XmlElement | undefined;
  getChildren(name: string, namespace?: string): XmlElement[];
  getChildElements(): XmlElement[];
  getChildText(name: string, namespace?: string): string | null;
  text(): string;
  toString(): string;
};

export type XmppClient = {
  /** Of connecting and closing, milliseconds. */
  timeout: number;
  readonly status: string;
  readonly iqCaller: { request(iq: XmlElement, timeoutMs?: number): Promise<XmlElement> };
  readonly reconnect: { stop(): void };
  readonly socket?: { destroy?(): void } | null;
  start(): Promise<{ toString(): string }>;
  stop(): Promise<unknown>;
  send(element: XmlElement): Promise<void>;
  on(event: 'stanza', fn: (stanza: XmlElement) => void): void;
  on(event: 'error', fn: (error: Error & { condition?: string }) => void): void;
  on(event: 'disconnect', fn: () => void): void;
};

export type XmppOptions = {
  service: string;
  domain: string;
  username: string;
  password: string;
  resource?: string;
};

type Child = XmlElement | string | undefined | false;
type Credentials = (
  authenticate: (
    with_: { username: string; password: string },
    mechanism?: string,
    agent?: XmlElement,
  ) => Promise<void>,
  mechanisms: readonly string[],
  fast: unknown,
  entity: XmppEntity,
) => Promise<void>;
type Library = {
  client: (options: Omit<XmppOptions, 'password'> & { credentials: Credentials; userAgent: XmlElement }) => XmppClient;
  xml: (name: string, attrs?: Record<string, string | undefined>, ...children: Child[]) => XmlElement;
};

const { client, xml: element } = library as Library;

/** The part of a client that its library hands to who signs in; a socket of the web has an address instead. */
export type XmppEntity = { isSecure(): boolean; socket?: { remoteAddress?: string; url?: string | null } | null };

/**
 * Refuses to sign in over a connection that is not encrypted, because the server offers no TLS or somebody on the way
 * took the offer away, unless the server is in one's own network. ConnectionRefused.
 */
export async function refusePlain({ isSecure, socket }: XmppEntity, domain: string): Promise<void> {
  if (isSecure()) return;
  const host = socket?.remoteAddress ?? (socket?.url ? new URL(socket.url).hostname : undefined);
  if (host === undefined) throw plainRefused(domain);
  await refusePlainOutside(host.replace(/^\[|\]$/g, ''));
}

/** A client that signs in over TLS, or in one's own network; in the clear it never tells the password itself. */
export function createXmppClient({ username, password, ...options }: XmppOptions): XmppClient {
  const userAgent = element('user-agent', { id: randomUUID() });
  return client({
    ...options,
    username,
    userAgent,
    credentials: async (authenticate, mechanisms, _fast, entity) => {
      await refusePlain({ isSecure: () => entity.isSecure(), socket: entity.socket }, options.domain);
      const mechanism = entity.isSecure() ? mechanisms[0] : mechanisms.find((one) => one !== 'PLAIN');
      await authenticate({ username, password }, mechanism, userAgent);
    },
  });
}

/** Makes an element; attributes and children that are undefined are left out, and text is well-formed XML. */
export function xml(
  name: string,
  attrs: Record<string, string | undefined> = {},
  ...children: readonly Child[]
): XmlElement {
  const given = Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== undefined));
  const kept = children.flatMap((child) =>
    child === undefined || child === false ? [] : [typeof child === 'string' ? sayable(child) : child],
  );
  return element(name, given, ...kept);
}

/** A text without the characters that XML 1.0 cannot carry: a server ends the whole stream for one of them. */
export const sayable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are the ones
  text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');

/** Namespaces, with the extensions that say what they mean: https://xmpp.org/extensions/ */
export const NS = {
  muc: 'http://jabber.org/protocol/muc',
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
  disco: 'http://jabber.org/protocol/disco#info',
  delay: 'urn:xmpp:delay', // XEP-0203
  stanzaId: 'urn:xmpp:sid:0', // XEP-0359
  correct: 'urn:xmpp:message-correct:0', // XEP-0308
  retract: 'urn:xmpp:message-retract:1', // XEP-0424
  reactions: 'urn:xmpp:reactions:0', // XEP-0444
  reply: 'urn:xmpp:reply:0', // XEP-0461
  fallback: 'urn:xmpp:fallback:0', // XEP-0428
  occupantId: 'urn:xmpp:occupant-id:0', // XEP-0421
  archive: 'urn:xmpp:mam:2', // XEP-0313
  forward: 'urn:xmpp:forward:0', // XEP-0297
  ping: 'urn:xmpp:ping', // XEP-0199
  outOfBand: 'jabber:x:oob', // XEP-0066
  form: 'jabber:x:data',
  pages: 'http://jabber.org/protocol/rsm', // XEP-0059
} as const;
