import { describe, expect, it } from 'vitest';
import { type Role, ROLE_RIGHTS, ROLES } from '../contract.ts';
import { checkRoleChange } from './team-rules.ts';

const may = (role: Role | undefined, change: { from?: Role; to?: Role }, rights = role ? ROLE_RIGHTS[role] : []) => {
  try {
    checkRoleChange({ role, rights: new Set(rights) }, change);
    return true;
  } catch {
    return false;
  }
};

describe('who may change which role', () => {
  it('lets an owner do everything, and a manager everything but what concerns owners', () => {
    for (const from of [undefined, ...ROLES]) {
      for (const to of [undefined, ...ROLES]) {
        expect(may('owner', { from, to })).toBe(true);
        expect([from, to, may('manager', { from, to })]).toEqual([from, to, from !== 'owner' && to !== 'owner']);
      }
    }
  });

  it('lets nobody give more than they have, a token included', () => {
    expect(may(undefined, { to: 'manager' }, ['team.manage'])).toBe(false);
    expect(may(undefined, { to: 'editor' }, ['team.manage', ...ROLE_RIGHTS.editor])).toBe(true);
    expect(may(undefined, { from: 'owner' }, ROLE_RIGHTS.owner)).toBe(false);
  });
});
