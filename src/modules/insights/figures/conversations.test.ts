import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NIL_ID } from '#kernel/ids.ts';
import { idWords } from '../gather/id-index.ts';
import { Conversations, type Writings } from './conversations.ts';

const MINUTE = 60_000;
const DAY = 1440;
/** Minutes; the window in which starts lie. */
const [FROM, TO] = [10 * DAY, 38 * DAY];

type Line = {
  at: number;
  who: number;
  group?: number;
  thread?: number;
  replyTo?: number;
  message?: boolean;
  root?: boolean;
  first?: boolean;
};

const id = (space: string, number: number | undefined): string =>
  number === undefined ? NIL_ID : `${space.repeat(8)}-0000-8000-8000-${String(number).padStart(12, '0')}`;

/** Lines in order; event k has number k. Threads share the space of events, as a root event's thread is its own id. */
const writings = (lines: readonly Line[], from = 0): Writings => ({
  rows: lines.length,
  person: Int32Array.from(lines, ({ who }) => who),
  at: Float64Array.from(lines, ({ at }) => at * MINUTE),
  event: idWords(lines.map((_, k) => id('e', from + k))),
  group: idWords(lines.map(({ group }) => id('a', group ?? 1))),
  thread: idWords(lines.map(({ thread }) => id('e', thread))),
  replyTo: idWords(lines.map(({ replyTo }) => id('e', replyTo))),
  message: Uint8Array.from(lines, ({ message }) => (message === false ? 0 : 1)),
  root: Uint8Array.from(lines, ({ root }) => (root ? 1 : 0)),
  newcomersFirst: Uint8Array.from(lines, ({ first }) => (first ? 1 : 0)),
});

function follow(lines: readonly Line[]): ReturnType<Conversations['figures']> {
  const conversations = new Conversations({ from: FROM * MINUTE, to: TO * MINUTE });
  conversations.take(writings(lines));
  return conversations.figures();
}
const all = (...lines: Line[]) => follow(lines).all;
const at = FROM + 100;

it('says of each start who answered it first, and when', () => {
  const conversations = new Conversations({ from: FROM * MINUTE, to: TO * MINUTE });
  conversations.take(
    writings([
      { at, who: 1 },
      { at: at + 5, who: 1 },
      { at: at + 9, who: 2 },
      { at: at + 10, who: 3 },
      { at: at + 200, who: 4 },
    ]),
  );
  expect([...conversations.starts()]).toEqual([
    { eventId: id('e', 0), person: 1, at: at * MINUTE, answeredAfter: 9 * MINUTE, answeredBy: 2 },
    { eventId: id('e', 4), person: 4, at: (at + 200) * MINUTE, answeredAfter: Infinity, answeredBy: -1 },
  ]);
});

describe('a conversation starts', () => {
  it('after more than 60 quiet minutes in its group', () => {
    expect(all({ at, who: 1 }, { at: at + 60, who: 1 }, { at: at + 121, who: 1 }).starts).toBe(2);
    expect(all({ at, who: 1 }, { at, who: 2 }).starts).toBe(1);
    expect(all({ at, who: 1, group: 1 }, { at, who: 2, group: 2 }).starts).toBe(2);
  });
  it('with the first writing of a thread, in its group', () => {
    expect(
      all({ at, who: 1, thread: 90 }, { at: at + 1, who: 2, thread: 91 }, { at: at + 2, who: 3, thread: 91 }).starts,
    ).toBe(2);
    expect(
      all({ at, who: 1, thread: 90 }, { at, who: 2, thread: 90, group: 2 }, { at, who: 3, thread: 90, group: 2 })
        .starts,
    ).toBe(2);
  });
  it('not with a message in a thread that began before, or with a reply', () => {
    expect(
      all({ at, who: 1 }, { at: at + 1, who: 2, thread: 90, message: false }, { at: at + 2, who: 3, thread: 90 })
        .starts,
    ).toBe(1);
    const conversations = new Conversations({ from: FROM * MINUTE, to: TO * MINUTE });
    conversations.begun(idWords([id('a', 1)]), idWords([id('e', 90)]), 0);
    conversations.take(
      writings([
        { at, who: 1 },
        { at: at + 1, who: 2, thread: 90 },
      ]),
    );
    expect(conversations.figures().all.starts).toBe(1);
  });
  it('with the root of a thread', () => {
    expect(all({ at, who: 1 }, { at: at + 1, who: 2, root: true }).starts).toBe(2);
  });
  it('within the window, both ends included', () => {
    expect(
      all({ at: FROM - 1000, who: 1 }, { at: FROM, who: 1 }, { at: TO, who: 1 }, { at: TO + 100, who: 1 }).starts,
    ).toBe(2);
  });
  it('by somebody who counts', () => expect(all({ at, who: -1 }, { at: at + 5, who: 1 }).starts).toBe(1));
});

