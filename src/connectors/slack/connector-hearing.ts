import { setTimeout as sleep } from 'node:timers/promises';
import { filled, isObject, type Json, objectsOf } from '../shared/json-entries.ts';
import { firstToTell, NOTICE_WAITS_MS } from '../shared/first-to-tell.ts';
import { Recent } from '../shared/recent.ts';
import { Directory, type SlackClient, type SlackContext } from './connector-client.ts';
import { idsIn, readSlackEvent, type SlackTold } from './connector-event.ts';

/** What is known of a connection in this process beside its settings: names, and how far it has heard. */
type Known = { directory: Directory; notedAt: number };

/** Callbacks come one by one, on any process; names asked for once serve all of them here. */
const known = new Recent<string, Known>(1_000);

const NOTE_EVERY_MS = 30_000;

/** Takes events of the Events API in, whichever way they came. */
export class SlackHearing {
  readonly #context: SlackContext;
  readonly #client: SlackClient;
  readonly #known: Known;

  constructor(context: SlackContext, client: SlackClient) {
    this.#context = context;
    this.#client = client;
    this.#known = known.get(context.connectionId) ?? { directory: new Directory(), notedAt: 0 };
    known.set(context.connectionId, this.#known);
  }

  get directory(): Directory {
    return this.#known.directory;
  }

  /** An `event_callback`, as callbacks and Socket Mode bring it; durable when it resolves. */
  async payload(payload: Json): Promise<void> {
    if (payload.type !== 'event_callback' || !isObject(payload.event)) return;
    const ownId = objectsOf(payload.authorizations).find(({ is_bot }) => is_bot === true)?.user_id;
    await this.hear(payload.event, { userId: filled(ownId) ?? (await this.#context.memory.get('self')) ?? '' });
    await this.noteHeard(this.#context.now());
  }

  async hear(event: Json, self: { userId: string }): Promise<void> {
    const { users, places } = idsIn(event);
    const { directory } = this.#known;
    const now = this.#context.now();
    const ask = async <Value>(ids: string[], find: (id: string) => Promise<Value>): Promise<Map<string, Value>> =>
      new Map(await Promise.all(ids.map(async (id) => [id, await find(id)] as const)));
    const names = {
      users: await ask(users, (id) => directory.user(this.#client, id, now)),
      places: await ask(places, (id) => directory.place(this.#client, id, now)),
    };
    const told = readSlackEvent(event, names, self);
    if (told.some(({ heard }) => heard.chat !== undefined))
      await this.#context.discover([...names.places].map(([id, place]) => ({ id, ...place })));
    const heard = [];
    for (const one of told) if (await this.#tellsFirst(one)) heard.push(one.heard);
    if (heard.length > 0) await this.#context.hear(heard);
  }

  /** How far everything was heard, so that the rest can be fetched after a restart; written now and then only. */
  async noteHeard(at: number, often = false): Promise<void> {
    if (!often && at - this.#known.notedAt < NOTE_EVERY_MS) return;
    this.#known.notedAt = at;
    await this.#context.memory.set('heard', String(at));
  }

  async #tellsFirst({ heard, move }: SlackTold): Promise<boolean> {
    if (!move) return true;
    if (move.notice) await sleep(NOTICE_WAITS_MS);
    const { id, at } = heard.event;
    return firstToTell(this.#context.memory, { key: move.key, id, at: Date.parse(at) });
  }
}
