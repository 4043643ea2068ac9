import { MAX_TEXT, type NeutralEvent } from '#modules/events/contract.ts';
import type { SkipReason } from '../contract.ts';
import { cutText } from '../shared/cut-text.ts';
import { faultOfInstant, parseInstant } from '../shared/when.ts';

const DEEPEST = 24;

type Draft = Record<string, unknown>;

/**
 * The event of one JSONL line, or why it is none. It holds what `neutralEventSchema` holds (a test compares them), by
 * hand because this runs for every line of a bulk import; besides, null stands for absent, and a too long text is cut.
 */
export function parseEventLine(line: string, now: number): NeutralEvent | SkipReason {
  let draft: Draft;
  try {
    draft = JSON.parse(line) as Draft;
  } catch {
    return 'not_json';
  }
  if (typeof draft !== 'object' || draft === null || Array.isArray(draft)) return 'not_an_event';
  return faultOf(draft, now) ?? finish(draft);
}

function faultOf(draft: Draft, now: number): SkipReason | undefined {
  const fields = faultOfFields(draft);
  return (
    faultOfKey(draft.id, 400, 'missing_id') ??
    faultOfKey(draft.member, 400, 'missing_member') ??
    faultOfKey(draft.kind, 60, 'missing_kind') ??
    faultOfAt(draft.at, now) ??
    fields
  );
}

function faultOfKey(value: unknown, longest: number, missing: SkipReason): SkipReason | undefined {
  if (typeof value !== 'string') return value === undefined || value === null ? missing : 'bad_field';
  if (value === '') return missing;
  return value.length > longest ? 'bad_field' : undefined;
}

function faultOfAt(at: unknown, now: number): SkipReason | undefined {
  if (at === undefined || at === null || at === '') return 'missing_date';
  return typeof at === 'string' ? faultOfInstant(parseInstant(at), now) : 'bad_date';
}

/** Checks the fields that a line has, one pass: lines have few of those there can be. Takes away those that are null. */
function faultOfFields(draft: Draft): SkipReason | undefined {
  let good = true;
  for (const key in draft) {
    const value = draft[key];
    switch (key) {
      case 'id':
      case 'member':
      case 'kind':
      case 'at':
        break;
      default:
        if (value !== null) good = isGood(key, value) && good;
        else if (OPTIONAL.has(key)) delete draft[key];
    }
  }
  return good ? undefined : 'bad_field';
}

const OPTIONAL: ReadonlySet<string> = new Set(
  'community thread replyTo target platform name groupName text group mentions bot removed value version'.split(' '),
);

const isShort = (value: unknown, longest: number): boolean => typeof value === 'string' && value.length <= longest;

function isGood(key: string, value: unknown): boolean {
  switch (key) {
    case 'text':
      return typeof value === 'string';
    case 'thread':
    case 'replyTo':
    case 'target':
    case 'name':
    case 'groupName':
    case 'group':
      return isShort(value, 400);
    case 'community':
      return isShort(value, 200);
    case 'platform':
      return isShort(value, 60);
    case 'mentions':
      return isMentions(value);
    case 'bot':
      return typeof value === 'boolean';
    case 'removed':
      return typeof value === 'string' || typeof value === 'boolean';
    case 'value':
      return typeof value === 'number' && Number.isFinite(value);
    case 'version':
      return Number.isSafeInteger(value) && (value as number) >= 0;
    default:
      // Values nested beyond reason are refused: they would overflow whoever writes them out again.
      return typeof value !== 'object' || value === null || flat(value, DEEPEST);
  }
}

const isMentions = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= 1000 && value.every((one) => typeof one === 'string' && one.length <= 400);

const flat = (value: object, depth: number): boolean =>
  depth > 0 &&
  Object.values(value).every(
    (inner) => typeof inner !== 'object' || inner === null || flat(inner as object, depth - 1),
  );

function finish(draft: Draft): NeutralEvent {
  if (Object.hasOwn(draft, '__proto__')) delete draft['__proto__'];
  if (draft.group === undefined) draft.group = '';
  const text = draft.text as string | undefined;
  if (text !== undefined && text.length > MAX_TEXT) Object.assign(draft, cutText(text));
  return draft as unknown as NeutralEvent;
}
