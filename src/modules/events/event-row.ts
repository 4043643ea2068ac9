import type { Day } from '#kernel/calendar.ts';
import { idFromBytes } from '#kernel/ids.ts';
import { ACCEPTED_ANSWER_WEIGHT, EVENT_KINDS, MAX_TEXT, type EventKind, type NeutralEvent } from './contract.ts';
import { OWN_PLATFORM, platformSpaces, type Known, type PlatformSpace } from './community-space.ts';
import type { EventBlock } from './event-block.ts';
import type { IdWords } from './id-column.ts';
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

export const isKnownKind = (kind: string): kind is EventKind => Object.hasOwn(EVENT_KINDS, kind);

const WEIGHTS: ReadonlyMap<string, number> = new Map(
  Object.entries(EVENT_KINDS).map(([kind, { weight }]) => [kind, weight]),
);

/** Contribution weight of an event (formulas.md, "Time, members, contributions"); 0 for what is no contribution. */
export const contributionWeight = (kind: string, accepted: unknown): number =>
  kind === 'answer' && accepted === true ? ACCEPTED_ANSWER_WEIGHT : (WEIGHTS.get(kind) ?? 0);

/** The first `MAX_TEXT` UTF-16 units of a text, never ending inside a character. */
export function cutText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const last = text.charCodeAt(MAX_TEXT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_TEXT - 1 : MAX_TEXT);
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const reasonOf = (removed: NeutralEvent['removed']): string =>
  removed === undefined || removed === false ? '' : removed === true ? 'removed' : removed;

/** An event's own fields, each read once; what it has besides is kept as JSON. */
class Fields {
  id = '';
  member = '';
  kind = '';
  at = '';
  group = '';
  thread = '';
  text = '';
  replyTo = '';
  target = '';
  platform = OWN_PLATFORM;
  name = '';
  groupName = '';
  mentions: readonly string[] | undefined;
  bot = false;
  removed: NeutralEvent['removed'];
  value: number | undefined;
  version = 0;
  position: unknown;
  accepted: unknown;
  unknown: Record<string, unknown> | undefined;
}

/** Events have many shapes: one pass over the fields that one has is far cheaper than asking it for each there can be. */
function fieldsOf(event: NeutralEvent): Fields {
  const fields = new Fields();
  for (const key in event) {
    const value = event[key] as never;
    if (value === undefined) continue;
    switch (key) {
      case 'id':
        fields.id = value;
        break;
      case 'member':
        fields.member = value;
        break;
      case 'kind':
        fields.kind = value;
        break;
      case 'at':
        fields.at = value;
        break;
      case 'group':
        fields.group = value;
        break;
      case 'thread':
        fields.thread = value;
        break;
      case 'text':
        fields.text = value;
        break;
      case 'replyTo':
        fields.replyTo = value;
        break;
      case 'target':
        fields.target = value;
        break;
      case 'platform':
        fields.platform = value;
        break;
      case 'name':
        fields.name = value;
        break;
      case 'groupName':
        fields.groupName = value;
        break;
      case 'mentions':
        fields.mentions = value;
        break;
      case 'bot':
        fields.bot = value;
        break;
      case 'removed':
        fields.removed = value;
        break;
      case 'value':
        fields.value = value;
        break;
      case 'version':
        fields.version = value;
        break;
      case 'position':
        fields.position = value;
        break;
      case 'community':
        break;
      default:
        // `accepted` weighs, and is a property like any other.
        if (key === 'accepted') fields.accepted = value;
        (fields.unknown ??= {})[key] = value;
    }
  }
  if (fields.text.length > MAX_TEXT) (fields.unknown ??= {})['textCut'] = fields.text.length;
  return fields;
}

const textOf = ({ a, b, c, d }: IdWords): string => idFromBytes(new Uint8Array(Int32Array.of(a, b, c, d).buffer));

/** Writes an event as the next row of a block. */
export type RowWriter = (block: EventBlock, event: NeutralEvent, position: number) => void;

/**
 * A writer of rows for one community; `names` hears of every account and group that an event names, and again of newer
 * names. Ids come from bounded caches, local days from `zone`; a row's position is the event's own, else the one given.
 */
export function rowWriter(
  { communityId, zone }: { communityId: string; zone: string },
  names: (name: SourceName) => void = () => {},
): RowWriter {
  const spaceOf = platformSpaces(communityId);
  const dayOf = localDays(zone);

  const hear = (
    subject: SourceName['subject'],
    known: Known,
    externalId: string,
    platform: string,
    name: string,
    at: number,
  ): Known => {
    const version = nameVersion(name, at);
    if (known.heard >= version) return known;
    known.heard = version;
    names({ subject, id: textOf(known), externalId, platform, name, version });
    return known;
  };
  const account = (space: PlatformSpace, externalId: string, name: string, at: number): Known =>
    hear('account', space.account(externalId), externalId, space.platform, name, at);

  return (block, event, position) => {
    const fields = fieldsOf(event);
    const { kind, group, thread, replyTo, target, mentions, version, value, platform, bot } = fields;
    const { uses } = block;
    const space = spaceOf(platform);
    const at = Date.parse(fields.at);
    const row = block.open();

    block.at[row] = at;
    block.day[row] = dayOf(at);
    block.position[row] = isPosition(fields.position) ? fields.position : position;
    block.version[row] = version;
    if (version > 0) uses.version = true;
    block.kind[row] = kind;
    block.weight[row] = contributionWeight(kind, fields.accepted);
    block.platform[row] = platform;
    space.event(fields.id, block.eventId.bytes, row * 16);
    block.accountId.put(row, account(space, fields.member, fields.name, at));
    if (group === '') block.groupId.clear(row);
    else block.groupId.put(row, hear('group', space.group(group), group, platform, fields.groupName, at));

    block.thread[row] = thread;
    if (thread === '') block.threadId.clear(row);
    else {
      block.threadId.put(row, space.thread(thread));
      uses.thread = true;
    }
    if (replyTo === '') block.replyTo.clear(row);
    else {
      space.event(replyTo, block.replyTo.bytes, row * 16);
      uses.replyTo = true;
    }
    if (target === '') block.target.clear(row);
    else {
      block.target.put(row, account(space, target, '', at));
      uses.target = true;
    }
    block.mentions[row] = mentions ? mentions.map((mentioned) => textOf(account(space, mentioned, '', at))) : NOBODY;
    block.hasMentions[row] = mentions ? 1 : 0;
    if (mentions) uses.mentions = true;

    block.bot[row] = bot ? 1 : 0;
    if (bot) uses.bot = true;
    const removed = (block.removed[row] = reasonOf(fields.removed));
    if (removed !== '') uses.removed = true;
    block.value[row] = value ?? 0;
    block.hasValue[row] = value === undefined ? 0 : 1;
    if (value !== undefined) uses.value = true;
    const properties = (block.properties[row] = fields.unknown ? JSON.stringify(fields.unknown) : '');
    if (properties !== '') uses.properties = true;
    const text = cutText(fields.text);
    block.text.put(row, text !== '' || version > 0 ? text : undefined);
  };
}

const NOBODY: readonly string[] = [];
