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

/** A table that a statement reads. */
const READ = /\b(?:FROM|JOIN)\s+([a-z_][a-z0-9_]*)\b(?!\s*[.(])/gi;

/**
 * Refuses a statement that is not limited to the caller's scope, that is limited to another's, or that reads more of
 * the communities' tables than it limits: each table it reads needs its own `inScope`, also in joins and subqueries.
 */
export function checkScope(
  scope: Scope,
  name: string,
  { scopes, text, tables }: { scopes: readonly Scope[]; text: string; tables: ReadonlySet<string> },
): void {
  if (scopes.length === 0) throw new TypeError(`${name} is not limited to a community: it needs inScope(scope)`);
  if (!scopes.every((one) => sameScope(one, scope))) {
    throw new TypeError(`${name} is limited to another scope than its caller's`);
  }
  const read = [...text.matchAll(READ)].map((match) => match[1]!).filter((table) => tables.has(table));
  if (read.length > scopes.length) {
    throw new TypeError(
      `${name} reads ${read.join(', ')} and limits ${scopes.length} of these ${read.length}: each needs its own inScope(scope)`,
    );
  }
}
