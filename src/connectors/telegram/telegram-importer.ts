import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Ambiguity } from '../contract.ts';
import type { Head } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { best, placeIn } from '../shared/entries.ts';
import { EventShaper } from '../shared/event-shaper.ts';
import { filled, isObject, textOf } from '../shared/json-entries.ts';
import { type Met, readJson } from '../shared/json-stream.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { type Chat, TelegramChat } from './telegram-chat.ts';

const CHAT = ['name', 'type', 'id', 'messages.*'];
const PATHS = ['$.', '$.chats.list.*.', '$.left_chats.list.*.'].flatMap((root) => CHAT.map((field) => root + field));
const PRIVATE = new Set(['personal_chat', 'bot_chat', 'saved_messages']);

/** Telegram Desktop's `result.json`, of one chat or of a whole account. */
export const telegramImporter: Importer = {
  id: 'telegram',
  label: { zh: 'Telegram 导出（result.json）', en: 'Telegram Desktop (result.json)' },
  detect: ({ heads }) => best(heads, score),
  async preview(file, settings) {
    const head = (
      await Promise.all(
        file.entries
          .filter(({ name }) => isJson(name))
          .slice(0, 1)
          .map(({ name }) => file.head(name)),
      )
    )[0];
    const needsZone = head !== undefined && !head.includes('"date_unixtime"');
    const ambiguities: Ambiguity[] = needsZone
      ? [
          {
            option: 'timezone',
            required: false,
            proposed: settings.timezone ?? new WallClock().zone,
            evidence: 'this older export writes times without a zone: those of the computer it was made on',
          },
        ]
      : [];
    return previewByReading(telegramImporter, file, settings, { ambiguities });
  },
  async *read(file, settings, sink): AsyncGenerator<NeutralEvent> {
    const shaper = new EventShaper(settings, sink, 'telegram');
    for await (const entry of file.walk(isJson)) {
      if (file.entries.length > 1 && !/(^|\/)result[^/]*\.json$/.test(entry.name)) continue;
      const place = placeIn(file, entry.name);
      const chats = new Chats(settings, { skipped: (where, reason) => sink.skipped(place(where), reason) });
      for await (const batch of readJson(entry.bytes, entry.name, PATHS, settings.encoding))
        for (const met of batch)
          for (const { draft, where } of chats.meet(met)) {
            const event = shaper.take(draft, place(where));
            if (event) yield event;
          }
      for (const { draft, where } of chats.end()) {
        const event = shaper.take(draft, place(where));
        if (event) yield event;
      }
    }
  },
};

const isJson = (name: string): boolean => /\.json$/i.test(name) || !name.includes('.');

/** Follows which chat the values of a stream belong to: its name, type and id come before its messages. */
class Chats {
  readonly #clock: WallClock;
  readonly #sink: SkipSink;
  #facts: Chat = {};
  #root = '';
  #chat?: TelegramChat;
  #refused = false;

  constructor(settings: ReadSettings, sink: SkipSink) {
    this.#clock = new WallClock(settings.timezone);
    this.#sink = sink;
  }

  *meet({ path, value }: Met) {
    const isMessage = typeof path.at(-1) === 'number' && path.at(-2) === 'messages';
    const root = path.slice(0, isMessage ? -2 : -1).join('.');
    if (root !== this.#root) yield* this.#leave(root);
    if (!isMessage) this.#facts[path.at(-1) as keyof Chat] = textOf(value);
    else if (this.#mayRead()) {
      this.#chat ??= new TelegramChat(this.#facts, this.#clock);
      if (isObject(value)) yield* this.#chat.read(value);
      else this.#sink.skipped(`message ${String(path.at(-1))}`, 'not_an_event');
    }
  }

  *end() {
    yield* this.#leave('');
  }

  *#leave(root: string) {
    if (this.#chat) yield* this.#chat.end();
    this.#chat = undefined;
    this.#facts = {};
    this.#refused = false;
    this.#root = root;
  }

  /** A whole account's export holds its owner's private conversations too; those are no community. */
  #mayRead(): boolean {
    if (this.#root === '' || !PRIVATE.has(this.#facts.type ?? '')) return true;
    if (!this.#refused) this.#sink.skipped(`chat ${filled(this.#facts.id) ?? this.#root}`, 'private_chat');
    this.#refused = true;
    return false;
  }
}

function score({ text }: Head): Confidence {
  const head = text.trimStart();
  if (!head.startsWith('{')) return NOT_MINE;
  if (
    /"messages"\s*:\s*\[/.test(head) &&
    /"type"\s*:\s*"(personal_chat|bot_chat|saved_messages|private_|public_)/.test(head)
  )
    return { score: 0.97, because: 'a chat of Telegram Desktop: type and messages' };
  if (/"chats"\s*:\s*\{/.test(head) || (/"personal_information"/.test(head) && /"about"/.test(head)))
    return { score: 0.9, because: 'a whole account exported by Telegram Desktop' };
  if (/"messages"\s*:\s*\[/.test(head) && /"(from_id|actor_id|date_unixtime)"/.test(head))
    return { score: 0.85, because: 'messages with Telegram’s fields' };
  return NOT_MINE;
}
