import type { DateOrder, SkipReason } from '../contract.ts';
import type { Draft } from '../shared/event-shaper.ts';
import { wallOfDate } from '../shared/numeric-date.ts';
import { OrdinalIds } from '../shared/ordinal-ids.ts';
import type { WallClock } from '../shared/wall-clock.ts';
import { contentOf } from './whatsapp-content.ts';
import { cleanName, colonsOf, parseStamped, personId, type Stamped } from './whatsapp-line.ts';
import { type Notice, parseNotice, peopleOf } from './whatsapp-notice.ts';
import type { Survey } from './whatsapp-survey.ts';

export type ChatSettings = { survey: Survey; order: DateOrder; clock: WallClock; self: string; group: string };

/** An event, or a line that gave none. */
export type ChatItem = { line: number; draft: Draft } | { line: number; reason: SkipReason };

type Open = { stamped: Stamped; lines: string[]; line: number; size: number };

/** Text of one message that is held while its lines come in; a longer one is cut by whoever takes it. */
const MOST_HELD = 4 * 1024 * 1024;

/** Reads a chat line by line; a message ends where the next begins. */
export class ChatReader {
  readonly #settings: ChatSettings;
  readonly #ids = new OrdinalIds();
  #title: string;
  #open?: Open;
  #before?: number;

  constructor(settings: ChatSettings) {
    this.#settings = settings;
    this.#title = settings.group;
  }

  /** What a line completes: the message before it, if it begins another. */
  line(text: string, line: number): ChatItem[] {
    const stamped = parseStamped(text);
    if (stamped) {
      const done = this.end();
      this.#open = { stamped, lines: [stamped.rest], line, size: 0 };
      return done;
    }
    if (this.#open) {
      this.#open.size += text.length + 1;
      if (this.#open.size < MOST_HELD) this.#open.lines.push(text);
    } else if (text.trim() !== '' && this.#before === undefined) {
      this.#before = line;
      return [{ line, reason: 'no_message' }];
    }
    return [];
  }

  /** The last message; to be asked at the end. */
  end(): ChatItem[] {
    const open = this.#open;
    if (!open) return [];
    this.#open = undefined;
    const { stamped, line } = open;
    const at = this.#settings.clock.instant(wallOfDate(stamped.date, this.#settings.order) + stamped.clock);
    const whole = open.lines.join('\n');
    const head = whole.split('\n', 1)[0]!;
    const colons = colonsOf(head);
    return colons.length === 0 || isNoticeWithColon(head.slice(0, colons[0]))
      ? this.#notice(whole, at, line)
      : this.#message(whole, colons[0]!, at, line);
  }

  #message(whole: string, colon: number, at: number, line: number): ChatItem[] {
    const first = whole.slice(0, colon);
    const shown = this.#settings.survey.colonNames.get(first) ?? first;
    const longer = whole.startsWith(`${shown}: `) ? shown : first;
    const body = whole.slice(longer.length + 1).replace(/^ /, '');
    // iOS writes notices as if someone had said them, with a mark before.
    if (body.startsWith('\u200e')) {
      const notice = parseNotice(body.replace(/^\u200e+/, ''));
      if (notice) return this.#happened(notice, at, line, body);
    }
    const { people } = this.#settings.survey;
    const content = contentOf(body, (name) => (people.has(personId(name)) ? personId(name) : undefined));
    if (body.startsWith('\u200e') && isWordsOnly(content) && !isWrittenAfterMark(body))
      return [{ line, reason: 'system_line' }];
    const base = this.#base(personId(longer), cleanName(longer), at, factsOf(content));
    return [{ line, draft: { ...base, ...content } }];
  }

  #notice(whole: string, at: number, line: number): ChatItem[] {
    const text = whole.replace(/^\u200e+/, '');
    const notice = parseNotice(text);
    return notice ? this.#happened(notice, at, line, text) : [{ line, reason: 'system_line' }];
  }

  #happened(notice: Notice, at: number, line: number, text: string): ChatItem[] {
    if (notice.kind === 'title') {
      this.#title = notice.title;
      return [{ line, reason: 'system_line' }];
    }
    if (notice.kind === 'rename')
      return [
        {
          line,
          draft: {
            ...this.#base(personId(notice.person), undefined, at, text),
            kind: 'rename',
            target: personId(notice.to),
          },
        },
      ];
    const by = notice.by === undefined ? undefined : this.#person(notice.by);
    return peopleOf(notice.person).map((person) => {
      const member = this.#person(person);
      return {
        line,
        draft: {
          ...this.#base(member, person === '' ? undefined : cleanName(person), at, text),
          kind: notice.kind,
          [notice.kind === 'join' ? 'inviter' : 'by']: by,
        },
      };
    });
  }

  #person(name: string): string {
    return name === '' ? this.#settings.self : personId(name);
  }

  #base(member: string, name: string | undefined, at: number, text: string): Draft {
    const { group } = this.#settings;
    return {
      id: this.#ids.next(group, member, String(at), text),
      group,
      groupName: this.#title,
      member,
      name,
      at,
      kind: 'message',
    };
  }
}

/** A notice that quotes a title with a colon; no name reads so. */
const isNoticeWithColon = (before: string): boolean =>
  /( changed the (subject|group name) | created group ["“]|更改了|建立了群|创建了群)/.test(before);

/** What people write and iOS marks all the same. */
const isWrittenAfterMark = (body: string): boolean =>
  /^\u200e+(POLL|投票|Location|Live location|位置|实时位置|即時位置)[:：]?/.test(body);

/** What a message is known by: its words. With and without media exported, a picture is the same. */
function factsOf(content: Partial<Draft>): string {
  if (content.removed !== undefined) return '\u0000deleted';
  return content.media === undefined ? (content.text ?? '') : '\u0000media';
}

const isWordsOnly = ({ media, removed }: Partial<Draft>): boolean => media === undefined && removed === undefined;
