import type { REST } from 'discord.js';
import {
  asText,
  type Action,
  type ActionOutcome,
  type Content,
  type Outgoing,
  type SendOutcome,
} from '#modules/connections/index.ts';
import type { Json } from '../shared/json-entries.ts';
import { Recent } from '../shared/recent.ts';
import { discordFault, type Places } from './connector-client.ts';

/** https://discord.com/developers/docs/resources/message#create-message and #embed-object-embed-limits */
const LONGEST = { content: 2000, description: 4096, title: 256 } as const;
const LONGEST_MUTE_SECONDS = 28 * 86_400;

/** The longest text that fits into one message. */
export const LONGEST_TEXT = LONGEST.description;

/** A content as Discord takes it; a text too long for a message goes into an embed. */
function formOf(content: Content): Json {
  if (content.kind === 'image')
    return { content: '', embeds: [{ description: content.caption || undefined, image: { url: content.url } }] };
  if (content.kind === 'card') {
    const image = content.image === null ? undefined : { url: content.image };
    const title = content.title.slice(0, LONGEST.title);
    return { content: '', embeds: [{ title, url: content.url, description: content.text || undefined, image }] };
  }
  const text = asText(content);
  return text.length <= LONGEST.content
    ? { content: text, embeds: [] }
    : { content: '', embeds: [{ description: text }] };
}

/** 128 bits of a delivery's id in the 25 characters that a nonce may have. */
const nonceOf = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url').slice(0, 25);

export class DiscordSender {
  readonly #rest: REST;
  readonly #places: Places;
  readonly #privates = new Recent<string, string>(10_000);

  constructor(rest: REST, places: Places) {
    this.#rest = rest;
    this.#places = places;
  }

  /** Sends, or changes what was sent. The nonce makes Discord give back the first message when a send is tried again within minutes. */
  async send(message: Outgoing): Promise<SendOutcome> {
    if (!isId(message.to.id)) return { fate: 'refused', code: 'bad_recipient', reason: 'ids at Discord are numbers' };
    const text = asText(message.content);
    if (message.content.kind !== 'card' && text.length > LONGEST_TEXT)
      return { fate: 'refused', code: 'too_long', reason: `Discord takes at most ${LONGEST_TEXT} characters here` };
    try {
      const channel = message.to.kind === 'person' ? await this.#privateWith(message.to.id) : message.to.id;
      const form = { ...formOf(message.content), allowed_mentions: { parse: [] } };
      if (message.replaces !== undefined) {
        if (!isId(message.replaces))
          return { fate: 'refused', code: 'bad_reference', reason: 'the message to change has no id at Discord' };
        await this.#rest.patch(`/channels/${channel}/messages/${message.replaces}`, { body: form });
        return { fate: 'sent', id: message.replaces };
      }
      const answered = isId(message.replyTo) ? { message_id: message.replyTo, fail_if_not_exists: false } : undefined;
      const body = { ...form, nonce: nonceOf(message.id), enforce_nonce: true, message_reference: answered };
      const sent = (await this.#rest.post(`/channels/${channel}/messages`, { body })) as Json;
      return { fate: 'sent', id: String(sent.id) };
    } catch (error) {
      return discordFault(error);
    }
  }

  async #privateWith(user: string): Promise<string> {
    const known = this.#privates.get(user);
    if (known !== undefined) return known;
    const { id } = (await this.#rest.post('/users/@me/channels', { body: { recipient_id: user } })) as Json;
    this.#privates.set(user, String(id));
    return String(id);
  }

  /** Mutes by a timeout, ends one, or removes from the server that a channel belongs to. `now` in milliseconds. */
  async act(action: Action, now: number): Promise<ActionOutcome> {
    const { guild } = action.chat === undefined ? {} : await this.#places.of(action.chat, undefined);
    if (guild === undefined || !isId(action.account))
      return { fate: 'refused', code: 'bad_recipient', reason: 'a channel of a server and a person are needed' };
    const path = `/guilds/${guild}/members/${action.account}` as const;
    try {
      if (action.kind === 'remove') await this.#rest.delete(path);
      else if (action.kind === 'mute') {
        const seconds = Math.min(action.seconds ?? LONGEST_MUTE_SECONDS, LONGEST_MUTE_SECONDS - 60);
        const until = new Date(now + seconds * 1000).toISOString();
        await this.#rest.patch(path, { body: { communication_disabled_until: until } });
      } else if (action.kind === 'unmute')
        await this.#rest.patch(path, { body: { communication_disabled_until: null } });
      else return { fate: 'refused', code: 'unsupported', reason: `Discord has no ${action.kind} here` };
      return { fate: 'done' };
    } catch (error) {
      return discordFault(error);
    }
  }
}

const isId = (id: string | undefined): id is string => /^\d{1,20}$/.test(id ?? '');
