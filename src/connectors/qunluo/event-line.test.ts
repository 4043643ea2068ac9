import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, MAX_TEXT, type NeutralEvent, neutralEventSchema } from '#modules/events/contract.ts';
import { NOW } from '../testing/read-all.ts';
import { parseEventLine } from './event-line.ts';

const GOOD = { id: 'e1', group: 'g', member: 'm', kind: 'message', at: '2024-02-29T23:59:59Z' };
const read = (event: object) => parseEventLine(JSON.stringify(event), NOW);

describe('a line', () => {
  it('is taken as it stands, with fields that are not known', () => {
    const event = { ...GOOD, text: '你好', mentions: ['a'], thread: 't', emoji: '👍', nested: { a: [1] }, seq: 7 };
    expect(read(event)).toEqual(event);
  });

  it('has no group when none is named, and null is as absent', () => {
    expect(read({ ...GOOD, group: undefined, text: null, mentions: null, bot: null })).toEqual({ ...GOOD, group: '' });
  });

  it('keeps kinds that are not known', () => {
    expect(read({ ...GOOD, kind: 'teleport' })).toMatchObject({ kind: 'teleport' });
  });

  it('cuts a message of a million characters, not within a character, and says how long it was', () => {
    const event = read({ ...GOOD, text: `${'长'.repeat(MAX_TEXT - 1)}😀${'长'.repeat(1_000_000)}` }) as NeutralEvent;
    expect(event.text).toBe('长'.repeat(MAX_TEXT - 1));
    expect(event.textCut).toBe(MAX_TEXT - 1 + 2 + 1_000_000);
  });

  it.each([
    ['{"id":', 'not_json'],
    ['nonsense', 'not_json'],
    ['[1]', 'not_an_event'],
    ['null', 'not_an_event'],
    ['"text"', 'not_an_event'],
    [{ ...GOOD, id: undefined }, 'missing_id'],
    [{ ...GOOD, id: '' }, 'missing_id'],
    [{ ...GOOD, id: 5 }, 'bad_field'],
    [{ ...GOOD, id: 'x'.repeat(401) }, 'bad_field'],
    [{ ...GOOD, member: null }, 'missing_member'],
    [{ ...GOOD, kind: undefined }, 'missing_kind'],
    [{ ...GOOD, at: undefined }, 'missing_date'],
    [{ ...GOOD, at: 'yesterday' }, 'bad_date'],
    [{ ...GOOD, at: '2023-02-29T00:00:00Z' }, 'bad_date'],
    [{ ...GOOD, at: '2024-01-01T00:00:00' }, 'bad_date'],
    [{ ...GOOD, at: '2024-01-01T24:00:00Z' }, 'bad_date'],
    [{ ...GOOD, at: 1700000000 }, 'bad_date'],
    [{ ...GOOD, at: '1989-12-31T23:59:59Z' }, 'date_before_1990'],
    [{ ...GOOD, at: '2026-11-24T04:00:01Z' }, 'date_in_future'],
    [{ ...GOOD, text: 5 }, 'bad_field'],
    [{ ...GOOD, mentions: 'a' }, 'bad_field'],
    [{ ...GOOD, mentions: [1] }, 'bad_field'],
    [{ ...GOOD, bot: 'yes' }, 'bad_field'],
    [{ ...GOOD, version: -1 }, 'bad_field'],
    [{ ...GOOD, value: '5' }, 'bad_field'],
  ])('%j is skipped: %s', (line, reason) => {
    expect(typeof line === 'string' ? parseEventLine(line, NOW) : read(line)).toBe(reason);
  });

  it('takes the last moment that is no future, and the first of 1990', () => {
    expect(read({ ...GOOD, at: '2026-11-24T04:00:00Z' })).toMatchObject({ id: 'e1' });
    expect(read({ ...GOOD, at: '1990-01-01T00:00:00+00:00' })).toMatchObject({ id: 'e1' });
  });

  it('refuses values nested beyond reason, and a key that would reach an object’s prototype', () => {
    expect(
      parseEventLine(
        `{"id":"e","member":"m","kind":"k","at":"2024-01-01T00:00:00Z","x":${'['.repeat(5000)}${']'.repeat(5000)}}`,
        NOW,
      ),
    ).toBe('bad_field');
    const event = parseEventLine(
      '{"id":"e","member":"m","kind":"k","at":"2024-01-01T00:00:00Z","__proto__":{"bot":true}}',
      NOW,
    ) as NeutralEvent;
    expect(event.bot).toBeUndefined();
    expect(Object.keys(event)).not.toContain('__proto__');
  });
});

describe('checks by hand equal the schema', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('', 'x'.repeat(60), 'x'.repeat(61), 'x'.repeat(400), 'x'.repeat(401)),
  );
  const odd = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant({}),
    fc.constant([]),
    fc.constant(1.5),
    fc.constant(-1),
  );
  const at = fc.oneof(
    fc
      .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date(NOW), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom(
      '2024-02-29T00:00:00Z',
      '2023-02-29T00:00:00Z',
      '2000-02-29T12:30:00Z',
      '2100-02-29T00:00:00Z',
      '2020-1-1T00:00:00Z',
      '2020-04-31T00:00:00Z',
      '2020-12-31T23:59:60Z',
      '2020-01-01T00:00Z',
      '2020-01-01T00:00:00.123456Z',
      '2020-01-01T00:00:00+08:00',
      '2020-01-01T00:00:00+0800',
      '2020-01-01 00:00:00Z',
      '2020-13-01T00:00:00Z',
      '2020-00-10T00:00:00Z',
      '2020-01-01T25:00:00Z',
      '202a-01-01T00:00:00Z',
      '2020-01-01t00:00:00z',
    ),
    odd,
  );
  const draft = fc.record(
    {
      id: odd,
      member: odd,
      kind: odd,
      at,
      group: odd,
      community: odd,
      thread: odd,
      text: odd,
      replyTo: odd,
      target: odd,
      platform: odd,
      name: odd,
      groupName: odd,
      mentions: fc.oneof(fc.array(odd, { maxLength: 3 }), odd),
      bot: odd,
      removed: odd,
      value: odd,
      version: odd,
      extra: odd,
    },
    { requiredKeys: [] },
  );
  const wellFormed = fc.record(
    { id: text, member: text, kind: text, at, text },
    { requiredKeys: ['id', 'member', 'kind', 'at'] },
  );

  it('on any object', () => {
    const outcomes = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(draft, wellFormed), (event) => {
        const line = JSON.stringify(event);
        const mine = parseEventLine(line, NOW);
        const theirs = neutralEventSchema.safeParse(JSON.parse(line));
        if (typeof mine === 'string') {
          outcomes.refused++;
          // Past and future are refused by the reader alone.
          if (mine !== 'date_before_1990' && mine !== 'date_in_future')
            expect(theirs.success, `${mine}: ${line}`).toBe(false);
        } else {
          outcomes.taken++;
          expect(theirs.success, line).toBe(true);
          expect(mine).toEqual(theirs.data);
        }
      }),
      { numRuns: 3000 },
    );
    expect(outcomes.taken).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });

  it('knows every kind of the product', () => {
    for (const kind of Object.keys(EVENT_KINDS)) expect(read({ ...GOOD, kind })).toMatchObject({ kind });
  });
});
