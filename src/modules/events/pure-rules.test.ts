import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '#kernel/calendar.ts';
import { derivedId, NIL_ID } from '#kernel/ids.ts';
import { MAX_TEXT } from './contract.ts';
import { cutText, type EventRow } from './event-row.ts';
import { localDays } from './local-days.ts';
import { mergeVersions } from './merge-versions.ts';
import { effectiveRenames, mapPersonas, spansOf, type Rename } from './personas.ts';

const row = (fields: Partial<EventRow>): EventRow => ({
  day: 100,
  accountId: 'a',
  eventId: 'e',
  version: 0,
  originVersion: fields.version ?? 0,
  at: 0,
  position: 0,
  kind: 'message',
  groupId: NIL_ID,
  thread: '',
  threadId: NIL_ID,
  replyTo: NIL_ID,
  target: NIL_ID,
  mentions: [],
  hasMentions: false,
  platform: 'p',
  bot: false,
  removed: '',
  value: 0,
  hasValue: false,
  weight: 2,
  properties: '',
  text: '',
  ...fields,
});

describe('versions of one event', () => {
  const first = row({ version: 0, text: 'first', day: 100, accountId: 'ann', at: 1 });
  const second = row({ version: 3, text: 'second', day: 200, accountId: 'bob', at: 2 });
  const third = row({ version: 5, removed: 'spam', day: 300, accountId: 'cat', at: 3 });

  it('come to the same row in any order and any pieces: time and member of the lowest, all else of the highest', () => {
    const expected = { ...third, day: 100, accountId: 'ann', at: 1, originVersion: 0 };
    fc.assert(
      fc.property(
        fc.shuffledSubarray([first, second, third, first, third], { minLength: 5 }),
        fc.nat(5),
        (rows, cut) => {
          const before = cut === 0 ? undefined : mergeVersions(undefined, rows.slice(0, cut)).row;
          const after = mergeVersions(before, rows.slice(cut)).row ?? before;
          expect(after).toEqual(expected);
        },
      ),
    );
  });

  it('say what they did: new, edited, there already, moved away', () => {
    expect(mergeVersions(undefined, [first, second])).toMatchObject({
      added: 1,
      edited: 1,
      repeated: 0,
      leaves: undefined,
    });
    expect(mergeVersions(first, [first])).toMatchObject({ row: undefined, added: 0, edited: 0, repeated: 1 });
    expect(mergeVersions(second, [first])).toMatchObject({
      edited: 1,
      row: { day: 100, accountId: 'ann', text: 'second', version: 3, originVersion: 0 },
      leaves: { day: 200, accountId: 'bob' },
    });
  });
});

it.each(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia', 'UTC'])(
  'local days of a stream in %s are those of the calendar',
  (zone) => {
    const fast = localDays(zone);
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }), (at) => {
        expect(fast(at)).toBe(dayOf(at, zone));
      }),
      { numRuns: 400 },
    );
    // Around every change of the clocks, hour by hour.
    for (let at = Date.UTC(2011, 11, 28); at < Date.UTC(2012, 11, 30); at += 3_599_000)
      expect(fast(at)).toBe(dayOf(at, zone));
  },
);

it('a text is cut without breaking a character', () => {
  expect(cutText('a'.repeat(MAX_TEXT))).toHaveLength(MAX_TEXT);
  expect(cutText(`${'a'.repeat(MAX_TEXT - 1)}😀b`)).toBe('a'.repeat(MAX_TEXT - 1));
  expect(cutText('群'.repeat(1_000_000))).toHaveLength(MAX_TEXT);
});

describe('personas', () => {
  const rename = (number: number, from: string, to: string, at = number): Rename => ({
    eventId: `r${number}`,
    at,
    position: number,
    from,
    to,
  });
  const map = (renames: Rename[], merges: { accountId: string; memberId: string }[] = [], bots: string[] = []) => {
    const set = new Set(bots);
    const { members, labels } = mapPersonas(effectiveRenames(renames, set), merges, set);
    return { members: Object.fromEntries(members), labels: Object.fromEntries(labels) };
  };

  it('move on with a rename, and the old name stands for somebody new', () => {
    expect(map([rename(1, 'a', 'b')])).toEqual({ members: { a: 'b' }, labels: { r1: 'a' } });
    expect(spansOf(effectiveRenames([rename(1, 'a', 'b')], new Set()))).toEqual([
      { accountId: 'a', fromAt: 1, fromPosition: 1, fromEvent: 'r1', personaId: 'r1' },
    ]);
  });

  it('come back to an old name without becoming somebody else', () => {
    const { members, labels } = map([rename(1, 'a', 'b'), rename(2, 'b', 'a')]);
    expect(members).toEqual({ b: 'a', r1: 'a' });
    expect(labels).toEqual({ r2: 'b' });
  });

  it('ignore renames to oneself, of bots, and to nobody; order is time, place, id', () => {
    expect(map([rename(1, 'a', 'a'), rename(2, 'x', 'y'), rename(3, 'c', NIL_ID)], [], ['x'])).toEqual({
      members: { x: NIL_ID },
      labels: {},
    });
    const swapped = [rename(2, 'b', 'c', 5), rename(1, 'a', 'b', 5)];
    expect(effectiveRenames(swapped, new Set()).map(({ eventId }) => eventId)).toEqual(['r1', 'r2']);
    expect(map(swapped).members).toEqual({ a: 'c', b: 'c' });
  });

  it('are joined by hand under the member chosen, also over renames; a bot stays nobody', () => {
    const merges = [
      { accountId: 'b', memberId: 'm' },
      { accountId: 'm', memberId: 'm' },
    ];
    expect(map([], merges)).toEqual({ members: { b: 'm' }, labels: {} });
    expect(map([rename(1, 'a', 'b')], merges)).toEqual({ members: { a: 'm', b: 'm' }, labels: { m: 'b', r1: 'a' } });
    expect(map([rename(1, 'a', 'b')], merges, ['b']).members).toEqual({ a: 'm', b: NIL_ID });
  });

  it('ids differ by what they name', () => {
    expect(derivedId('account', 'c', 'slack', 'x')).not.toBe(derivedId('account', 'c', 'slackx', ''));
  });
});
