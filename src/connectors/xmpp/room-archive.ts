import { filled } from '../shared/json-entries.ts';
import { NS, xml, type XmlElement } from './xmpp-client.ts';
import type { Link } from './xmpp-link.ts';

const PAGE = '100';
/** So many messages of a room are fetched after a gap; a longer one is what an export is for. */
const MOST_PAGES = 20;

/** A message as the archive of a room keeps it, with the id that it has there. */
export type Archived = { id: string; message: XmlElement };

/** What a room says of itself. */
export type RoomFacts = { name: string; isOpen: boolean; hasArchive: boolean; members?: number };

/** Asks a room what it is; one that does not say is taken as one that hides who is in it and keeps no archive. */
export async function roomFacts(link: Link, room: string): Promise<RoomFacts> {
  const answer = await link.ask(xml('iq', { type: 'get', to: room }, xml('query', { xmlns: NS.disco })));
  const info = answer?.getChild('query', NS.disco);
  const features = new Set(info?.getChildren('feature').map(({ attrs }) => attrs.var));
  const fields = info?.getChild('x', NS.form)?.getChildren('field') ?? [];
  const occupants = fields.find(({ attrs }) => attrs.var === 'muc#roominfo_occupants')?.getChildText('value');
  return {
    name: filled(info?.getChild('identity')?.attrs.name) ?? room.split('@')[0]!,
    isOpen: features.has('muc_nonanonymous'),
    hasArchive: features.has(NS.archive),
    members: occupants ? Number(occupants) : undefined,
  };
}

/** Collects what archives tell while they are asked: it comes as messages before the answer. */
export class ArchiveReader {
  readonly #link: Link;
  readonly #asked = new Map<string, Archived[]>();
  #count = 0;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Takes a message that belongs to what was asked; false for any other. */
  take(stanza: XmlElement): boolean {
    const result = stanza.getChild('result', NS.archive);
    const found = this.#asked.get(result?.attrs.queryid ?? '');
    const forwarded = result?.getChild('forwarded', NS.forward);
    const message = forwarded?.getChild('message');
    if (!found || !result || !forwarded || !message) return false;
    // When it was said stands beside the message; read as if it stood in it, as it does in the history of a room.
    const delay = forwarded.getChild('delay', NS.delay);
    const whole = delay ? xml('message', message.attrs, ...message.getChildElements(), delay) : message;
    found.push({ id: result.attrs.id ?? '', message: whole });
    return true;
  }

  /** Everything a room kept since a moment, milliseconds, page by page, oldest first. */
  async *since(room: string, start: number): AsyncGenerator<Archived[]> {
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const queryid = `q${++this.#count}`;
      const found: Archived[] = [];
      this.#asked.set(queryid, found);
      try {
        const answer = await this.#link.ask(query(room, queryid, start, after), 30_000);
        const fin = answer?.getChild('fin', NS.archive);
        // Results are sent by the room as its own; anybody else's would have no query of ours.
        yield found.filter(({ id, message }) => id !== '' && message.attrs.from?.toLowerCase().startsWith(`${room}/`));
        after = fin?.getChild('set', NS.pages)?.getChildText('last') ?? undefined;
        if (!fin || fin.attrs.complete === 'true' || after === undefined) return;
      } finally {
        this.#asked.delete(queryid);
      }
    }
  }
}

function query(room: string, queryid: string, start: number, after: string | undefined): XmlElement {
  const field = (name: string, value: string): XmlElement => xml('field', { var: name }, xml('value', {}, value));
  return xml(
    'iq',
    { type: 'set', to: room },
    xml(
      'query',
      { xmlns: NS.archive, queryid },
      xml(
        'x',
        { xmlns: NS.form, type: 'submit' },
        field('FORM_TYPE', NS.archive),
        field('start', new Date(start).toISOString()),
      ),
      xml('set', { xmlns: NS.pages }, xml('max', {}, PAGE), after !== undefined && xml('after', {}, after)),
    ),
  );
}
