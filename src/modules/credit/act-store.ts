import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Act } from './contract.ts';

export type ActKind = Act['kind'];
export type ActState = Act['state'];

/** Something to be done to an account, as it is kept. */
export type KeptAct = {
  id: string;
  communityId: string;
  sanctionId: string;
  accountId: string;
  kind: ActKind;
  connectionId: string | null;
  chatId: string;
  groupIds: string[];
  state: ActState;
  code: string;
  detail: string;
  attempts: number;
  /** The platform did it, or may have: it was asked and nobody knows what became of it. */
  maybeDone: boolean;
  dueAt: Date;
  /** Of what is under way: when whoever is at it must have ended or been killed. */
  leaseUntil: Date | null;
  createdAt: Date;
  settledAt: Date | null;
  settledBy: string | null;
};

export const ACT_COLUMNS = sql`sanction_acts.id, sanction_acts.community_id AS "communityId", sanction_id AS "sanctionId",
  account_id AS "accountId", sanction_acts.kind, connection_id AS "connectionId", chat_id AS "chatId",
  group_ids AS "groupIds", sanction_acts.state, code, sanction_acts.detail, attempts, maybe_done AS "maybeDone",
  due_at AS "dueAt", lease_until AS "leaseUntil",
  sanction_acts.created_at AS "createdAt", settled_at AS "settledAt", settled_by AS "settledBy"`;

export type NewAct = Pick<KeptAct, 'accountId' | 'kind' | 'connectionId' | 'chatId' | 'groupIds'> & {
  state: 'queued' | 'task';
  code: string;
};

/** Writes down what a sanction needs done; what is there already is left as it is. */
export async function addActs(
  tx: Tx,
  { communityId, sanctionId, now }: { communityId: string; sanctionId: string; now: Date },
  acts: readonly NewAct[],
): Promise<void> {
  for (const act of acts)
    await sql`
      INSERT INTO sanction_acts (id, workspace_id, community_id, sanction_id, account_id, kind, connection_id, chat_id,
                                 group_ids, state, code, due_at, created_at, queued_at)
      VALUES (${newId()}, qunluo_workspace(), ${communityId}, ${sanctionId}, ${act.accountId}, ${act.kind},
              ${act.connectionId}, ${act.chatId}, ${act.groupIds}::uuid[], ${act.state}, ${act.code}, ${now}, ${now}, ${now})
      ON CONFLICT DO NOTHING
    `.execute(tx);
}

/** What was made of sanctions, in its order; with `lock` nobody else changes it until the transaction ends. */
export async function actsOf(tx: Tx, sanctionIds: readonly string[], { lock = false } = {}): Promise<KeptAct[]> {
  const { rows } = await sql<KeptAct>`
    SELECT ${ACT_COLUMNS} FROM sanction_acts WHERE sanction_id = ANY(${sanctionIds}::uuid[])
    ORDER BY created_at, sanction_acts.id ${lock ? sql`FOR UPDATE` : sql``}
  `.execute(tx);
  return rows;
}

/** An act with what it is done with. */
export type ClaimedAct = KeptAct & {
  /** On its platform. */
  account: string;
  /** Whether its reason still stands: a sanction that holds for what it does, none for what undoes it. */
  wanted: boolean;
  untilAt: Date | null;
};

/** A platform that has not been reached for so long is shown with the tasks. */
const WAITING_MINUTES = 10;

/** What waits for a person: tasks, and what a platform has not done for a while since it was last asked for. */
export const waitsForSomebody = (now: Date) => sql`(sanction_acts.state = 'task' OR (sanction_acts.state = 'queued'
  AND sanction_acts.queued_at < ${now}::timestamptz - ${WAITING_MINUTES}::int * interval '1 minute'))`;

/**
 * Takes the next act of a connection that is due, or that a killed process left, in the order in which they were asked for. It is written
 * down as under way before anything is done; of what was left nobody knows whether it was done.
 */
