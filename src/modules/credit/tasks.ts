import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { listGroups } from '#modules/communities/index.ts';
import { type Actor, operatorNames, recordChange } from '#modules/identity/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ringSanctions } from './act-bell.ts';
import { ACT_COLUMNS, actsOf, type KeptAct, QUEUE_AGAIN, settleAct, waitsForSomebody } from './act-store.ts';
import type { Act, CreditTask } from './contract.ts';

type Shown = KeptAct & {
  platform: string;
  account: string;
  memberId: string;
  violationId: string;
  rule: string;
  until: Date | null;
};

const SHOWN = sql`${ACT_COLUMNS}, accounts.platform, coalesce(nullif(accounts.name, ''), accounts.external_id) AS account,
  coalesce(members.person_id, members.id) AS "memberId", sanctions.violation_id AS "violationId", rule_title AS rule,
  until_at AS until`;
const FROM = sql`sanction_acts JOIN sanctions ON sanctions.id = sanction_id JOIN violations ON violations.id = violation_id
  JOIN accounts ON accounts.id = account_id JOIN members ON members.id = sanctions.member_id`;

/** What platforms cannot do, would not, or have not done for a while, the oldest first; or the latest hundred that were done. */
export async function listTasks(
  tx: Tx,
  communityId: string,
  { done, now }: { done: boolean; now: Date },
): Promise<CreditTask[]> {
  const { rows } = await (
    done
      ? sql<Shown>`
          SELECT ${SHOWN} FROM ${FROM} WHERE sanction_acts.community_id = ${communityId}
            AND sanction_acts.state IN ('done', 'dropped') ORDER BY settled_at DESC, sanction_acts.id LIMIT 100`
      : sql<Shown>`
          SELECT ${SHOWN} FROM ${FROM} WHERE sanction_acts.community_id = ${communityId}
            AND ${waitsForSomebody(now)}
          ORDER BY sanction_acts.created_at, sanction_acts.id LIMIT 500`
  ).execute(tx);
  const present = await presenter(tx, communityId, rows);
  const names = await memberNames(
    tx,
    rows.map(({ memberId }) => memberId),
  );
  return rows.map((row) => ({
    ...present(row),
    member: { id: row.memberId, name: names.get(row.memberId) ?? '' },
    rule: row.rule,
    violationId: row.violationId,
    until: row.until?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

async function presenter(
  tx: Tx,
  communityId: string,
  rows: readonly KeptAct[],
): Promise<(row: KeptAct & { platform: string; account: string }) => Act> {
  const groups = new Map((await listGroups(tx, communityId)).map(({ id, name }) => [id, name]));
  const operators = await operatorNames(
    tx,
    rows.map(({ settledBy }) => settledBy),
  );
  return (row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    platform: row.platform,
    account: row.account,
    groups: row.groupIds.map((id) => ({ id, name: groups.get(id) ?? '' })),
    code: row.code,
    detail: row.detail,
    attempts: row.attempts,
    dueAt: row.dueAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    by: operators.get(row.settledBy ?? '') ?? null,
  });
}

/** What sanctions came to on platforms and by hand, in order. */
export async function listActs(tx: Tx, communityId: string, sanctionIds: readonly string[]): Promise<Act[]> {
  const acts = await actsOf(tx, sanctionIds);
  const { rows } = await sql<{ id: string; platform: string; account: string }>`
    SELECT id, platform, coalesce(nullif(name, ''), external_id) AS account FROM accounts
    WHERE id = ANY(${acts.map(({ accountId }) => accountId)}::uuid[])
  `.execute(tx);
  const accounts = new Map(rows.map((row) => [row.id, row]));
  const present = await presenter(tx, communityId, acts);
  return acts.flatMap((act) => {
    const account = accounts.get(act.accountId);
    return account ? [present({ ...act, platform: account.platform, account: account.account })] : [];
  });
}

/**
 * A moderator says what became of a task: done, not needed, or that the platform is to be asked again. NotFound; Conflict for
 * what is under way or over, and for asking again where there is nothing to ask.
 */
export async function settleTask(
  tx: Tx,
  order: {
    actor: Actor & { operatorId?: string | undefined };
    communityId: string;
    actId: string;
    outcome: 'done' | 'dropped' | 'again';
    note: string;
    now: Date;
  },
): Promise<void> {
  const { actor, communityId, actId, outcome, note, now } = order;
  const { rows } = await sql<KeptAct & { memberId: string }>`
    SELECT ${ACT_COLUMNS}, sanctions.member_id AS "memberId" FROM sanction_acts
    JOIN sanctions ON sanctions.id = sanction_id
    WHERE sanction_acts.id = ${actId} AND sanction_acts.community_id = ${communityId} FOR UPDATE OF sanction_acts
  `.execute(tx);
  const act = rows[0];
  if (!act) throw new NotFound('the task');
  if (act.state !== 'task' && act.state !== 'queued') throw new Conflict('this task is over, or under way', 'over');
  if (outcome === 'again') {
    if (act.connectionId === null) throw new Conflict('no connection can do this', 'no_connection');
    await sql`UPDATE sanction_acts SET ${QUEUE_AGAIN(now)} WHERE id = ${actId}`.execute(tx);
  } else {
    const code = outcome === 'done' ? 'by_hand' : 'not_needed';
    await settleAct(tx, actId, { state: outcome, code, detail: note, by: actor.operatorId }, { now });
  }
  await recordChange(tx, actor, {
    action: 'credit.settle-task',
    subject: { kind: 'member', id: act.memberId },
    communityId,
    before: { state: act.state },
    after: { task: act.kind, state: outcome },
  });
  await ringSanctions(tx, actor.workspaceId);
}
