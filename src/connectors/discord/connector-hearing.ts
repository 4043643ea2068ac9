import { setTimeout as sleep } from 'node:timers/promises';
import type { REST } from 'discord.js';
import type { Heard } from '#modules/connections/index.ts';
import { firstToTell, NOTICE_WAITS_MS } from '../shared/first-to-tell.ts';
import { filled, type Json, listOf } from '../shared/json-entries.ts';
import { Recent } from '../shared/recent.ts';
import { type DiscordContext, discordFault, type Place, placeOf, type Places } from './connector-client.ts';
import {
  type Beside,
  idAt,
  type Move,
  readDeletion,
  readJoin,
  readLeave,
  readMessage,
  readReaction,
} from './connector-event.ts';
import type { Dispatch } from './connector-gateway.ts';

/** What is heard of everything that the gateway tells. */
const HEARD = /^(MESSAGE|GUILD_MEMBER)_/;
const REMEMBERED_AUTHORS = 20_000;
const PAGE = 100;
/** So many pages of one channel are fetched after a gap; a longer one is what an export is for. */
const MOST_PAGES = 10;
const OVERLAP_MS = 60_000;

/** Takes in what the gateway tells, and fetches what it could not. */
export class DiscordHearing {
  readonly #context: DiscordContext;
  readonly #rest: REST;
  readonly #places: Places;
  readonly #ownId: string;
  readonly #authors = new Recent<string, string>(REMEMBERED_AUTHORS);

  constructor(context: DiscordContext, parts: { rest: REST; places: Places; ownId: string }) {
    this.#context = context;
    this.#rest = parts.rest;
    this.#places = parts.places;
    this.#ownId = parts.ownId;
  }

  /** Durable when it resolves. */
  async take({ type, data, reference }: Dispatch): Promise<void> {
    if (HEARD.test(type)) this.#context.log.debug({ in: JSON.stringify(data) }, type);
    if (/^(CHANNEL|THREAD)_(CREATE|UPDATE)$/.test(type)) return this.#seePlace(data);
    if (type === 'MESSAGE_CREATE' || type === 'MESSAGE_UPDATE') return this.#message(data, type === 'MESSAGE_UPDATE');
    if (type === 'MESSAGE_DELETE' || type === 'MESSAGE_DELETE_BULK') return this.#deletion(data);
    if (type === 'MESSAGE_REACTION_ADD' || type === 'MESSAGE_REACTION_REMOVE') {
      const heard = readReaction(data, type === 'MESSAGE_REACTION_ADD', await this.#beside(data));
      return this.#hear(heard ? [heard] : []);
    }
    if (type === 'GUILD_MEMBER_ADD') return this.#join(data, reference);
    if (type === 'GUILD_MEMBER_REMOVE') {
      const places = this.#places.texts(String(data.guild_id));
      return this.#hear(readLeave(data, reference, { places, ownId: this.#ownId, now: this.#context.now() }));
    }
  }

  /** Hears the messages since a moment, milliseconds, of channels where there are newer ones. */
  async hearMissed(
    since: number,
    channels: readonly { place: Place; lastMessage?: string }[],
    signal: AbortSignal,
  ): Promise<void> {
    const first = idAt(since - OVERLAP_MS);
    for (const { place, lastMessage } of channels) {
      if (lastMessage === undefined || BigInt(lastMessage) < BigInt(first)) continue;
      let after = first;
      for (let page = 0; page < MOST_PAGES && !signal.aborted; page++) {
        const messages = await this.#messages(place, after, signal);
        for (const message of messages) await this.#message({ ...message, guild_id: place.guild }, false);
        if (messages.length < PAGE) break;
        after = String(messages.at(-1)!.id);
      }
    }
  }

  /** A page of messages, oldest first; none of a channel that is closed to us. Waits as long as Discord says when it is too much. */
  async #messages(place: Place, after: string, signal: AbortSignal): Promise<Json[]> {
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        const query = new URLSearchParams({ after, limit: String(PAGE) });
        const messages = (await this.#rest.get(`/channels/${place.id}/messages`, { query })) as Json[];
        return messages.toSorted((a, b) => (BigInt(String(a.id)) < BigInt(String(b.id)) ? -1 : 1));
      } catch (error) {
        const fault = discordFault(error);
        if (fault.fate === 'refused') return [];
        if (fault.fate === 'revoked' || tries === 5) throw error;
        await sleep((fault.fate === 'later' ? fault.seconds : 5) * 1000, undefined, { signal }).catch(() => undefined);
      }
    }
    return [];
  }

  async #beside(data: Json): Promise<Beside> {
    const place = await this.#places.of(String(data.channel_id), filled(data.guild_id));
    return { place, ownId: this.#ownId, authors: this.#authors, now: this.#context.now() };
  }

  async #message(data: Json, isUpdate: boolean): Promise<void> {
    // Discord also updates a message when it unfolds a link in it.
    if (isUpdate && typeof data.edited_timestamp !== 'string') return;
    const { heard, move } = readMessage(data, await this.#beside(data));
    if (move) return this.#move(move);
    await this.#hear(heard ? [heard] : []);
  }

  async #deletion(data: Json): Promise<void> {
    const beside = await this.#beside(data);
    const ids = data.ids === undefined ? [data.id] : listOf(data.ids);
    await this.#hear(ids.map((id) => readDeletion(String(id), beside)));
  }

  /** A notice names no channel: it is told in the first one that belongs to a community, the server's welcome before all others. */
  async #join(data: Json, reference: string): Promise<void> {
    await sleep(NOTICE_WAITS_MS);
    for (const place of await this.#places.welcomesOf(String(data.guild_id))) {
      const beside = { place, ownId: this.#ownId, authors: this.#authors, now: this.#context.now() };
      const move = readJoin(data, reference, beside);
      if (!move || !(await this.#tellsFirst(move)) || (await this.#isKept(move.heard))) return;
    }
  }

  /** A message about a joining is heard in any case; only where it is kept does it stand for the notice too. */
  async #move(move: Move): Promise<void> {
    if (await this.#isKept(move.heard)) await this.#tellsFirst(move);
  }

  #tellsFirst({ key, heard }: Move): Promise<boolean> {
    const { id, at } = heard.event;
    return firstToTell(this.#context.memory, { key, id, at: Date.parse(at) });
  }

  /** Hears something, and whether its channel belongs to a community, so that it is kept. */
  async #isKept(heard: Heard): Promise<boolean> {
    const told = await this.#context.hear([heard]);
    return heard.chat === undefined || !told?.left.includes(heard.chat);
  }

  async #seePlace(data: Json): Promise<void> {
    const place = placeOf(data);
    this.#places.note(place);
    if (place.isText) await this.#context.discover([{ id: place.id, name: place.name, kind: 'channel' }]);
  }

  async #hear(heard: readonly Heard[]): Promise<void> {
    if (heard.length > 0) await this.#context.hear(heard);
  }
}
