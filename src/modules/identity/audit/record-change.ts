import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Who changed something: the caller of a request, or the system by itself. Of a member, the subject says who it was. */
export type Actor = Pick<Caller, 'workspaceId' | 'operatorId' | 'tokenId'> & { kind: Caller['kind'] | 'system' };

/** For what jobs change in a workspace without a request. */
export const systemCaller = (workspaceId: string): Actor => ({ kind: 'system', workspaceId });

export type Change = {
  /** The id of the route, or the name of the task. */
  action: string;
  /** What was changed; `label` is what people call it. */
  subject: { kind: string; id: string; label?: string };
  communityId?: string;
  /** The fields before; null or absent where there was nothing. No secrets, no texts of messages. */
  before?: object | null;
  after?: object | null;
};

type Fields = Record<string, unknown>;

/** What differs between two sets of fields. All of one where the other is absent. */
export function changedFields(
  before: object | null | undefined,
  after: object | null | undefined,
): { before: Fields | null; after: Fields | null } {
  if (!before || !after) return { before: (before ?? null) as Fields | null, after: (after ?? null) as Fields | null };
  const [old, now] = [before as Fields, after as Fields];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
  const pick = (fields: Fields): Fields =>
    Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
  return { before: pick(old), after: pick(now) };
}

const json = (fields: Fields | null): string | null => (fields === null ? null : JSON.stringify(fields));

/**
 * Writes down a change in the transaction that makes it, so that neither is there without the other. The transaction
 * must be of the caller's workspace. Of `before` and `after` only the fields that differ are kept.
 * Throws TypeError for an anonymous caller: nobody in particular changes nothing.
 */
export async function recordChange(tx: Tx, caller: Actor, change: Change): Promise<void> {
  if (caller.kind === 'anonymous') throw new TypeError(`${change.action}: a change needs somebody who makes it`);
  const { before, after } = changedFields(change.before, change.after);
  const actorId = caller.kind === 'operator' ? caller.operatorId : caller.kind === 'token' ? caller.tokenId : null;
  await sql`
    INSERT INTO audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, subject_kind, subject_id,
                               subject_label, community_id, before, after)
    VALUES (${caller.workspaceId}, ${newId()}, ${caller.kind}, ${actorId ?? null},
            coalesce((SELECT name FROM auth.operators WHERE ${caller.kind} = 'operator' AND id = ${actorId ?? null}::uuid),
                     (SELECT name FROM auth.api_tokens WHERE ${caller.kind} = 'token' AND id = ${actorId ?? null}::uuid)),
            ${change.action}, ${change.subject.kind}, ${change.subject.id}, ${change.subject.label ?? null},
            ${change.communityId ?? null}, ${json(before)}::jsonb, ${json(after)}::jsonb)
  `.execute(tx);
}
