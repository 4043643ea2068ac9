import type { Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { ACCEPTED_ANSWER_WEIGHT, EVENT_KINDS, MAX_TEXT, type EventKind, type NeutralEvent } from './contract.ts';
import { cachedCommunitySpace, OWN_PLATFORM } from './community-space.ts';
import { localDays } from './local-days.ts';

/** An event as the log keeps it. Ids are ours; `NIL_ID` is "none". `at` is in milliseconds UTC. */
export type EventRow = {
  day: Day;
  accountId: string;
  eventId: string;
  version: number;
  originVersion: number;
  at: number;
  position: number;
  kind: string;
  groupId: string;
  thread: string;
  threadId: string;
  replyTo: string;
  target: string;
  mentions: readonly string[];
  hasMentions: boolean;
  platform: string;
  bot: boolean;
  removed: string;
  value: number;
  hasValue: boolean;
  weight: number;
  properties: string;
  text: string;
};

/** What an event calls an account or a group. The highest version is the one to show; 0 where only the id was given. */
export type SourceName = {
  subject: 'account' | 'group';
  id: string;
  externalId: string;
  platform: string;
  name: string;
  version: number;
};

/** The latest event's name wins; of the same instant one that the names alone decide, so that order does not matter. */
function nameVersion(name: string, at: number): number {
  if (name === '') return 0;
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) & 1023;
  return at * 1024 + hash;
}

/** Makes rows of a community's events; `names` hears of every account and group that an event names. */
export type RowMaker = (event: NeutralEvent, position: number) => EventRow;

const KNOWN_FIELDS = new Set([
  'id',
  'community',
  'group',
  'member',
  'kind',
  'at',
  'thread',
  'text',
  'replyTo',
  'target',
  'mentions',
  'platform',
  'bot',
  'removed',
  'value',
  'version',
  'name',
  'groupName',
  'position',
]);

export const isKnownKind = (kind: string): kind is EventKind => Object.hasOwn(EVENT_KINDS, kind);

/** Contribution weight of an event (formulas.md, "Time, members, contributions"); 0 for what is no contribution. */
export function contributionWeight(event: NeutralEvent): number {
  if (!isKnownKind(event.kind)) return 0;
  return event.kind === 'answer' && event.accepted === true ? ACCEPTED_ANSWER_WEIGHT : EVENT_KINDS[event.kind].weight;
}

/** The first `MAX_TEXT` UTF-16 units of a text, never ending inside a character. */
export function cutText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const last = text.charCodeAt(MAX_TEXT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_TEXT - 1 : MAX_TEXT);
}

function propertiesOf(event: NeutralEvent): string {
  let unknown: Record<string, unknown> | undefined;
  for (const key in event) if (!KNOWN_FIELDS.has(key)) (unknown ??= {})[key] = event[key];
  if (event.text !== undefined && event.text.length > MAX_TEXT) (unknown ??= {}).textCut = event.text.length;
  return unknown ? JSON.stringify(unknown) : '';
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const reasonOf = (removed: NeutralEvent['removed']): string =>
  removed === undefined || removed === false ? '' : removed === true ? 'removed' : removed;

/**
 * A maker of rows for one community. Ids come from bounded caches, local days from `zone`; a row's position is the
 * event's own, else the one given.
 */
export function rowMaker(
  { communityId, zone }: { communityId: string; zone: string },
  names: (name: SourceName) => void = () => {},
): RowMaker {
  const space = cachedCommunitySpace(communityId);
  const dayOf = localDays(zone);
  return (event, position) => {
    const platform = event.platform ?? OWN_PLATFORM;
    const at = Date.parse(event.at);
    const account = (externalId: string, name: string): string => {
      const id = space.accountId(platform, externalId);
      names({ subject: 'account', id, externalId, platform, name, version: nameVersion(name, at) });
      return id;
    };
    const group = event.group ?? '';
    const groupId = group === '' ? NIL_ID : space.groupId(platform, group);
    const groupName = event.groupName ?? '';
    if (group !== '')
      names({
        subject: 'group',
        id: groupId,
        externalId: group,
        platform,
        name: groupName,
        version: nameVersion(groupName, at),
      });
    const thread = event.thread ?? '';
    const version = event.version ?? 0;
    return {
      day: dayOf(at),
      accountId: account(event.member, event.name ?? ''),
      eventId: space.eventId(platform, event.id),
      version,
      originVersion: version,
      at,
      position: isPosition(event.position) ? event.position : position,
      kind: event.kind,
      groupId,
      thread,
      threadId: thread === '' ? NIL_ID : space.referencedId(platform, thread),
      replyTo: event.replyTo ? space.referencedId(platform, event.replyTo) : NIL_ID,
      target: event.target ? account(event.target, '') : NIL_ID,
      mentions: event.mentions ? event.mentions.map((mentioned) => account(mentioned, '')) : [],
      hasMentions: event.mentions !== undefined,
      platform,
      bot: event.bot ?? false,
      removed: reasonOf(event.removed),
      value: event.value ?? 0,
      hasValue: event.value !== undefined,
      weight: contributionWeight(event),
      properties: propertiesOf(event),
      text: event.text === undefined ? '' : cutText(event.text),
    };
  };
}
