import { type NeutralEvent } from '#modules/events/contract.ts';
import type { SkipReason } from '../contract.ts';
import type { ReadSettings, SkipSink } from '../importer.ts';
import { cutText } from './cut-text.ts';
import { faultOfInstant } from './when.ts';

/**
 * An event as a format reads it: its time in milliseconds since 1970, fields that are absent undefined, fields that
 * `NeutralEvent` does not know kept as properties.
 */
export type Draft = {
  id: string;
  kind: string;
  at: number;
  member?: string;
  group?: string;
  groupName?: string;
  name?: string;
  bot?: boolean;
  thread?: string;
  text?: string;
  replyTo?: string;
  target?: string;
  mentions?: string[];
  removed?: string;
  value?: number;
  version?: number;
  position?: number;
  [property: string]: unknown;
};

const LONGEST_ID = 400;
const LONGEST_NAME = 400;
const MOST_MENTIONS = 1000;

/** Makes neutral events of what a format reads: checks, cuts, numbers and names them in one place for all formats. */
export class EventShaper {
  readonly #settings: ReadSettings;
  readonly #sink: SkipSink;
  readonly #platform: string;
  #position = 0;

  constructor(settings: ReadSettings, sink: SkipSink, platform: string) {
    this.#settings = settings;
    this.#sink = sink;
    this.#platform = settings.platform ?? platform;
  }

  /** The event of a draft, or undefined when it cannot be taken, which the sink then knows. */
  take(draft: Draft, where: number | string): NeutralEvent | undefined {
    const reason = this.#faultOf(draft);
    if (reason) {
      this.#sink.skipped(where, reason);
      return undefined;
    }
    const event: Record<string, unknown> = {};
    for (const key in draft) if (draft[key] !== undefined) event[key] = draft[key];
    event.at = new Date(draft.at).toISOString();
    event.platform = this.#platform;
    event.group = this.#settings.group ?? draft.group ?? '';
    event.position ??= this.#position;
    this.#position++;
    this.#fit(event, draft);
    return event as unknown as NeutralEvent;
  }

  #faultOf(draft: Draft): SkipReason | undefined {
    if (draft.id === '') return 'missing_id';
    if (draft.member === undefined || draft.member === '') return 'missing_member';
    const ids = [draft.id, draft.member, draft.group, draft.thread, draft.replyTo, draft.target];
    if (ids.some((id) => id !== undefined && id.length > LONGEST_ID) || draft.kind.length > 60) return 'bad_field';
    return faultOfInstant(draft.at, this.#settings.now);
  }

  #fit(event: Record<string, unknown>, draft: Draft): void {
    Object.assign(event, cutText(draft.text));
    if (draft.text === '') delete event.text;
    if (draft.name !== undefined) event.name = draft.name.slice(0, LONGEST_NAME);
    if (draft.groupName !== undefined) event.groupName = draft.groupName.slice(0, LONGEST_NAME);
    if (draft.mentions)
      event.mentions = [...new Set(draft.mentions)].filter((one) => one.length <= LONGEST_ID).slice(0, MOST_MENTIONS);
  }
}
