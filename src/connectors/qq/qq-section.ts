import type { Draft } from '../shared/event-shaper.ts';
import { parseChineseNotice } from '../shared/chinese-notice.ts';
import { NameBook } from '../shared/name-book.ts';
import { OrdinalIds } from '../shared/ordinal-ids.ts';
import type { WallClock } from '../shared/wall-clock.ts';
import { parseQqHead, type QqHead } from './qq-line.ts';
import type { SkipReason } from '../contract.ts';

export type QqItem = { line: number; draft: Draft } | { line: number; reason: SkipReason };

type Open = { head: QqHead; body: string[]; line: number; size: number };

/** QQ writes its notices as messages of these numbers. */
const SYSTEM = new Set(['10000', '1000000', '80000000']);
/** The official group assistant; people hide behind the anonymous number. */
const BOTS = new Set(['2854196310']);
const MOST_HELD = 4 * 1024 * 1024;
const RULE = /^={8,}\s*$/;

/** Reads a QQ history line by line; `消息对象:` begins another group. */
export class QqReader {
  readonly #clock: WallClock;
  readonly #self: string;
  readonly #ids = new OrdinalIds();
  #names = new NameBook();
  #group: string;
  #open?: Open;
  #sawIds = false;
  #blank = true;
  #told = false;

  constructor(options: { clock: WallClock; group: string; self: string }) {
    this.#clock = options.clock;
    this.#group = options.group;
    this.#self = options.self;
  }

  /** What a line completes. */
  line(text: string, line: number): QqItem[] {
    const section = /^消息(对象|分组)[:：](.*)$/.exec(text);
    if (section || RULE.test(text)) return this.#between(section, line);
    const head = parseQqHead(text);
    // Conversations with one person write names only; in a group such a line is something that was pasted.
    const begins = head !== undefined && (head.id !== undefined || (this.#blank && !this.#sawIds));
    this.#blank = text.trim() === '';
    if (begins) {
      const done = this.end();
      this.#sawIds ||= head.id !== undefined;
      this.#open = { head, body: [], line, size: 0 };
      return done;
    }
    return this.#goOn(text, line);
  }

  #between(section: RegExpExecArray | null, _line: number): QqItem[] {
    const done = this.end();
    this.#blank = true;
    if (section?.[1] === '对象') {
      this.#group = section[2]!.trim();
      this.#names = new NameBook();
      this.#sawIds = false;
    }
    return done;
  }

  #goOn(text: string, line: number): QqItem[] {
    if (this.#open) {
      this.#open.size += text.length + 1;
      if (this.#open.size < MOST_HELD) this.#open.body.push(text);
    } else if (text.trim() !== '' && !text.startsWith('消息记录') && !this.#told) {
      this.#told = true;
      return [{ line, reason: 'no_message' }];
    }
    return [];
  }

  /** The last message; to be asked at the end. */
  end(): QqItem[] {
    const open = this.#open;
    if (!open) return [];
    this.#open = undefined;
    const { head, line } = open;
    const text = open.body.join('\n').replace(/\n+$/, '');
    const at = this.#clock.instant(head.wall);
    const member = head.id ?? head.name;
    if (SYSTEM.has(member)) return this.#notice(text, at, line);
    this.#names.add(head.name, member);
    const mentions = text.includes('@') ? this.#names.mentionsIn(text) : [];
    const draft: Draft = {
      id: this.#ids.next(this.#group, member, String(at), text),
      group: this.#group,
      groupName: this.#group,
      member,
      name: head.name,
      title: head.title,
      bot: BOTS.has(member) || undefined,
      kind: 'message',
      at,
      text,
      mentions: mentions.length > 0 ? mentions : undefined,
    };
    return [{ line, draft }];
  }

  #notice(text: string, at: number, line: number): QqItem[] {
    const notice = parseChineseNotice(text);
    if (!notice) return [{ line, reason: 'system_line' }];
    const by = notice.by === undefined ? undefined : this.#person(notice.by);
    return notice.people.map((person) => {
      const base = {
        id: this.#ids.next(this.#group, '', String(at), text, person),
        group: this.#group,
        groupName: this.#group,
        member: this.#person(person),
        name: this.#shown(person),
        at,
      };
      if (notice.kind === 'recall') return { line, draft: { ...base, kind: 'message', removed: 'recalled' } };
      return { line, draft: { ...base, kind: notice.kind, [notice.kind === 'join' ? 'inviter' : 'by']: by } };
    });
  }

  /** A person in a notice: `昵称(QQ号)`, or a name that is known or stands for itself. */
  #person(name: string): string {
    if (name === '') return this.#self;
    return /\((\d{4,13})\)$/.exec(name)?.[1] ?? this.#names.find(name) ?? name;
  }

  #shown(name: string): string | undefined {
    return name === '' ? undefined : name.replace(/\(\d{4,13}\)$/, '');
  }
}
