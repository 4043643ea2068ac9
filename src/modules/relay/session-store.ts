import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import type { createSessionBody, SessionState } from './contract.ts';

export type SessionFields = z.output<typeof createSessionBody>;
export type KeptSession = SessionFields & {
  id: string;
  state: SessionState;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  messages: number;
  openQuestions: number;
};

const MOST_SHOWN = 200;

async function read(tx: Tx, communityId: string, id: string | null): Promise<KeptSession[]> {
  const { rows } = await sql<KeptSession>`
    SELECT id, name, source_chat AS "sourceChatId", speakers AS "speakerIds", heading, questions,
      question_word AS "questionWord", state, started_at AS "startedAt", ended_at AS "endedAt", created_at AS "createdAt",
      ARRAY(SELECT chat_id FROM relay_targets WHERE session_id = relay_sessions.id ORDER BY chat_id) AS "targetIds",
      (SELECT count(*)::int FROM relay_messages WHERE session_id = relay_sessions.id) AS messages,
      (SELECT count(*)::int FROM relay_questions WHERE session_id = relay_sessions.id AND relay_questions.state = 'open')
        AS "openQuestions"
    FROM relay_sessions WHERE community_id = ${communityId} AND (${id}::uuid IS NULL OR id = ${id}::uuid)
    ORDER BY created_at DESC, id DESC LIMIT ${MOST_SHOWN}
  `.execute(tx);
  return rows;
}

/** The sessions of a community, latest first. */
export const listSessions = (tx: Tx, communityId: string): Promise<KeptSession[]> => read(tx, communityId, null);

/** One session; NotFound. */
export async function getSession(tx: Tx, communityId: string, id: string): Promise<KeptSession> {
  const [found] = await read(tx, communityId, id);
  if (!found) throw new NotFound('the session');
  return found;
}

/** Lets nobody else change a session or say something in it until the transaction ends, and gives it. NotFound. */
export async function lockSession(tx: Tx, communityId: string, id: string): Promise<KeptSession> {
  await sql`SELECT FROM relay_sessions WHERE community_id = ${communityId} AND id = ${id} FOR UPDATE`.execute(tx);
  return getSession(tx, communityId, id);
}

/** Makes a session that is not live yet. @returns its id */
export async function addSession(
  tx: Tx,
  communityId: string,
  { createdBy, ...fields }: SessionFields & { createdBy: string | undefined },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO relay_sessions (id, workspace_id, community_id, name, source_chat, speakers, heading, questions, question_word,
                                state, created_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${fields.name}, ${fields.sourceChatId},
            ${fields.speakerIds}::uuid[], ${fields.heading}, ${fields.questions}, ${fields.questionWord}, 'ready',
            ${createdBy ?? null})
  `.execute(tx);
  await setTargets(tx, id, fields.targetIds);
  return id;
}

/** Writes a session anew. */
export async function updateSession(tx: Tx, id: string, fields: SessionFields): Promise<void> {
  await sql`
    UPDATE relay_sessions SET name = ${fields.name}, source_chat = ${fields.sourceChatId},
      speakers = ${fields.speakerIds}::uuid[], heading = ${fields.heading}, questions = ${fields.questions},
      question_word = ${fields.questionWord}
    WHERE id = ${id}
  `.execute(tx);
  await setTargets(tx, id, fields.targetIds);
}

async function setTargets(tx: Tx, id: string, chatIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM relay_targets WHERE session_id = ${id} AND chat_id <> ALL (${[...chatIds]}::uuid[])`.execute(
    tx,
  );
  await sql`
    INSERT INTO relay_targets (workspace_id, session_id, chat_id)
    SELECT qunluo_workspace(), ${id}, chat_id FROM unnest(${[...chatIds]}::uuid[]) AS chat_id ON CONFLICT DO NOTHING
  `.execute(tx);
}

/** Sets a session live, pauses or ends it. */
export async function setState(tx: Tx, id: string, state: SessionState, now: Date): Promise<void> {
  await sql`
    UPDATE relay_sessions SET state = ${state},
      started_at = CASE WHEN ${state} = 'live' THEN coalesce(started_at, ${now}::timestamptz) ELSE started_at END,
      ended_at = CASE WHEN ${state} = 'ended' THEN ${now}::timestamptz END
    WHERE id = ${id}
  `.execute(tx);
}

export async function removeSession(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM relay_sessions WHERE id = ${id}`.execute(tx);
}

/** The ids of sessions that are live, for those who hear: by when they were made. */
export async function listLive(tx: Tx, communityId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM relay_sessions WHERE community_id = ${communityId} AND state = 'live' ORDER BY created_at, id
  `.execute(tx);
  return rows.map(({ id }) => id);
}
