import { MAX_TEXT, type NeutralEvent } from '#modules/events/contract.ts';
import type { SkipReason } from '../contract.ts';
import { cutText } from '../shared/cut-text.ts';
import { faultOfInstant, parseInstant } from '../shared/when.ts';

const NO_TEXTS = [
  'community',
  'thread',
  'replyTo',
  'target',
  'platform',
  'name',
  'groupName',
  'text',
  'group',
] as const;
const LONGEST: Record<(typeof NO_TEXTS)[number], number> = {
  community: 200,
  thread: 400,
  replyTo: 400,
  target: 400,
  platform: 60,
  name: 400,
  groupName: 400,
  text: Number.POSITIVE_INFINITY,
  group: 400,
};
const OPTIONAL = [...NO_TEXTS, 'mentions', 'bot', 'removed', 'value', 'version'] as const;
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
  for (const field of OPTIONAL) if (draft[field] === null) delete draft[field];
  return (
    faultOfKey(draft.id, 400, 'missing_id') ??
    faultOfKey(draft.member, 400, 'missing_member') ??
    faultOfKey(draft.kind, 60, 'missing_kind') ??
    faultOfAt(draft.at, now) ??
    faultOfOptional(draft)
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

function faultOfOptional(draft: Draft): SkipReason | undefined {
  for (const field of NO_TEXTS) {
    const value = draft[field];
    if (value !== undefined && (typeof value !== 'string' || value.length > LONGEST[field])) return 'bad_field';
  }
  const { mentions, bot, removed, value, version } = draft;
  const good =
    (mentions === undefined || isMentions(mentions)) &&
    (bot === undefined || typeof bot === 'boolean') &&
    (removed === undefined || typeof removed === 'string' || typeof removed === 'boolean') &&
    (value === undefined || (typeof value === 'number' && Number.isFinite(value))) &&
    (version === undefined || (Number.isSafeInteger(version) && (version as number) >= 0)) &&
    propertiesAreFlat(draft);
  return good ? undefined : 'bad_field';
}

const isMentions = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= 1000 && value.every((one) => typeof one === 'string' && one.length <= 400);

/** Values nested beyond reason are refused: they would overflow whoever writes them out again. */
function propertiesAreFlat(draft: Draft): boolean {
  for (const key in draft) {
    const value = draft[key];
    if (typeof value === 'object' && value !== null && key !== 'mentions' && !flat(value, DEEPEST)) return false;
  }
  return true;
}

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
