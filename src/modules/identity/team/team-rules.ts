import { Forbidden } from '#kernel/errors.ts';
import { type Role, ROLE_RIGHTS } from '../contract.ts';

export type Manager = { role?: string; rights: ReadonlySet<string> };

/**
 * Throws Forbidden unless a caller who may manage the team may turn one role into another (undefined: no seat). Only an
 * owner gives or takes ownership, and nobody gives a role that may do more than they may.
 */
export function checkRoleChange(by: Manager, change: { from?: Role; to?: Role }): void {
  if ((change.from === 'owner' || change.to === 'owner') && by.role !== 'owner')
    throw new Forbidden('only an owner can make, change or remove an owner');
  const missing = change.to ? ROLE_RIGHTS[change.to].filter((right) => !by.rights.has(right)) : [];
  if (missing.length > 0) throw new Forbidden(`you cannot give what you do not have: ${missing.join(', ')}`);
}
