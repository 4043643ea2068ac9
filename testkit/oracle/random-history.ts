import type { NeutralEvent } from '#modules/events/contract.ts';

const DAY_MS = 86_400_000;
const KINDS = [
  'message',
  'message',
  'message',
  'reply',
  'reply',
  'reaction',
  'join',
  'leave',
  'purchase',
  'refund',
  'attend',
  'vote',
  'dance',
];

/** A repeatable stream of numbers in 0 … below − 1 (a linear congruence; good enough to make histories). */
export function dice(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export type HistoryOptions = {
  seed: number;
  events: number;
  people: number;
  days: number;
  from: number;
  renames?: boolean;
  bot?: boolean;
};

/**
 * A random history with everything in it: replies to earlier events, mentions, threads, purchases and refunds, joins,
 * leaves, removed messages, unknown kinds, a bot, and renames where asked. In order of time; events share instants.
 */
export function randomHistory({
  seed,
  events,
  people,
  days,
  from,
  renames = false,
  bot = true,
}: HistoryOptions): NeutralEvent[] {
  const roll = dice(seed);
  const person = (): string => `m${Math.min(roll(people), roll(people))}`;
  const times = Array.from({ length: events }, () => from + roll(days) * DAY_MS + roll(96) * 900_000).sort(
    (a, b) => a - b,
  );
  return times.map((at, k) => {
    const kind = renames && roll(40) === 0 ? 'rename' : KINDS[roll(KINDS.length)]!;
    const member = bot && roll(25) === 0 ? 'robot' : person();
    const event: NeutralEvent = {
      id: `e${k}`,
      position: k,
      at: new Date(at).toISOString(),
      group: `g${roll(2)}`,
      member,
      kind,
      bot: member === 'robot',
    };
    if ((kind === 'reply' || kind === 'reaction') && k > 0) event.replyTo = `e${roll(k)}`;
    if (kind === 'rename') event.target = `m${roll(people + 3)}`;
    if (roll(6) === 0) event.mentions = [person()];
    if (roll(4) === 0) event.thread = `t${roll(5)}`;
    if (kind === 'purchase' || kind === 'refund') event.value = 1 + roll(100) / 4;
    if (kind === 'message') event.text = `word${roll(9)} garden word${roll(9)}`;
    if (roll(20) === 0) event.removed = 'spam';
    return event;
  });
}
