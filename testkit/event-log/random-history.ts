import type { NeutralEvent } from '#modules/events/contract.ts';

/** A small seeded generator (mulberry32): the same seed gives the same history. */
export function seeded(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    chance: (share: number): boolean => next() < share,
    pick: <T>(items: readonly T[]): T => items[below(items.length)]!,
    shuffle: <T>(items: readonly T[]): T[] => {
      const mixed = [...items];
      for (let i = mixed.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
      }
      return mixed;
    },
  };
}

export type Random = ReturnType<typeof seeded>;

const ACCOUNTS = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'bot1', 'bot2'];
const GROUPS = ['', 'g1', 'g2'];
const THREADS = ['t1', 't2', 'e3'];
const KINDS = [
  'message',
  'message',
  'message',
  'reply',
  'reply',
  'reply',
  'answer',
  'reaction',
  'reaction',
  'vote',
  'attend',
  'attend',
  'join',
  'leave',
  'rename',
  'rename',
  'purchase',
  'refund',
  'invite_accepted',
  'check_in',
  'dance',
];
const START = Date.UTC(2024, 2, 1);
const HOUR = 3_600_000;

function randomEvent(random: Random, id: string, version: number, position: number): NeutralEvent {
  const kind = random.pick(KINDS);
  const member = random.pick(ACCOUNTS);
  const event: NeutralEvent = {
    id,
    group: random.pick(GROUPS),
    member,
    kind,
    at: new Date(START + random.below(120) * HOUR).toISOString(),
    position,
  };
  if (version > 0) event.version = version;
  if (random.chance(0.4)) event.text = `text ${id} ${version} ${random.below(1000)}`;
  if (['reply', 'answer', 'reaction', 'vote'].includes(kind)) event.replyTo = `e${random.below(70)}`;
  if (kind === 'rename' || kind === 'invite_accepted' || random.chance(0.15)) event.target = random.pick(ACCOUNTS);
  if (random.chance(0.2)) event.mentions = Array.from({ length: random.below(4) }, () => random.pick(ACCOUNTS));
  if ((kind === 'attend' && random.chance(0.6)) || random.chance(0.2)) event.thread = random.pick(THREADS);
  if (kind === 'purchase' || kind === 'refund') event.value = random.below(10_000) / 100;
  if (random.chance(0.1)) event.removed = random.pick([true, 'spam']);
  // A bot says so on some of its events only.
  if (member.startsWith('bot') && random.chance(0.3)) event.bot = true;
  if (random.chance(0.3)) event.name = `${member} ${random.below(3)}`;
  if (random.chance(0.1)) event.accepted = true;
  if (random.chance(0.2)) event.platform = 'slack';
  return event;
}

/**
 * A history with replies to events that come later or never, edits that claim another time and author, removals,
 * renames, bots, occasions over several days, two platforms and several events at one instant. Of an id and version
 * there is one event.
 */
export function randomHistory(random: Random, size: number): NeutralEvent[] {
  const events: NeutralEvent[] = [];
  let position = 0;
  for (let number = 0; number < size; number++) {
    const id = `e${number}`;
    const first = randomEvent(random, id, random.chance(0.05) ? 1 : 0, position++);
    events.push(first);
    for (let version = 2; random.chance(0.2); version += 1 + random.below(2)) {
      const edit = random.chance(0.5)
        ? { ...first, version, text: `edit ${version}`, ...(random.chance(0.4) && { removed: 'spam' }) }
        : { ...randomEvent(random, id, version, position++), platform: first.platform };
      events.push(edit);
    }
  }
  return events;
}
