import { z } from 'zod';
import type { SendOutcome, Session } from '#modules/connections/index.ts';
import type { ApiOutcome, WechatApi } from '../shared/wechat-api.ts';
import type { CustomerBody } from './wecom-content.ts';

/** Where one message of a group send goes; `sender` is the staff member who confirms it, empty: whoever the customer belongs to. */
export type SendTarget = { type: 'single' | 'group'; id: string; sender: string };

type Waiting = { id: string; done(outcome: SendOutcome): void };
type Batch = { target: Omit<SendTarget, 'id'>; body: CustomerBody; waiting: Waiting[] };
type TaskFate = Awaited<ReturnType<NonNullable<Session['awaited']>>>;

const GATHER_MS = 300;
/** The platform takes this many recipients at once. */
const MOST = { single: 10_000, group: 2000 };

/**
 * Sends that staff confirm (企业群发). The same message to many recipients within a moment becomes one task, so that a person confirms
 * once and not two hundred times.
 */
export class GroupSends {
  readonly #api: WechatApi;
  readonly #batches = new Map<string, Batch>();

  constructor(api: WechatApi) {
    this.#api = api;
  }

  /** Resolves with `awaiting` and a task for `taskFate`, once the platform has taken the message. */
  add(target: SendTarget, body: CustomerBody): Promise<SendOutcome> {
    const { id, ...rest } = target;
    const key = JSON.stringify([rest, body]);
    const open = this.#batches.get(key);
    const full =
      open !== undefined && (open.waiting.length >= MOST[rest.type] || open.waiting.some((each) => each.id === id));
    // The same message to the same person twice is two messages.
    if (full) this.#flush(key);
    const batch = (full ? undefined : open) ?? this.#begin(key, rest, body);
    return new Promise((done) => batch.waiting.push({ id, done }));
  }

  #begin(key: string, target: Batch['target'], body: CustomerBody): Batch {
    const batch: Batch = { target, body, waiting: [] };
    this.#batches.set(key, batch);
    setTimeout(() => this.#batches.get(key) === batch && this.#flush(key), GATHER_MS);
    return batch;
  }

  #flush(key: string): void {
    const batch = this.#batches.get(key);
    this.#batches.delete(key);
    if (batch === undefined) return;
    void this.#settle(batch);
  }

  async #settle(batch: Batch): Promise<void> {
    const ids = batch.waiting.map(({ id }) => id);
    const outcome = await this.#create(batch, ids).catch((error: Error): ApiOutcome => ({
      fate: 'unknown',
      reason: error.message,
    }));
    const failed = new Set(outcome.fate === 'done' ? [outcome.answer.fail_list ?? []].flat().map(String) : []);
    for (const { id, done } of batch.waiting)
      done(failed.has(id) ? NOT_REACHABLE : outcomeFor(outcome, batch.target.type, id));
  }

  #create({ target: { type, sender }, body }: Batch, ids: readonly string[]): Promise<ApiOutcome> {
    return this.#api.ask('/cgi-bin/externalcontact/add_msg_template', {
      chat_type: type,
      ...(type === 'group' ? { chat_id_list: ids } : { external_userid: ids }),
      ...(sender === '' ? {} : { sender }),
      ...body,
    });
  }
}

const NOT_REACHABLE: SendOutcome = {
  fate: 'refused',
  code: 'not_reachable',
  reason: 'the platform cannot reach this recipient: not a customer, or its limit is used up',
};

/** What the platform's answer to a whole batch means for one recipient that it took. */
const outcomeFor = (outcome: ApiOutcome, type: SendTarget['type'], id: string): SendOutcome =>
  outcome.fate === 'done'
    ? { fate: 'awaiting', task: JSON.stringify([String(outcome.answer.msgid), type, id]) }
    : outcome;

