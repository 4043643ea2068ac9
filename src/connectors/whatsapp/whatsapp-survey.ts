import { type OrderVerdict, DateOrderEvidence } from '../shared/date-order.ts';
import { detached } from '../shared/detached.ts';
import { parseNotice, peopleOf } from './whatsapp-notice.ts';
import { cleanName, colonsOf, parseStamped, personId } from './whatsapp-line.ts';

/** What one look over a whole chat tells before it is read. */
export type Survey = {
  order: OrderVerdict;
  /** Names with a colon inside, by what stands before their first colon. */
  colonNames: ReadonlyMap<string, string>;
  people: ReadonlySet<string>;
  speaksOfYou: boolean;
  messages: number;
};

type Candidate = { count: number; longer: string[] };

const MOST_PEOPLE = 100_000;
/** A longer name is believed from this many messages on, if all of them have it. */
const ENOUGH = 3;

/** Gathers the survey line by line. */
export class Surveyor {
  readonly #order = new DateOrderEvidence();
  readonly #candidates = new Map<string, Candidate>();
  readonly #noticed = new Set<string>();
  #speaksOfYou = false;
  #messages = 0;

  add(line: string): void {
    const stamped = parseStamped(line);
    if (!stamped) return;
    this.#order.add(stamped.date);
    this.#messages++;
    const colons = colonsOf(stamped.rest);
    if (colons.length === 0) this.#addNotice(stamped.rest);
    else this.#addNames(stamped.rest, colons);
  }

  #addNotice(text: string): void {
    const notice = parseNotice(text.replace(/^\u200e+/, ''));
    if (!notice) return;
    for (const person of [notice.person, 'by' in notice ? notice.by : undefined]) {
      if (person === '') this.#speaksOfYou = true;
      else if (person !== undefined && this.#noticed.size < MOST_PEOPLE)
        for (const one of peopleOf(person)) this.#noticed.add(detached(one));
    }
  }

  #addNames(rest: string, colons: readonly number[]): void {
    const first = rest.slice(0, colons[0]);
    const longer = colons.slice(1).map((at) => rest.slice(0, at));
    const known = this.#candidates.get(first);
    if (!known) {
      if (this.#candidates.size < MOST_PEOPLE)
        this.#candidates.set(detached(first), { count: 1, longer: longer.map(detached) });
      return;
    }
    known.count++;
    if (known.longer.length > 0) known.longer = known.longer.filter((prefix) => rest.startsWith(`${prefix}: `));
  }

  finish(): Survey {
    const colonNames = new Map<string, string>();
    for (const [first, { count, longer }] of this.#candidates) {
      const told = longer.filter((prefix) => this.#noticed.has(cleanName(prefix))).at(-1);
      const full = told ?? (count >= ENOUGH ? longer.at(-1) : undefined);
      if (full !== undefined) colonNames.set(first, full);
    }
    const people = new Set([...this.#candidates.keys()].map((first) => personId(colonNames.get(first) ?? first)));
    return {
      order: this.#order.verdict(),
      colonNames,
      people,
      speaksOfYou: this.#speaksOfYou,
      messages: this.#messages,
    };
  }
}