describe('it is answered', () => {
  it('by another person who replies within 24 hours', () => {
    expect(all({ at, who: 1 }, { at: at + DAY, who: 2, replyTo: 0, message: false, group: 2 })).toEqual({
      starts: 1,
      answered24h: 1,
      medianMinutes: DAY,
    });
    expect(all({ at, who: 1 }, { at: at + DAY + 1, who: 2, replyTo: 0, message: false, group: 2 })).toMatchObject({
      answered24h: 0,
      medianMinutes: null,
    });
    expect(all({ at, who: 1 }, { at: at + 1, who: 1, replyTo: 0, message: false }).answered24h).toBe(0);
  });
  it('by a writing in its thread, or one that has it as its thread, in the same group', () => {
    expect(all({ at, who: 1, thread: 90 }, { at: at + 300, who: 2, thread: 90, message: false }).medianMinutes).toBe(
      300,
    );
    expect(all({ at, who: 1 }, { at: at + 300, who: 2, thread: 0, message: false }).medianMinutes).toBe(300);
    expect(
      all({ at, who: 1, thread: 90 }, { at: at + 300, who: 2, thread: 90, group: 2, message: false }).answered24h,
    ).toBe(0);
  });
  it('by a writing in its group within 60 minutes, the sixtieth included', () => {
    expect(all({ at, who: 1 }, { at: at + 60, who: 2, message: false }).medianMinutes).toBe(60);
    expect(all({ at, who: 1 }, { at: at + 61, who: 2, message: false }).answered24h).toBe(0);
  });
  it('by the first who answers, at the same instant too', () => {
    expect(
      all({ at, who: 1 }, { at, who: 2, message: false }, { at: at + 9, who: 3, message: false }).medianMinutes,
    ).toBe(0);
  });
});

it('follows newcomers whether or not they open a conversation', () => {
  const { all: starts, newcomers } = follow([
    { at, who: 1 },
    { at: at + 5, who: 2, first: true },
    { at: at + 15, who: 1 },
  ]);
  expect(starts).toMatchObject({ starts: 1, medianMinutes: 5 });
  expect(newcomers).toEqual({ starts: 1, answered24h: 1, medianMinutes: 10 });
});

it('knows nothing of silence', () => {
  expect(all()).toEqual({ starts: 0, answered24h: null, medianMinutes: null });
});

/** The definition, word by word, over all pairs. */
function plain(lines: readonly Line[]): { starts: number; delays: number[] } {
  const writing = lines.map((line, k) => ({ ...line, k, group: line.group ?? 1 })).filter(({ who }) => who >= 0);
  const starts = writing.filter((m) => {
    if (m.message === false || m.at < FROM || m.at > TO) return false;
    const before = writing.filter((other) => other.k < m.k && other.group === m.group);
    const opens = m.thread !== undefined && before.every((other) => other.thread !== m.thread);
    return opens || m.root === true || before.every((other) => other.at < m.at - 60);
  });
  const delays = starts.flatMap((m) => {
    const answer = writing.find((other) => {
      if (other.k <= m.k || other.who === m.who) return false;
      const replies = other.replyTo === m.k;
      const sameGroup = other.group === m.group;
      const inThread = sameGroup && other.thread !== undefined && (other.thread === m.thread || other.thread === m.k);
      return replies || inThread || (sameGroup && other.at - m.at <= 60);
    });
    return answer && answer.at - m.at <= DAY ? [answer.at - m.at] : [];
  });
  return { starts: starts.length, delays };
}

it('agrees with the definition over all pairs', () => {
  const line = fc.record({
    gap: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 2000 })),
    who: fc.integer({ min: -1, max: 3 }),
    group: fc.integer({ min: 1, max: 2 }),
    thread: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    replyTo: fc.option(fc.nat(20), { nil: undefined }),
    message: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat(29), (gaps, cut) => {
      let now = FROM - 500;
      const lines: Line[] = gaps.map(({ gap, replyTo, message, ...rest }, k) => ({
        ...rest,
        at: (now += gap),
        message,
        ...(message || replyTo === undefined || replyTo >= k ? {} : { replyTo }),
      }));
      const expected = plain(lines);
      const conversations = new Conversations({ from: FROM * MINUTE, to: TO * MINUTE });
      conversations.take(writings(lines.slice(0, cut)));
      conversations.take(writings(lines.slice(cut), Math.min(cut, lines.length)));
      const { starts, answered24h } = conversations.figures().all;
      expect(starts).toBe(expected.starts);
      expect(answered24h).toBe(expected.starts === 0 ? null : expected.delays.length / expected.starts);
    }),
    { numRuns: 300 },
  );
});
