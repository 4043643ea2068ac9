import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { type Actor, operatorNames, recordChange } from '#modules/identity/index.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { DeliveryChoice } from './contract.ts';

type ChoiceFields = Pick<DeliveryChoice, 'choice' | 'scope' | 'reason'>;
type Row = Omit<DeliveryChoice, 'name' | 'at' | 'by'> & { at: Date; by: string | null };

/** What members of a community said about being written to, latest first. */
export async function listChoices(
  tx: Tx,
  communityId: string,
  { choice, memberId, limit }: { choice?: 'in' | 'out' | undefined; memberId?: string | undefined; limit: number },
): Promise<{ choices: DeliveryChoice[]; counts: { in: number; out: number } }> {
  const { rows } = await sql<Row>`
    SELECT member_id AS "memberId", choice, scope, reason, how, chosen_at AS at, chosen_by AS by FROM delivery_choices
    WHERE community_id = ${communityId} AND (${choice ?? null}::text IS NULL OR choice = ${choice ?? null})
      AND (${memberId ?? null}::uuid IS NULL OR member_id = ${memberId ?? null}::uuid)
    ORDER BY chosen_at DESC, member_id LIMIT ${limit}
  `.execute(tx);
  const counts = await sql<{ in: number; out: number }>`
    SELECT count(*) FILTER (WHERE choice = 'in')::int AS in, count(*) FILTER (WHERE choice = 'out')::int AS out
    FROM delivery_choices WHERE community_id = ${communityId}
  `.execute(tx);
  const members = await memberNames(
    tx,
    rows.map((row) => row.memberId),
  );
  const operators = await operatorNames(
    tx,
    rows.map(({ by }) => by),
  );
  return {
    choices: rows.map(({ at, by, ...row }) => ({
      ...row,
      name: members.get(row.memberId) ?? '',
      at: at.toISOString(),
      by: operators.get(by ?? '') ?? null,
    })),
    counts: counts.rows[0]!,
  };
}

/** Who a choice is written down for: the person, whichever of their members is named. NotFound. */
async function personOf(tx: Tx, communityId: string, memberId: string): Promise<string> {
  const { rows } = await sql<{ person: string }>`
    SELECT coalesce(person_id, id) AS person FROM members WHERE id = ${memberId} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the member');
  return rows[0].person;
}

export type ChoiceOrder = {
  actor: Actor;
  communityId: string;
  memberId: string;
  how: DeliveryChoice['how'];
  now: number;
};

/**
 * Writes down what a member said about being written to, at once for what is queued: whoever wants nothing more gets nothing
 * of what waits. NotFound.
 */
export async function chooseDeliveries(
  tx: Tx,
  { actor, communityId, memberId, how, now }: ChoiceOrder,
  { choice, scope, reason }: ChoiceFields,
): Promise<DeliveryChoice> {
  const person = await personOf(tx, communityId, memberId);
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  await sql`
    INSERT INTO delivery_choices (workspace_id, community_id, member_id, choice, scope, reason, how, chosen_at, chosen_by)
    VALUES (qunluo_workspace(), ${communityId}, ${person}, ${choice}, ${scope}, ${reason}, ${how}, ${at}, ${actor.operatorId ?? null})
    ON CONFLICT (member_id) DO UPDATE SET choice = excluded.choice, scope = excluded.scope, reason = excluded.reason,
      how = excluded.how, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by
  `.execute(tx);
  if (choice === 'out') await suppressQueued(tx, { person, all: scope === 'all', now });
  await recordChange(tx, actor, {
    action: 'delivery-choices.set',
    subject: { kind: 'member', id: person },
    communityId,
    after: { choice, scope, reason },
  });
  return (await listChoices(tx, communityId, { memberId: person, limit: 1 })).choices[0]!;
}

async function suppressQueued(
  tx: Tx,
  { person, all, now }: { person: string; all: boolean; now: number },
): Promise<void> {
  await sql`
    UPDATE deliveries SET fate = 'suppressed', reason = 'opted_out', detail = '', send_at = NULL,
      settled_at = to_timestamp(${now}::float8 / 1000)
    WHERE fate IN ('queued', 'confirming') AND ticket IS NULL AND purpose = ANY(${all ? ['promotion', 'service'] : ['promotion']}::text[])
      AND member_id IN (SELECT id FROM members WHERE id = ${person} OR person_id = ${person})
  `.execute(tx);
}

/** Forgets what a member said. NotFound where they said nothing. */
export async function forgetChoice(
  tx: Tx,
  { actor, communityId, memberId }: Pick<ChoiceOrder, 'actor' | 'communityId' | 'memberId'>,
): Promise<void> {
  const person = await personOf(tx, communityId, memberId);
  const { rows } = await sql<ChoiceFields>`
    DELETE FROM delivery_choices WHERE member_id = ${person} RETURNING choice, scope, reason
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the choice');
  await recordChange(tx, actor, {
    action: 'delivery-choices.remove',
    subject: { kind: 'member', id: person },
    communityId,
    before: rows[0],
  });
}
