import { pointer } from '#platform/http/index.ts';
import type { InputFault } from '#kernel/errors.ts';
import { MAX_TEXT, neutralEventSchema, type NeutralEvent } from '../contract.ts';
import { cutText } from '../event-row.ts';

const MS_PER_DAY = 86_400_000;
const EARLIEST = Date.UTC(1990, 0, 1);
const DEEPEST = 24;

const isFlat = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((inner) => isFlat(inner, depth - 1)));

/** What makes a well-formed event impossible to take: when it happened, and how its properties nest. */
function* faultsOfMeaning(event: NeutralEvent, now: number): Generator<[path: string[], what: string]> {
  const at = Date.parse(event.at);
  if (Number.isNaN(at)) yield [['at'], 'is not a date that exists'];
  else if (at < EARLIEST) yield [['at'], 'is before 1990'];
  else if (at > now + MS_PER_DAY) yield [['at'], 'is more than a day in the future'];
  if (event.position !== undefined && !(Number.isSafeInteger(event.position) && event.position >= 0))
    yield [['position'], 'is not a whole number from 0 on'];
  if (!isFlat(event, DEEPEST)) yield [[], `is nested more than ${DEEPEST} deep`];
}

/**
 * One event of a request, or what is wrong with it; `where` names the event, faults add the field as a JSON pointer.
 * `now` is in milliseconds. A text that is too long is cut, as the log would, and its length kept.
 */
export function checkEvent(value: unknown, where: string, now: number): NeutralEvent | InputFault[] {
  const parsed = neutralEventSchema.safeParse(value);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => ({
      where: issue.path.length > 0 ? `${where}${pointer('', issue.path).slice(1)}` : where,
      what: issue.message,
    }));
  const event: NeutralEvent = parsed.data;
  const faults = Array.from(faultsOfMeaning(event, now), ([path, what]) => ({
    where: path.length > 0 ? `${where}/${path.join('/')}` : where,
    what,
  }));
  if (faults.length > 0) return faults;
  const { text } = event;
  return text !== undefined && text.length > MAX_TEXT ? { ...event, text: cutText(text), textCut: text.length } : event;
}
