import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Matter } from './writer.ts';

/** Something said in a group that others can still answer. Minutes count from the start of the story. */
export type Said = {
  id: string;
  person: Person;
  account: string;
  minute: number;
  matter: Matter;
  root: string;
  asks: boolean;
  answered: boolean;
};

const KEPT = 24;

/** What was said lately in each group, oldest first. */
export class Conversation {
  readonly said: Said[] = [];

  add(said: Said): void {
    this.said.push(said);
    if (this.said.length > KEPT) this.said.shift();
  }

  /** The last words, if they are at most so many minutes old. */
  last(minute: number, within: number): Said | undefined {
    const last = this.said.at(-1);
    return last && minute - last.minute <= within ? last : undefined;
  }

  /**
   * Something by another person to answer, not older than `within` minutes: friends of one's own circle, charming
   * people and fresh words are answered more. Undefined when there is nothing.
   */
  toAnswer(random: Random, reader: Person, minute: number, within: number): Said | undefined {
    const candidates = this.said.filter((said) => said.person !== reader && minute - said.minute <= within);
    if (candidates.length === 0) return undefined;
    const weights = candidates.map(({ person, minute: at, asks }) => {
      const near = person.circle === reader.circle ? 5 : 1;
      return (near * person.charm * (asks ? 1.5 : 1)) / (1 + (minute - at) / 25);
    });
    return candidates[random.weighted(weights)];
  }

  /** The oldest open question by another person, not older than `within` minutes. */
  openQuestion(reader: Person, minute: number, within: number): Said | undefined {
    return this.said.find(
      (said) => said.asks && !said.answered && said.person !== reader && minute - said.minute <= within,
    );
  }
}
