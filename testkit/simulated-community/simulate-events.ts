import { formatDay } from '#kernel/calendar.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { createRandom } from './random.ts';

const DAYS = 365;
const GROUP_COUNT = 50;
const MS_PER_DAY = 86_400_000;

/** Of 100 events: what kind they are. */
const MIX: readonly (readonly [kind: string, share: number])[] = [
  ['message', 48],
  ['reply', 22],
  ['reaction', 18],
  ['check_in', 4],
  ['vote', 3],
  ['purchase', 2],
  ['visit', 2],
  ['answer', 1],
];

const KIND_OF = MIX.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `HH:MM:SS` for each second of a day, made once. */
const clockTimes = (): readonly string[] =>
  Array.from(
    { length: 86_400 },
    (_, second) =>
      `${pad(Math.floor(second / 3600), 2)}:${pad(Math.floor(second / 60) % 60, 2)}:${pad(second % 60, 2)}`,
  );

/**
 * A plain stream of events for benchmarks, in order of time over the year that ends at `end` (UTC milliseconds):
 * activity is skewed (a member's share falls off with the cube of their place), a quarter are replies or reactions to
 * one of the last thousand events. Memory does not grow with `events`. Without texts unless asked.
 */
export function* simulateEvents(options: {
  members: number;
  events: number;
  seed?: number;
  end?: number;
  texts?: boolean;
}): Generator<NeutralEvent> {
  const { members, events, seed = 1, end = Date.UTC(2026, 0, 1), texts = false } = options;
  const random = createRandom(seed);
  const clock = clockTimes();
  const firstDay = Math.floor(end / MS_PER_DAY) - DAYS;
  const seconds = DAYS * 86_400;
  let day = -1;
  let date = '';
  for (let number = 0; number < events; number += 1) {
    const second = Math.floor((number / events) * seconds);
    const today = Math.floor(second / 86_400);
    if (today !== day) {
      day = today;
      date = formatDay(firstDay + day);
    }
    const member = Math.floor(members * random.unit() ** 3);
    const kind = KIND_OF[random.below(100)]!;
    const event: NeutralEvent = {
      id: `s${number}`,
      group: `g${(member * 7 + random.below(2)) % GROUP_COUNT}`,
      member: `u${member}`,
      kind,
      at: `${date}T${clock[second % 86_400]!}Z`,
      platform: 'qunluo',
    };
    if ((kind === 'reply' || kind === 'reaction') && number > 0) {
      event.replyTo = `s${number - 1 - random.below(Math.min(number, 1000))}`;
      if (random.chance(0.5)) event.target = `u${Math.floor(members * random.unit() ** 3)}`;
    }
    if (kind === 'purchase') event.value = 10 + random.below(300);
    if (texts && kind !== 'reaction') event.text = `${kind} ${number} by u${member}`;
    yield event;
  }
}
