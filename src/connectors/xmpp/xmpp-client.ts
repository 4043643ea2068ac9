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
type Library = {
  client: (options: XmppOptions) => XmppClient;
  xml: (name: string, attrs?: Record<string, string | undefined>, ...children: Child[]) => XmlElement;
};

const { client, xml: element } = library as Library;

export const createXmppClient = (options: XmppOptions): XmppClient => client(options);

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
