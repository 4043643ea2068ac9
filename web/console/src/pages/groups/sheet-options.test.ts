import { describe, expect, it } from 'vitest';
import type { Group } from '../../api/communities.ts';
import { chosenMember, firstSheetOptions } from './sheet-options.ts';

const group = (externalId: string) => ({ externalId }) as Group;
const match = (memberId: string, by: 'account' | 'id' | 'name') => ({ memberId, by, name: memberId, platform: 'qq' });
const person = (...matches: ReturnType<typeof match>[]) => ({
  platform: 'offline',
  member: 'm',
  name: 'M',
  events: 1,
  matches,
});

describe('a sign-in sheet', () => {
  it('starts with the group one came from, or the only one', () => {
    expect(firstSheetOptions('b', [group('a'), group('b')]).group).toBe('b');
    expect(firstSheetOptions('gone', [group('a'), group('b')]).group).toBeUndefined();
    expect(firstSheetOptions(undefined, [group('a')]).group).toBe('a');
  });

  it('proposes the same id, never a name alone, and leaves who is known already', () => {
    expect(chosenMember(person(match('x', 'name'), match('y', 'id')), {})).toBe('y');
    expect(chosenMember(person(match('x', 'name')), {})).toBe('');
    expect(chosenMember(person(match('x', 'name')), { 'offline m': 'x' })).toBe('x');
    expect(chosenMember(person(match('y', 'id')), { 'offline m': '' })).toBe('');
    expect(chosenMember(person(match('z', 'account'), match('y', 'id')), { 'offline m': 'y' })).toBe('');
  });
});
