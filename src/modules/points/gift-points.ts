import { sql } from 'kysely';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { BadInput, Conflict, Forbidden, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  addTransaction,
  ensurePointAccounts,
  type Entry,
  findOptionalByKey,
  lockPeopleOf,
  moveLots,
  readLots,
} from './ledger-store.ts';
import { takeFromLots } from './lots.ts';
import { personsOf } from './rule-run-store.ts';
import { readSettings } from './settings-store.ts';

export type Gift = {
  communityId: string;
  /** Any member of either person. */
  from: string;
  to: string;
  amount: number;
  note: string;
  /** Of the giver: the same key gives once. */
  key: string;
  /** Milliseconds. */
  at: number;
};

/** What a person gave on a day. */
async function givenOn(tx: Tx, accountIds: readonly string[], day: string): Promise<number> {
  const { rows } = await sql<{ given: number }>`
    SELECT coalesce(sum(t.amount), 0)::bigint AS given FROM point_transactions t
    WHERE t.account_id = ANY(${accountIds}::uuid[]) AND t.day = ${day}::date AND t.kind = 'gift'
      AND NOT EXISTS (SELECT FROM point_transactions r WHERE r.reversal_of = t.id)
  `.execute(tx);
  return rows[0]!.given;
}

/** What a member may still give today; null where gifts are not allowed. */
export async function giftsLeft(
  tx: Tx,
  { communityId, memberId, now }: { communityId: string; memberId: string; now: number },
): Promise<{ today: number; once: number } | null> {
  const { giftDayLimit, giftOnceLimit } = await readSettings(tx, communityId);
  if (giftDayLimit === null) return null;
  const { zone } = await getCommunity(tx, communityId);
  const { rows } = await sql<{ id: string }>`
    SELECT point_accounts.id FROM members JOIN point_accounts ON member_id = members.id
    WHERE members.id = ${memberId} OR members.person_id = ${memberId}
  `.execute(tx);
  const given = await givenOn(
    tx,
    rows.map(({ id }) => id),
    formatDay(dayOf(now, zone)),
  );
  const today = Math.max(0, giftDayLimit - given);
  return { today, once: Math.min(today, giftOnceLimit ?? today) };
}

/**
 * Gives points of one member to another; they expire when they would have. @returns the transaction
 * Forbidden where a community has no gifts; NotFound; BadInput for oneself; Conflict past a limit or a balance.
 */
export async function giftPoints(tx: Tx, gift: Gift): Promise<{ transactionId: string }> {
  const { communityId, from, to, amount, at } = gift;
  const { giftDayLimit, giftOnceLimit } = await readSettings(tx, communityId);
  if (giftDayLimit === null) throw new Forbidden('members of this community do not give points to each other');
  const accounts = await ensurePointAccounts(tx, communityId, [from, to]);
  const [giver, taker] = [accounts.get(from), accounts.get(to)];
  if (!giver || !taker) throw new NotFound('the member');
  const persons = await personsOf(tx, [from, to]);
  if (persons.get(from) === persons.get(to))
    throw new BadInput('points cannot be given to oneself', [{ where: '/body/to', what: 'is the giver' }]);
  const locked = await lockPeopleOf(tx, [giver, taker]);
  const key = `gift:${persons.get(from)}:${gift.key}`;
  const known = await findOptionalByKey(tx, communityId, key);
  if (known) return { transactionId: known.id };
  const own = locked.filter(({ person }) => person === persons.get(from)).map(({ id }) => id);
  const { zone } = await getCommunity(tx, communityId);
  const given = await givenOn(tx, own, formatDay(dayOf(at, zone)));
  if (amount > (giftOnceLimit ?? giftDayLimit) || given + amount > giftDayLimit)
    throw new Conflict('this is more than may be given', 'gift_limit');
  const { takes, missing } = takeFromLots(await readLots(tx, own), amount);
  if (missing > 0) throw new Conflict('there are too few points for it', 'insufficient_points');
  const moves = [
    ...takes.map((take) => ({ ...take, amount: -take.amount })),
    ...takes.map((take) => ({ ...take, accountId: taker })),
  ];
  const id = newId(at);
  await moveLots(tx, communityId, moves);
  await addTransaction(
    tx,
    {
      id,
      communityId,
      accountId: giver,
      kind: 'gift',
      key,
      amount,
      cause: { kind: 'gift', id: taker, note: gift.note },
      at,
    },
    moves.map((move): Entry => ({ account: 'member', ...move })),
  );
  return { transactionId: id };
}
