import { describe, expect, it } from 'vitest';
import { ruleSchema } from '../../../../../src/modules/segments/rule.contract.ts';
import { memberSearchSchema } from '../members/member-search.ts';
import { filterRule } from './filter-rule.ts';

const ID = '0197c2f0-1111-7000-8000-000000000001';

describe('filterRule', () => {
  it('says every filter as a condition that the contract takes', () => {
    const search = memberSearchSchema.parse({
      tier: 'silent',
      silentKind: 'lapsed',
      activity: 'silent',
      value: 'lost',
      group: ID,
      segment: ID,
      circle: 2,
      bridge: false,
      isolated: true,
      platform: 'qq',
      tag: '常客',
      attribute: ['city:is:杭州', 'birthday:none'],
      joinedFrom: '2026-01-01',
      joinedTo: '2026-02-01',
      sort: 'name',
      order: 'asc',
    });
    const { rule, lost } = filterRule(search, false);
    expect(lost).toEqual([]);
    expect(ruleSchema.parse(rule)).toEqual({
      kind: 'all',
      of: [
        { kind: 'tier', scheme: 'engagement', in: ['silent'] },
        { kind: 'tier', scheme: 'silence', in: ['lapsed'] },
        { kind: 'tier', scheme: 'activity', in: ['silent'] },
        { kind: 'tier', scheme: 'value', in: ['lost'] },
        { kind: 'group', in: [ID] },
        { kind: 'segment', segmentId: ID },
        { kind: 'ties', is: { circle: 2 } },
        { kind: 'ties', is: { bridge: false } },
        { kind: 'ties', is: { isolated: true } },
        { kind: 'platform', in: ['qq'] },
        { kind: 'tag', tag: '常客' },
        { kind: 'attribute', key: 'city', test: 'is', value: '杭州' },
        { kind: 'attribute', key: 'birthday', test: 'none', value: '' },
        { kind: 'joined', when: { from: '2026-01-01', to: '2026-02-01' } },
      ],
    });
  });

  it('names what a rule cannot say', () => {
    expect(filterRule({ q: 'li', segment: ID, tag: 'a' }, true)).toEqual({
      rule: { kind: 'all', of: [{ kind: 'tag', tag: 'a' }] },
      lost: ['q', 'segment'],
    });
    expect(filterRule({ sort: 'name' }, false)).toEqual({ rule: undefined, lost: [] });
  });

  it('leaves the end open where only one day is given', () => {
    expect(filterRule({ joinedTo: '2026-02-01' }, false).rule).toEqual({
      kind: 'all',
      of: [{ kind: 'joined', when: { from: '2000-01-01', to: '2026-02-01' } }],
    });
  });
});
