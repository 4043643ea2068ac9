import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  addTransaction,
  type Entry,
  findOptionalByKey,
  findOptionalTransaction,
  type KeptTransaction,
  lockPeopleOf,
  moveLots,
  readLots,
} from './ledger-store.ts';
import { type Take, takeFromLots } from './lots.ts';

export type Reversing = {
  /** Of the community, as of a post. */
  key: string;
  /** Milliseconds. */
  at: number;
  by?: string | undefined;
  reason: string;
  /** snake case; `reversal` unless told. */
  cause?: string;
  /** Takes back what is there where less is left than was given; what is missing is written down. */
  asFarAsThere?: boolean;
};

/**
 * - posted; - repeat; - insufficient: what was given is spent, `missing` says how much of it; - already-reversed; -
 *   not-reversible: it is a reversal itself; - key-used.
 */
export type ReversalOutcome = {
  state: 'posted' | 'repeat' | 'insufficient' | 'already-reversed' | 'not-reversible' | 'key-used';
  transactionId?: string;
  /** What could not be taken back. */
  missing: number;
};

/** What comes back to a member can be used for so long, though it would have expired. */
const GRACE_MS = 7 * 86_400_000;

/**
 * Takes a transaction back by another: what was given is taken from the person, first out of the lots it went to, and what
 * was taken is given back, to be used for at least a week. A budget gets back what it had given. NotFound.
 */
export async function reversePoints(tx: Tx, transactionId: string, reversing: Reversing): Promise<ReversalOutcome> {
  const found = await findOptionalTransaction(tx, transactionId);
  if (!found) throw new NotFound('this transaction of points');
  if (found.kind === 'reverse') return { state: 'not-reversible', missing: 0 };
  const members = found.entries.filter((entry) => entry.account === 'member');
  const accounts = await lockPeopleOf(
    tx,
    members.map(({ accountId }) => accountId),
  );
  // What others did while the locks were waited for is seen only now.
  const known = await findOptionalByKey(tx, found.communityId, reversing.key);
  if (known)
    return { state: known.reversalOf === found.id ? 'repeat' : 'key-used', transactionId: known.id, missing: 0 };
  if ((await findOptionalTransaction(tx, transactionId))!.reversed) return { state: 'already-reversed', missing: 0 };
  const personOf = new Map(accounts.map(({ id, person }) => [id, person]));
  const given = members.filter(({ amount }) => amount > 0);
  const takes: Take[] = [];
  let missing = 0;
  for (const entry of given) {
    const person = personOf.get(entry.accountId);
    const own = accounts.filter((account) => account.person === person).map(({ id }) => id);
    const lots = lessTaken(await readLots(tx, own), takes).toSorted(
      (a, b) => Number(isOf(b, entry)) - Number(isOf(a, entry)),
    );
    const taken = takeFromLots(lots, entry.amount);
    takes.push(...taken.takes);
    missing += taken.missing;
  }
  const taken = sum(takes);
  if (missing > 0 && (!reversing.asFarAsThere || taken === 0)) return { state: 'insufficient', missing };
  const back = backTo(members, given.length > 0 ? taken : Infinity, reversing.at);
  return post(tx, found, reversing, { takes, back, missing });
}

const sum = (takes: readonly { amount: number }[]): number => takes.reduce((all, { amount }) => all + amount, 0);
const isOf = (a: { accountId: string; expiresAt: string }, b: { accountId: string; expiresAt: string }): boolean =>
  a.accountId === b.accountId && a.expiresAt === b.expiresAt;
const lessTaken = <T extends { accountId: string; expiresAt: string; remaining: number }>(
  lots: readonly T[],
  takes: readonly Take[],
): T[] => lots.map((lot) => ({ ...lot, remaining: lot.remaining - sum(takes.filter((take) => isOf(take, lot))) }));

/** What goes back to whom it was taken from, at most so much, to lots that last long enough. */
function backTo(members: readonly Extract<Entry, { account: 'member' }>[], most: number, at: number): Take[] {
  const from = members.filter(({ amount }) => amount < 0);
  const lots = from.map(({ accountId, expiresAt, amount }) => ({ accountId, expiresAt, remaining: -amount }));
  return takeFromLots(lots, Math.min(most, sum(lots.map(({ remaining }) => ({ amount: remaining }))))).takes.map(
    (take) => ({
      ...take,
      expiresAt: lasting(take.expiresAt, at),
    }),
  );
}

const lasting = (expiresAt: string, at: number): string =>
  expiresAt === 'infinity' || new Date(expiresAt).getTime() >= at + GRACE_MS
    ? expiresAt
    : new Date(at + GRACE_MS).toISOString();

async function post(
  tx: Tx,
  found: KeptTransaction,
  { key, at, by, reason, cause = 'reversal' }: Reversing,
  { takes, back, missing }: { takes: readonly Take[]; back: readonly Take[]; missing: number },
): Promise<ReversalOutcome> {
  const moves = [...takes.map((take) => ({ ...take, amount: -take.amount })), ...back];
  const contra = found.entries.find((entry) => entry.account !== 'member');
  const rest = -sum(moves);
  const entries: Entry[] = [
    ...moves.map((move): Entry => ({ account: 'member', ...move })),
    ...(contra && rest !== 0 ? [{ account: contra.account, amount: rest } as Entry] : []),
  ];
  const amount = Math.max(sum(takes), sum(back));
  const id = newId();
  const isGrant = found.kind === 'grant';
  await moveLots(tx, found.communityId, moves);
  await addTransaction(
    tx,
    {
      id,
      communityId: found.communityId,
      accountId: found.accountId,
      kind: 'reverse',
      key,
      amount,
      growth: -found.growth,
      cause: { kind: cause, id: found.id, note: reason },
      at,
      by,
      reversalOf: found.id,
      shortfall: missing,
    },
    entries,
  );
  if (isGrant) await giveBackBudget(tx, found, amount);
  return { state: 'posted', transactionId: id, missing };
}

async function giveBackBudget(tx: Tx, { communityId, day }: KeptTransaction, amount: number): Promise<void> {
  await sql`
    UPDATE point_budgets SET issued = greatest(0, issued - ${amount}::bigint)
    WHERE community_id = ${communityId} AND month = date_trunc('month', ${day}::date)::date
  `.execute(tx);
}