const taskSchema = z.tuple([z.string(), z.enum(['single', 'group']), z.string()]);
const tasksSchema = z.object({
  task_list: z.array(z.object({ userid: z.string(), status: z.int() })).default([]),
  next_cursor: z.string().default(''),
});
const resultsSchema = z.object({
  send_list: z
    .array(z.object({ external_userid: z.string().optional(), chat_id: z.string().optional(), status: z.int() }))
    .default([]),
  next_cursor: z.string().default(''),
});

const SENT = 1;
const FAILED: Readonly<Record<number, TaskFate>> = {
  2: { fate: 'refused', code: 'not_a_contact', reason: 'the customer is no longer a contact of the staff member' },
  3: {
    fate: 'refused',
    code: 'limit_used_up',
    reason: 'the customer has received as many group sends as the platform allows',
  },
};
const KEPT_MS = 20_000;
const MOST_PAGES = 50;

type Results = { fates: Map<string, number>; failure?: Exclude<TaskFate, { fate: 'waiting' | 'sent' }> };

/** Asks what became of group sends; many recipients of one task are answered by one look. */
export class GroupSendResults {
  readonly #api: WechatApi;
  readonly #now: () => number;
  readonly #looks = new Map<string, { until: number; results: Promise<Results> }>();

  constructor(api: WechatApi, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  async fate(task: string): Promise<TaskFate> {
    const parsed = taskSchema.safeParse(readJson(task));
    if (!parsed.success) return { fate: 'refused', code: 'no_such_task', reason: `${task} is no group send` };
    const [message, , recipient] = parsed.data;
    const { fates, failure } = await this.#look(message);
    if (failure !== undefined) return failure;
    const status = fates.get(recipient) ?? 0;
    if (status === SENT) return { fate: 'sent', id: message };
    return FAILED[status] ?? { fate: 'waiting' };
  }

  #look(message: string): Promise<Results> {
    const now = this.#now();
    for (const [key, { until }] of this.#looks) if (until <= now) this.#looks.delete(key);
    const look = this.#looks.get(message) ?? { until: now + KEPT_MS, results: this.#ask(message) };
    this.#looks.set(message, look);
    return look.results;
  }

  async #ask(message: string): Promise<Results> {
    const fates = new Map<string, number>();
    const tasks = await this.#pages('get_groupmsg_task', { msgid: message }, tasksSchema);
    if ('fate' in tasks) return { fates, failure: tasks };
    const confirmed = tasks.flatMap(({ task_list: list }) => list).filter(({ status }) => status !== 0);
    for (const { userid } of confirmed) {
      const results = await this.#pages('get_groupmsg_send_result', { msgid: message, userid }, resultsSchema);
      if ('fate' in results) return { fates, failure: results };
      for (const { chat_id: chat, external_userid: person, status } of results.flatMap(({ send_list: list }) => list)) {
        const recipient = chat ?? person;
        if (recipient === undefined) continue;
        // Where several staff members share a customer, one that sent it is enough.
        const before = fates.get(recipient);
        if (before !== SENT && !(before !== undefined && status === 0)) fates.set(recipient, status);
      }
    }
    return { fates };
  }

  async #pages<T extends { next_cursor: string }>(
    path: string,
    body: Record<string, string>,
    schema: z.ZodType<T>,
  ): Promise<T[] | NonNullable<Results['failure']>> {
    const pages: T[] = [];
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page++) {
      const asked = { ...body, limit: 500, ...(cursor === '' ? {} : { cursor }) };
      const outcome = await this.#api.ask(`/cgi-bin/externalcontact/${path}`, asked, { repeatable: true });
      if (outcome.fate !== 'done') return outcome;
      const parsed = schema.safeParse(outcome.answer);
      if (!parsed.success) return { fate: 'later', seconds: 60, code: 'bad_answer', reason: parsed.error.message };
      pages.push(parsed.data);
      cursor = parsed.data.next_cursor;
      if (cursor === '') break;
    }
    return pages;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
