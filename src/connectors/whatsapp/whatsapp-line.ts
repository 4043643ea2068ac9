import { type NumericDate, parseClock, parseNumericDate } from '../shared/numeric-date.ts';

/** The head of a message or notice: its date as numbers, its time of day in milliseconds (NaN: unreadable), and what follows. */
export type Stamped = { date: NumericDate; clock: number; rest: string };

const DATE = String.raw`\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}日?\.?`;
const HALF = '(?:上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|晚间|[ap]\\.?\\s?m\\.?)';
const CLOCK = String.raw`${HALF}?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*${HALF})?`;
const IOS = new RegExp(String.raw`^\[(${DATE}),?\s+(${CLOCK})\]\s(.*)$`, 'is');
const ANDROID = new RegExp(String.raw`^(${DATE}),?\s+(${CLOCK})\s[-–]\s(.*)$`, 'is');

/** Marks of direction that WhatsApp puts before lines; the spaces it uses in times are no ordinary ones. */
const stripMarks = (text: string): string => text.replace(/^[\u200e\u200f\u202a-\u202e\ufeff]+/, '');
const plainSpaces = (text: string): string => text.replace(/[\u202f\u00a0\u2009]/g, ' ');

/** Splits a line that begins a message (iOS `[date, time] …`, Android `date, time - …`); undefined for a line that goes on. */
export function parseStamped(line: string): Stamped | undefined {
  const text = stripMarks(line);
  const first = text.charCodeAt(0);
  if (first !== 91 && !(first >= 48 && first <= 57)) return undefined;
  const head = plainSpaces(text.slice(0, 64)) + text.slice(64);
  const match = IOS.exec(head) ?? ANDROID.exec(head);
  const date = match ? parseNumericDate(match[1]!) : undefined;
  if (!match || !date) return undefined;
  // The rest keeps its own spaces: only the head was changed, one unit for one unit.
  return { date, clock: parseClock(match[2]!), rest: text.slice(text.length - match[3]!.length) };
}

/** A person's id out of the name shown: a telephone number in one form, marks and the sign of unsaved contacts taken off. */
export function personId(name: string): string {
  const plain = cleanName(name);
  return /^\+[\d\s()\u2011-]{6,}$/.test(plain) ? `+${plain.replace(/\D/g, '')}` : plain;
}

/** A name without marks of direction, isolates, and the `~` before people who are no saved contact. */
export const cleanName = (name: string): string =>
  plainSpaces(name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, ''))
    .replace(/^~\s*/, '')
    .trim();

/** Where a name may end in `name: text`: the places of its first few colons. */
export function colonsOf(rest: string): number[] {
  const found: number[] = [];
  for (let at = rest.indexOf(': '); at > 0 && found.length < 4 && at < 200; at = rest.indexOf(': ', at + 1))
    found.push(at);
  // A message of nothing but a picture may end right after the colon.
  if (found.length === 0 && rest.endsWith(':')) found.push(rest.length - 1);
  return found;
}
