import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { z } from 'zod';
import type { ConnectorContext } from '#modules/connections/index.ts';
import type { Answered } from './compose-mail.ts';
import { bounceOf } from './bounce.ts';
import { heardMail, type HeardMail } from './heard-mail.ts';
import { headerOf, messageIds, parseHeaders } from './headers.ts';
import { fetchFrom, fetchSince, type MailTimes } from './imap-mailbox.ts';
import type { Mail } from './mail.ts';
import type { MessageIds } from './message-ids.ts';
import { HEADERS, readMail } from './read-mail.ts';
import type { EmailSettings } from './settings.ts';

export type EmailContext = ConnectorContext<EmailSettings>;

/** Up to where the folder was heard: `next` counts within `validity`; `at` is for when a server gives out new numbers. */
const cursorSchema = z.object({ validity: z.string(), next: z.number(), at: z.string() });
type Cursor = z.infer<typeof cursorSchema>;

const BATCH = 50;
const DAY = 86_400_000;

/**
 * Hears a folder until its connection ends: what came since the last time, then what comes, told by IDLE or asked for every `poll`. The
 * cursor moves only once a batch is durable, so a mail is heard again rather than never.
 */
export class MailboxWatch {
  readonly #context: EmailContext;
  readonly #client: ImapFlow;
  readonly #ids: MessageIds;
  readonly #times: MailTimes;
  #wake: () => void = () => undefined;
  #stopped = false;

  constructor(context: EmailContext, client: ImapFlow, ids: MessageIds, times: MailTimes) {
    this.#context = context;
    this.#client = client;
    this.#ids = ids;
    this.#times = times;
    client.on('exists', () => this.#wake());
    client.on('close', () => this.#wake());
  }

  /** Resolves when it was stopped; throws when the connection ended or a batch could not be kept. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      await this.#catchUp();
      if (this.#stopped) return;
      if (!this.#client.usable) throw new Error('the mail server ended the connection');
      // It ends by itself at the next command.
      this.#client.idle().catch(() => undefined);
      const timer = setTimeout(() => this.#wake(), this.#times.poll);
      await woken;
      clearTimeout(timer);
    }
  }

  /** The subject and the thread of a mail that is answered, where it is still in the folder. */
  async findAnswered(messageId: string): Promise<Answered | undefined> {
    if (!this.#client.usable) return undefined;
    try {
      const header = { 'message-id': `<${messageId}>` };
      const uid = ((await this.#client.search({ header }, { uid: true })) || []).at(-1);
      if (uid === undefined) return undefined;
      const found = await this.#client.fetchOne(
        String(uid),
        { envelope: true, headers: ['references'] },
        { uid: true },
      );
      if (!found) return undefined;
      const references = messageIds(headerOf(parseHeaders(found.headers ?? ''), 'references'));
      return { subject: (found.envelope?.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, 400), references };
    } finally {
      // The command ended IDLE: until it is taken up again the server tells of nothing.
      this.#wake();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #catchUp(): Promise<void> {
    const { mailbox } = this.#client;
    if (!mailbox) throw new Error('the mail server ended the connection');
    const validity = String(mailbox.uidValidity);
    const cursor = await this.#cursor();
    // What was there before the connection is history and comes by import.
    if (cursor === undefined) return this.#keep({ validity, next: mailbox.uidNext });
    if (cursor.validity === validity)
      return this.#hearAll(validity, await fetchFrom(this.#client, cursor.next, HEADERS), cursor.next);
    this.#context.log.warn(
      { folder: mailbox.path },
      'the mail server gave out new numbers; the latest mails are looked at again',
    );
    const since = new Date(Date.parse(cursor.at) - DAY);
    await this.#hearAll(validity, await fetchSince(this.#client, since, HEADERS), mailbox.uidNext);
  }

  async #hearAll(validity: string, messages: FetchMessageObject[], next: number): Promise<void> {
    for (let at = 0; at < messages.length; at += BATCH) {
      const batch = messages.slice(at, at + BATCH);
      const mails: Mail[] = [];
      for (const message of batch) mails.push(await readMail(this.#client, message));
      await this.#hear(mails);
      await this.#keep({ validity, next: batch.at(-1)!.uid + 1 });
    }
    if (messages.length === 0 && (await this.#cursor())?.validity !== validity) await this.#keep({ validity, next });
  }

  async #hear(mails: readonly Mail[]): Promise<void> {
    const { settings, now, log } = this.#context;
    const self = {
      address: settings.address,
      lists: settings.lists,
      isOurs: (id: string) => this.#ids.isOurs(id),
      now: now(),
    };
    const found: HeardMail[] = [];
    for (const mail of mails) {
      log.debug({ in: { from: mail.from?.address, to: mail.to, subject: mail.subject, at: mail.at } }, 'a mail came');
      if (await this.#isBounce(mail)) continue;
      const one = heardMail(mail, self);
      if (one !== undefined) found.push(one);
    }
    await this.#noteLists(found);
    if (found.length > 0) await this.#context.hear(found.map(({ heard }) => heard));
  }

  /** A bounce of ours is the end of a delivery; of nobody's, it is nothing that a member did. */
  async #isBounce(mail: Mail): Promise<boolean> {
    const bounce = bounceOf(mail);
    if (bounce === undefined) return false;
    const id = bounce.about.find((about) => this.#ids.isOurs(about));
    if (id !== undefined && bounce.final)
      await this.#context.late?.(id, { fate: 'refused', code: bounce.code, reason: bounce.reason.slice(0, 500) });
    return true;
  }

  /** Lists are known by their id and written to at their address, which is kept. */
  async #noteLists(found: readonly HeardMail[]): Promise<void> {
    const chats = new Map(found.flatMap(({ chat }) => (chat === undefined ? [] : [[chat.id, chat]])));
    if (chats.size > 0) await this.#context.discover([...chats.values()]);
    const posts = new Map(
      found.flatMap(({ chat, post }) => (chat === undefined || post === undefined ? [] : [[chat.id, post]])),
    );
    for (const [list, post] of posts)
      if (list !== post && (await this.#context.memory.get(`post ${list}`)) !== post)
        await this.#context.memory.set(`post ${list}`, post);
  }

  async #cursor(): Promise<Cursor | undefined> {
    const kept = await this.#context.memory.get('cursor');
    return kept === undefined ? undefined : cursorSchema.parse(JSON.parse(kept));
  }

  #keep(cursor: Omit<Cursor, 'at'>): Promise<void> {
    const at = new Date(this.#context.now()).toISOString();
    return this.#context.memory.set('cursor', JSON.stringify({ ...cursor, at }));
  }
}
