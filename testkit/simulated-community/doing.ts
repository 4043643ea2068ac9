import type { Person } from './people.ts';

/** An event that later doings of the same plan refer to; it has an id once it was told. */
export type Anchor = { id?: string; account?: string };

/** Something that someone is going to do. `minute` counts from the start of its day and may lie past its end. */
export type Doing = { minute: number; person: Person; group: number } & (
  | { what: 'talk' | 'introduce' | 'visit' | 'submit' | 'review' }
  | { what: 'join'; anchor?: Anchor }
  | { what: 'leave' }
  | { what: 'rename' }
  | { what: 'welcome'; guest: Person }
  | { what: 'invited'; guest: Person }
  | { what: 'checkIn' }
  | { what: 'announce'; pattern: 'poll' | 'quiz' | 'meetup' | 'festival'; anchor: Anchor; n?: number }
  | { what: 'vote'; anchor: Anchor; option: number }
  | { what: 'answerQuiz'; anchor: Anchor; accepted: boolean }
  | { what: 'attend'; occasion: string }
  | { what: 'buy'; amount: number }
  | { what: 'refund'; amount: number }
  | { what: 'advertise'; bot: boolean }
  | { what: 'remind' }
);
