import type { Heard } from '#modules/connections/index.ts';
import { faultOfInstant } from '../shared/when.ts';
import { parseWallTime } from '../shared/wall-time.ts';
import type { WallClock } from '../shared/wall-clock.ts';
import { type JsonPath, valueAt } from './json-path.ts';

/** How a body of somebody's making becomes events. Paths lead from each item of the list that `events` leads to. */
export type BodyTemplate = {
  events?: JsonPath;
  member: JsonPath;
  name?: JsonPath;
  id?: JsonPath;
  kind?: JsonPath;
  text?: JsonPath;
  chat?: JsonPath;
  chatName?: JsonPath;
  time?: JsonPath;
  replyTo?: JsonPath;
  /** Their word for a kind → ours. */
  kinds: ReadonlyMap<string, string>;
  /** Kept before every id, so that two tools' members do not mix. */
  prefix: string;
  clock: WallClock;
};

/** Where one request came from: its id makes ids for items without one, its time is theirs where they have none. */
export type Envelope = { id: string; at: number };

/** One thing wrong with a body: which item, which field, what. */
export type BodyFault = { item: number; field: string; what: string };

/** A body as events, and every fault in it. An empty list of events is no fault. */
export function mapBody(
  template: BodyTemplate,
  body: unknown,
  envelope: Envelope,
): { heard: Heard[]; chats: { id: string; name?: string }[]; faults: BodyFault[] } {
  const list = template.events === undefined ? [body] : valueAt(template.events, body);
  const faults: BodyFault[] = [];
  if (!Array.isArray(list))
    return { heard: [], chats: [], faults: [{ item: 0, field: 'events', what: 'no list is there' }] };
  if (list.length > MOST)
    return { heard: [], chats: [], faults: [{ item: MOST, field: 'events', what: `more than ${MOST}` }] };
  const heard: Heard[] = [];
  const chats = new Map<string, { id: string; name?: string }>();
  list.forEach((item: unknown, index) => {
    const mapped = new Item(template, item, index, faults).map(envelope);
    if (mapped === undefined) return;
    heard.push(mapped.heard);
    if (mapped.chat !== undefined) chats.set(mapped.chat.id, mapped.chat);
  });
  return { heard, chats: [...chats.values()], faults };
}

const MOST = 1000;
const LONGEST_ID = 300;

/** One item being read; what is wrong with it goes to `faults`. */
class Item {
  readonly #template: BodyTemplate;
  readonly #value: unknown;
  readonly #index: number;
  readonly #faults: BodyFault[];

  constructor(template: BodyTemplate, value: unknown, index: number, faults: BodyFault[]) {
    this.#template = template;
    this.#value = value;
    this.#index = index;
    this.#faults = faults;
  }

  map(envelope: Envelope): { heard: Heard; chat?: { id: string; name?: string } } | undefined {
    const before = this.#faults.length;
    const { prefix, kinds } = this.#template;
    const member = this.#id('member');
    if (member === undefined) this.#fault('member', 'nothing is there');
    const said = this.#text('kind') ?? 'message';
    const kind = kinds.get(said) ?? said;
    if (!/^[a-z][a-z_-]{0,59}$/.test(kind)) this.#fault('kind', `“${said.slice(0, 60)}” is no kind; add a line for it`);
    const at = this.#time(envelope.at);
    const chat = this.#id('chat');
    const [text, name, replyTo] = [this.#text('text'), this.#text('name'), this.#id('replyTo')];
    if (this.#faults.length > before) return undefined;
    const event = {
      id: this.#id('id') ?? `${prefix}${envelope.id}:${this.#index}`,
      kind,
      member: member!,
      at: new Date(at).toISOString(),
      ...(text !== undefined && { text }),
      ...(name !== undefined && { name: name.slice(0, 400) }),
      ...(replyTo !== undefined && { replyTo }),
    };
    if (chat === undefined) return { heard: { event } };
    const chatName = this.#text('chatName');
    return {
      heard: { chat, event },
      chat: { id: chat, ...(chatName !== undefined && { name: chatName.slice(0, 200) }) },
    };
  }

  #fault(field: string, what: string): void {
    this.#faults.push({ item: this.#index, field, what });
  }

  #text(field: Exclude<keyof BodyTemplate, 'events' | 'kinds' | 'prefix' | 'clock'>): string | undefined {
    const path = this.#template[field];
    const value = path && valueAt(path, this.#value);
    if (value === undefined) return undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.#fault(field, 'a text or a number is expected there');
    return undefined;
  }

  #id(field: 'member' | 'chat' | 'id' | 'replyTo'): string | undefined {
    const text = this.#text(field)?.trim();
    if (text === undefined || text === '') return undefined;
    if (text.length > LONGEST_ID) this.#fault(field, `longer than ${LONGEST_ID} characters`);
    return `${this.#template.prefix}${text}`;
  }

  #time(otherwise: number): number {
    const text = this.#text('time');
    if (text === undefined) return otherwise;
    const at = parseWallTime(text, this.#template.clock);
    const fault = faultOfInstant(at, otherwise);
    if (fault !== undefined) this.#fault('time', `“${text.slice(0, 60)}”: ${fault.replaceAll('_', ' ')}`);
    return at;
  }
}
