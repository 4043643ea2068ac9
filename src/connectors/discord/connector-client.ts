import type { REST } from 'discord.js';
import type { ConnectorContext, SendOutcome } from '#modules/connections/index.ts';
import { filled, type Json } from '../shared/json-entries.ts';
import { libraryFetch, noAnswerIn } from '../shared/library-fetch.ts';
import { Recent } from '../shared/recent.ts';
import type { DiscordSettings } from './connector-settings.ts';

export type DiscordContext = ConnectorContext<DiscordSettings>;

/** discord.js's REST client: our HTTP, no retries and no waiting of its own, because the sender plans those. Loaded when needed. */
export async function discordRest(context: DiscordContext): Promise<REST> {
  const { REST: Rest } = await import('discord.js');
  return new Rest({
    version: '10',
    api: context.settings.apiUrl,
    retries: 0,
    rejectOnRateLimit: () => true,
    makeRequest: libraryFetch(context) as never,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
  }).setToken(context.settings.token);
}

type Fault = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

/** What a failure of the REST client means: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export function discordFault(error: unknown): Fault {
  const lost = noAnswerIn(error);
  if (lost) return lost;
  const {
    status,
    code,
    retryAfter,
    message = String(error),
  } = error as Error & {
    status?: number;
    code?: number | string;
    retryAfter?: number;
  };
  if (retryAfter !== undefined)
    return { fate: 'later', seconds: Math.ceil(retryAfter / 1000) || 1, code: 'too_many', reason: message };
  // The client forgets a token that was refused, and complains of having none.
  if (status === 401 || /expected token/i.test(message)) return { fate: 'revoked', reason: message };
  if (status === undefined) return { fate: 'unknown', reason: message };
  return { fate: 'refused', code: CODES[Number(code)] ?? `discord_${code}`, reason: message };
}

const CODES: Record<number, string> = {
  10003: 'no_such_recipient',
  10008: 'no_such_message',
  10013: 'no_such_recipient',
  50001: 'no_access',
  50007: 'blocked',
  50013: 'no_rights',
  50035: 'bad_request',
};

/** A channel: `parent` where it is a thread, whose group is the channel it hangs from. */
export type Place = { id: string; name: string; guild?: string; parent?: string; isText: boolean };

const THREADS = new Set([10, 11, 12]);
/** Text, announcements, forum, media, and voice, which has a chat. */
const TEXT = new Set([0, 2, 5, 13, 15, 16]);

export function placeOf(channel: Json, guild?: string): Place {
  const isThread = THREADS.has(Number(channel.type));
  return {
    id: String(channel.id),
    name: filled(channel.name) ?? String(channel.id),
    guild: filled(channel.guild_id) ?? guild,
    parent: isThread ? filled(channel.parent_id) : undefined,
    isText: TEXT.has(Number(channel.type)),
  };
}

type Server = { id: string; name: string; members?: number };

/** The servers and channels that the bot is in; those met later are asked for once. */
export class Places {
  readonly #rest: REST;
  readonly #places = new Recent<string, Place>(20_000);
  readonly servers = new Map<string, Server>();
  /** Text channels of each server, in the order they are shown. */
  readonly #texts = new Map<string, Place[]>();

  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** Asks for all; gives the text channels and open threads with the id of the latest message in them. */
  async load(): Promise<{ place: Place; lastMessage?: string }[]> {
    const found: { place: Place; lastMessage?: string }[] = [];
    const query = new URLSearchParams({ with_counts: 'true' });
    for (const server of (await this.#rest.get('/users/@me/guilds', { query })) as Json[]) {
      const id = String(server.id);
      const members = Number(server.approximate_member_count);
      this.servers.set(id, { id, name: filled(server.name) ?? id, ...(members >= 0 && { members }) });
      const channels = (await this.#rest.get(`/guilds/${id}/channels`)) as Json[];
      const texts = channels
        .toSorted((a, b) => Number(a.position) - Number(b.position))
        .map((channel) => ({ place: placeOf(channel, id), lastMessage: filled(channel.last_message_id) }))
        .filter(({ place }) => place.isText);
      this.#texts.set(
        id,
        texts.map(({ place }) => place),
      );
      const { threads } = (await this.#rest.get(`/guilds/${id}/threads/active`)) as { threads: Json[] };
      const open = threads.map((thread) => ({
        place: placeOf(thread, id),
        lastMessage: filled(thread.last_message_id),
      }));
      for (const { place } of [...texts, ...open]) this.note(place);
      found.push(...texts, ...open);
    }
    return found;
  }

  note(place: Place): void {
    this.#places.set(place.id, place);
  }

  /** A channel by its id; one that Discord does not show is taken as it is. */
  async of(id: string, guild: string | undefined): Promise<Place> {
    const known = this.#places.get(id);
    if (known) return known;
    const channel = await this.#rest.get(`/channels/${id}`).catch(() => undefined);
    const place = channel ? placeOf(channel as Json, guild) : { id, name: id, guild, isText: true };
    this.note(place);
    return place;
  }

  texts(guild: string): readonly Place[] {
    return this.#texts.get(guild) ?? [];
  }

  /** Where a server may tell of who joins: its system channel, then the others as they are shown. */
  async welcomesOf(guild: string): Promise<readonly Place[]> {
    const server = (await this.#rest.get(`/guilds/${guild}`).catch(() => undefined)) as Json | undefined;
    const system = filled(server?.system_channel_id);
    const texts = this.texts(guild);
    return [...texts.filter(({ id }) => id === system), ...texts.filter(({ id }) => id !== system)];
  }
}