export async function claimAct(
  tx: Tx,
  { connectionId, now, leaseMs }: { connectionId: string; now: Date; leaseMs: number },
): Promise<ClaimedAct | undefined> {
  const { rows } = await sql<{ id: string }>`
    UPDATE sanction_acts SET state = 'doing', attempts = attempts + 1, maybe_done = maybe_done OR state = 'doing',
      lease_until = ${now}::timestamptz + ${leaseMs}::int * interval '1 millisecond'
    WHERE id = (
      SELECT id FROM sanction_acts
      WHERE connection_id = ${connectionId} AND due_at <= ${now}::timestamptz
        AND (state = 'queued' OR (state = 'doing' AND lease_until <= ${now}::timestamptz))
      ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
  `.execute(tx);
  if (!rows[0]) return undefined;
  const claimed = await sql<ClaimedAct>`
    SELECT ${ACT_COLUMNS}, accounts.external_id AS account, sanctions.until_at AS "untilAt",
      CASE WHEN sanction_acts.kind IN ('mute', 'remove')
        THEN lifted_at IS NULL AND (until_at IS NULL OR until_at > ${now}::timestamptz)
        ELSE NOT EXISTS (
          SELECT FROM sanctions AS other JOIN members AS theirs ON theirs.id = other.member_id
          WHERE coalesce(theirs.person_id, theirs.id) = coalesce(members.person_id, members.id) AND other.kind <> 'warn'
            AND other.lifted_at IS NULL AND (other.until_at IS NULL OR other.until_at > ${now}::timestamptz))
      END AS wanted
    FROM sanction_acts JOIN sanctions ON sanctions.id = sanction_id JOIN members ON members.id = sanctions.member_id
    JOIN accounts ON accounts.id = account_id
    WHERE sanction_acts.id = ${rows[0].id}
  `.execute(tx);
  return claimed.rows[0];
}

export type Settled = {
  state: ActState;
  code: string;
  detail: string;
  dueAt?: Date;
  /** The platform was asked and did not say that it did nothing. */
  maybeDone?: boolean;
  /** When it is to be done once more, because the platform ends it sooner. */
  againAt?: Date | null;
  by?: string | undefined;
};

/** Writes down what became of an act. `attempt`: by who claimed it as that one; what was taken over since is left as it is. */
export async function settleAct(
  tx: Tx,
  id: string,
  one: Settled,
  { now, attempt }: { now: Date; attempt?: number },
): Promise<void> {
  const over = one.state === 'done' || one.state === 'dropped';
  await sql`
    UPDATE sanction_acts SET state = ${one.state}, code = ${one.code}, detail = ${one.detail.slice(0, 1000)},
      maybe_done = maybe_done OR ${one.state === 'done' || one.maybeDone === true},
      lease_until = NULL, due_at = coalesce(${one.dueAt ?? null}::timestamptz, due_at), again_at = ${one.againAt ?? null},
      settled_at = ${over ? now : null}, settled_by = ${one.by ?? null}
    WHERE id = ${id}
      ${attempt === undefined ? sql`` : sql`AND state = 'doing' AND attempts = ${attempt}`}
  `.execute(tx);
}

/** Puts an act back into the line from its beginning. */
export const QUEUE_AGAIN = (now: Date) => sql`state = 'queued', attempts = 0, code = '', detail = '', due_at = ${now},
  queued_at = ${now}, again_at = NULL, settled_at = NULL, settled_by = NULL`;

/**
 * Acts that no connection will do: those of one that was taken away or paused become tasks, also where a killed process was at one. And
 * those that a platform ends too soon are due again, while their sanction holds.
 */
export async function tidyActs(tx: Tx, now: Date): Promise<void> {
  await sql`
    UPDATE sanction_acts SET state = 'task', lease_until = NULL, maybe_done = maybe_done OR state = 'doing',
      code = CASE WHEN connection_id IS NULL THEN 'connection_gone' ELSE 'connection_paused' END
    WHERE (state = 'queued' OR (state = 'doing' AND lease_until <= ${now}::timestamptz)) AND (connection_id IS NULL
      OR EXISTS (SELECT FROM connections WHERE connections.id = connection_id AND paused_for IS NOT NULL))
  `.execute(tx);
  await sql`
    UPDATE sanction_acts SET ${QUEUE_AGAIN(now)}
    FROM sanctions
    WHERE sanctions.id = sanction_id AND sanction_acts.state = 'done' AND again_at <= ${now}::timestamptz
      AND connection_id IS NOT NULL AND lifted_at IS NULL AND (until_at IS NULL OR until_at > ${now}::timestamptz)
  `.execute(tx);
}
