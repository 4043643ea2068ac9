import { describe, expect, it } from 'vitest';
import { silenceCauses, type SilenceEvidence } from './silence-causes.ts';

const DAY = 20_000;
const WELL: SilenceEvidence = {
  joinedDay: DAY - 400,
  lastActiveDay: DAY - 100,
  heardFromAtFirst: 3,
  firstMessage: { day: DAY - 400, answered: true },
  closest: { name: 'bob', tie: 5, left: false, lastActiveDay: DAY },
  removed: null,
  sent28: null,
  group: { name: 'g', before: 100, after: 90 },
  fading: { last28: 10, before84: 30 },
};
const causes = (change: Partial<SilenceEvidence>) => silenceCauses({ ...WELL, ...change }).map(({ cause }) => cause);

describe('probable causes of silence', () => {
  it('are drifting away where nothing else is known', () => expect(causes({})).toEqual(['drifted']));
  it.each<[string, Partial<SilenceEvidence>]>([
    ['never_welcomed', { heardFromAtFirst: 0 }],
    ['first_message_unanswered', { firstMessage: { day: DAY - 400, answered: false } }],
    ['closest_tie_left', { closest: { name: 'bob', tie: 1, left: true, lastActiveDay: DAY } }],
    ['closest_tie_left', { closest: { name: 'bob', tie: 1, left: false, lastActiveDay: DAY - 72 } }],
    ['sanctioned', { removed: { count: 1, last: DAY - 101 } }],
    ['over_messaged', { sent28: 8 }],
    ['group_went_quiet', { group: { name: 'g', before: 10, after: 5 } }],
  ])('include %s', (cause, change) => expect(causes(change)).toEqual([cause]));
  it.each<[string, Partial<SilenceEvidence>]>([
    [
      'a closest person who went on for a month',
      { closest: { name: 'bob', tie: 9, left: false, lastActiveDay: DAY - 71 } },
    ],
    ['a weak tie', { closest: { name: 'bob', tie: 0.99, left: true, lastActiveDay: null } }],
    ['seven messages from the team', { sent28: 7 }],
    ['a group that was never lively', { group: { name: 'g', before: 9, after: 0 } }],
    ['a group that lost less than half', { group: { name: 'g', before: 100, after: 51 } }],
  ])('do not include %s', (_, change) => expect(causes(change)).toEqual(['drifted']));
  it('name fading besides another cause', () => {
    expect(causes({ heardFromAtFirst: 0, fading: { last28: 2, before84: 12 } })).toEqual(['never_welcomed', 'drifted']);
    expect(causes({ heardFromAtFirst: 0, fading: { last28: 3, before84: 12 } })).toEqual(['never_welcomed']);
  });
  it('come most likely first, each with its evidence', () => {
    const found = silenceCauses({ ...WELL, heardFromAtFirst: 0, removed: { count: 2, last: DAY }, sent28: 20 });
    expect(found.map(({ cause }) => cause)).toEqual(['never_welcomed', 'sanctioned', 'over_messaged']);
    expect(found[2]!.facts).toEqual({ sent: 20, days: 28, limit: 8 });
  });
  it('are found for somebody who never spoke', () => {
    const never = { lastActiveDay: null, firstMessage: null, closest: null, group: null, fading: null };
    expect(silenceCauses({ ...WELL, ...never })).toEqual([
      { cause: 'drifted', facts: { last_active: null, active_days_last_28: null, active_days_before_84: null } },
    ]);
  });
});
