import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';

export type NewQuestion = {
  eventId: string;
  chatId: string;
  accountId: string;
  name: string;
  text: string;
  askedAt: Date;
};
export type KeptQuestion = NewQuestion & {
  memberId: string;
  chat: string;
  state: 'open' | 'answered' | 'put_aside';
};

const MOST_CHARACTERS = 2000;

/** Keeps questions; those that are there already stay. */
export async function addQuestions(tx: Tx, sessionId: string, questions: readonly NewQuestion[]): Promise<void> {
  if (questions.length === 0) return;
  await sql`
    INSERT INTO relay_questions (workspace_id, session_id, event_id, chat_id, account_id, name, text, asked_at)
    SELECT qunluo_workspace(), ${sessionId}, * FROM unnest(
      ${questions.map(({ eventId }) => eventId)}::uuid[], ${questions.map(({ chatId }) => chatId)}::uuid[],
      ${questions.map(({ accountId }) => accountId)}::uuid[], ${questions.map(({ name }) => name)}::text[],
      ${questions.map(({ text }) => text.slice(0, MOST_CHARACTERS))}::text[],
      ${questions.map(({ askedAt }) => askedAt)}::timestamptz[])
    ON CONFLICT (session_id, event_id) DO NOTHING
  `.execute(tx);
}

async function read(tx: Tx, sessionId: string, eventId: string | null, limit: number): Promise<KeptQuestion[]> {
  const { rows } = await sql<KeptQuestion>`
    SELECT event_id AS "eventId", chat_id AS "chatId", coalesce(nullif(connection_chats.name, ''), external_id) AS chat,
      account_id AS "accountId", coalesce(person_id, account_id) AS "memberId", relay_questions.name, text,
      asked_at AS "askedAt", state
    FROM relay_questions JOIN connection_chats ON connection_chats.id = chat_id JOIN members ON members.id = account_id
    WHERE session_id = ${sessionId} AND (${eventId}::uuid IS NULL OR event_id = ${eventId}::uuid)
    ORDER BY state <> 'open', asked_at DESC, event_id LIMIT ${limit}
  `.execute(tx);
  return rows;
}

/** The questions of a session, open ones first, then the latest. */
export const listQuestions = (tx: Tx, sessionId: string, limit: number): Promise<KeptQuestion[]> =>
  read(tx, sessionId, null, limit);

/** One question; NotFound. */
export async function getQuestion(tx: Tx, sessionId: string, eventId: string): Promise<KeptQuestion> {
  const [found] = await read(tx, sessionId, eventId, 1);
  if (!found) throw new NotFound('the question');
  return found;
}

/** Says what became of a question; `answerKey` is the message that answers it. */
export async function settleQuestion(
  tx: Tx,
  sessionId: string,
  eventId: string,
  { state, answerKey = null }: { state: KeptQuestion['state']; answerKey?: string | null },
): Promise<void> {
  await sql`
    UPDATE relay_questions SET state = ${state}, answer_key = ${answerKey}
    WHERE session_id = ${sessionId} AND event_id = ${eventId}
  `.execute(tx);
}
