import { sql } from 'kysely';
import { Forbidden, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Note } from './contract.ts';
import { partsOf } from './person-forest.ts';

type NoteRow = { id: string; text: string; writtenBy: string | null; writtenAt: Date; changedAt: Date | null };

/** What operators wrote about a person, latest first. `askedBy` is the operator who asks. NotFound. */
export async function listNotes(tx: Tx, communityId: string, memberId: string, askedBy?: string): Promise<Note[]> {
  const members = await partsOf(tx, communityId, memberId);
  if (members.length === 0) throw new NotFound('the member');
  const { rows } = await sql<NoteRow>`
    SELECT id, text, written_by AS "writtenBy", written_at AS "writtenAt", changed_at AS "changedAt"
    FROM member_notes WHERE member_id = ANY(${members}::uuid[]) ORDER BY written_at DESC, id DESC LIMIT 500
  `.execute(tx);
  const names = await operatorNames(
    tx,
    rows.map(({ writtenBy }) => writtenBy),
  );
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    writtenBy: row.writtenBy === null ? null : (names.get(row.writtenBy) ?? null),
    own: row.writtenBy !== null && row.writtenBy === askedBy,
    writtenAt: row.writtenAt.toISOString(),
    changedAt: row.changedAt?.toISOString() ?? null,
  }));
}

/** Writes a note about a member. NotFound. */
export async function addNote(
  tx: Tx,
  order: { communityId: string; memberId: string; text: string; operatorId?: string },
): Promise<string> {
  const id = newId();
  const made = await sql`
    INSERT INTO member_notes (id, workspace_id, community_id, member_id, text, written_by)
    SELECT ${id}, qunluo_workspace(), community_id, id, ${order.text}, ${order.operatorId ?? null}
    FROM members WHERE id = ${order.memberId} AND community_id = ${order.communityId}
  `.execute(tx);
  if (made.numAffectedRows === 0n) throw new NotFound('the member');
  return id;
}

export type NoteOrder = { communityId: string; memberId: string; noteId: string; operatorId?: string };

async function ownNote(tx: Tx, { communityId, memberId, noteId, operatorId }: NoteOrder): Promise<void> {
  const members = await partsOf(tx, communityId, memberId);
  const { rows } = await sql<{ writtenBy: string | null }>`
    SELECT written_by AS "writtenBy" FROM member_notes WHERE id = ${noteId} AND member_id = ANY(${members}::uuid[])
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the note');
  if (rows[0].writtenBy !== null && rows[0].writtenBy !== operatorId)
    throw new Forbidden('only who wrote a note changes it');
}

/** Changes the text of one's own note. NotFound; Forbidden for another's. */
export async function changeNote(tx: Tx, order: NoteOrder & { text: string }): Promise<void> {
  await ownNote(tx, order);
  await sql`UPDATE member_notes SET text = ${order.text}, changed_at = clock_timestamp() WHERE id = ${order.noteId}`.execute(
    tx,
  );
}

/** Removes one's own note. NotFound; Forbidden for another's. */
export async function removeNote(tx: Tx, order: NoteOrder): Promise<void> {
  await ownNote(tx, order);
  await sql`DELETE FROM member_notes WHERE id = ${order.noteId}`.execute(tx);
}
