import { BadInput } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';

declare const granted: unique symbol;

/** The right to read and write one community's rows. Only `grantScope` makes one, after somebody was authorised. */
export type Scope = { readonly workspaceId: string; readonly communityId: string; readonly [granted]: true };

/** Grants a scope. Called by authorisation and by workers that took their ids from rows of their own workspace. */
export function grantScope(workspaceId: string, communityId: string): Scope {
  if (!isId(workspaceId) || !isId(communityId))
    throw new BadInput('a scope needs the ids of a workspace and a community');
  return Object.freeze({ workspaceId, communityId }) as Scope;
}

/** Whether two scopes grant the same rows. */
export const sameScope = (a: Scope, b: Scope): boolean =>
  a.workspaceId === b.workspaceId && a.communityId === b.communityId;
