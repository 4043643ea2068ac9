import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { ensureAccounts, mergeMembers, unmerge } from '#modules/members/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { balancesOf, createPostOne, pointsEarned, type PointsPost, postPoints, reversePoints } from './index.ts';

const NOW = Date.UTC(2026, 2, 10, 4);
let database: Database;
let workspaceId: string;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());

const inside = <T>(work: (tx: Tx) => Promise<T>) => database.inWorkspace(workspaceId, work);

/** A community with so many members. */
async function people(count: number): Promise<{ communityId: string; members: string[] }> {
  return inside(async (tx) => {
    const { id } = await createCommunity(tx, workspaceId, { name: 'C', zone: 'Asia/Shanghai' });
    const members = Array.from({ length: count }, () => newId());
    await ensureAccounts(
      tx,
      id,
      members.map((member, at) => ({
        id: member,
        platform: 'p',
        externalId: `${at}`,
        name: `m${at}`,
        bot: false,
        firstAt: NOW,
      })),
    );
    return { communityId: id, members };
  });
}

const post = (more: Partial<PointsPost> & Pick<PointsPost, 'communityId' | 'memberId'>): PointsPost => ({
  key: newId(),
  kind: 'grant',
  amount: 100,
  cause: { kind: 'test' },
  at: NOW,
  ...more,
});

/** Whether the ledger is whole: transactions sum to zero, lots and balances are what the entries make of them. */
async function faults(tx: Tx, communityId: string): Promise<unknown[]> {
  const { rows } = await sql`
    SELECT 'unbalanced' AS fault, transaction_id::text AS id FROM point_entries GROUP BY transaction_id HAVING sum(amount) <> 0
    UNION ALL
    SELECT 'lot', l.account_id::text FROM point_lots l
    WHERE l.community_id = ${communityId} AND l.remaining <> (
      SELECT coalesce(sum(amount), 0) FROM point_entries e WHERE e.account_id = l.account_id AND e.expires_at = l.expires_at)
    UNION ALL
    SELECT 'balance', a.id::text FROM point_accounts a
    WHERE a.community_id = ${communityId} AND a.balance <> (
      SELECT coalesce(sum(amount), 0) FROM point_entries e WHERE e.account_id = a.id)
    UNION ALL
    SELECT 'below zero', replayed.id::text FROM (
      SELECT e.account_id AS id, sum(sum(amount)) OVER (PARTITION BY e.account_id ORDER BY min(e.id)) AS upto
      FROM point_entries e WHERE e.account_id IS NOT NULL GROUP BY e.account_id, e.transaction_id) AS replayed
    WHERE upto < 0
  `.execute(tx);
  return rows;
}

describe('posting points', () => {
  it('posts once, however often it is asked, and says so', async () => {
    const { communityId, members } = await people(1);
    const postOne = createPostOne(database);
    const asked = post({ communityId, memberId: members[0]!, key: 'once' });
    const answers = await Promise.all([
      ...Array.from({ length: 25 }, () => postOne(workspaceId, asked)),
      ...Array.from({ length: 25 }, () => inside(async (tx) => (await postPoints(tx, [asked]))[0]!)),
    ]);
    expect(answers.filter(({ state }) => state === 'posted')).toHaveLength(1);
    expect(answers.filter(({ state }) => state === 'repeat')).toHaveLength(49);
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(await inside((tx) => balancesOf(tx, members))).toEqual(new Map([[members[0], 100]]));
    const other = await postOne(workspaceId, { ...asked, amount: 101 });
    expect(other).toMatchObject({ state: 'key-used', balance: 100 });
  });

  it('refuses alone whoever has too little, in the order of the posts', async () => {
    const { communityId, members } = await people(2);
    const [a, b] = members as [string, string];
    const spend = (memberId: string, amount: number) => post({ communityId, memberId, kind: 'spend', amount });
    const answers = await inside((tx) =>
      postPoints(tx, [
        spend(a, 1),
        post({ communityId, memberId: a, amount: 50 }),
        spend(a, 30),
        spend(a, 30),
        spend(b, 1),
        spend(a, 20),
        post({ communityId, memberId: newId() }),
      ]),
    );
    expect(answers.map(({ state, balance }) => [state, balance])).toEqual([
      ['insufficient', 0],
      ['posted', 50],
      ['posted', 20],
      ['insufficient', 20],
      ['insufficient', 0],
      ['posted', 0],
      ['no-member', 0],
    ]);
    expect(await inside((tx) => faults(tx, communityId))).toEqual([]);
  });

  it.for([0, -1, 1.5, 1e10, Number.NaN, Number.POSITIVE_INFINITY])('takes no amount of %s', async (amount) => {
    await expect(
      inside((tx) => postPoints(tx, [post({ communityId: newId(), memberId: newId(), amount })])),
    ).rejects.toMatchObject({ code: 'bad_points' });
  });

  it('never lets two spend the same points', async () => {
    const { communityId, members } = await people(1);
    const postOne = createPostOne(database);
    await postOne(workspaceId, post({ communityId, memberId: members[0]!, amount: 100 }));
    const spend = () => post({ communityId, memberId: members[0]!, kind: 'spend', amount: 7 });
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => postOne(workspaceId, spend())),
      ...Array.from({ length: 12 }, () => inside(async (tx) => (await postPoints(tx, [spend()]))[0]!)),
    ]);
    expect(answers.filter(({ state }) => state === 'posted')).toHaveLength(14);
    expect(await inside((tx) => faults(tx, communityId))).toEqual([]);
  });

  it('counts a budget to the last point', async () => {
    const { communityId, members } = await people(3);
    await inside((tx) =>
      sql`INSERT INTO point_budgets VALUES (qunluo_workspace(), ${communityId}, '2026-03-01', 250, 0)`.execute(tx),
    );
    const answers = await Promise.all(
      members.map((memberId) => inside(async (tx) => (await postPoints(tx, [post({ communityId, memberId })]))[0]!)),
    );
    expect(answers.map(({ state }) => state).toSorted()).toEqual(['over-budget', 'posted', 'posted']);
    const next = post({ communityId, memberId: members[0]!, at: Date.UTC(2026, 2, 31, 16) });
    expect((await inside((tx) => postPoints(tx, [next])))[0]!.state).toBe('posted');
    const back = answers.find(({ state }) => state === 'posted')!.transactionId!;
    await inside((tx) => reversePoints(tx, back, { key: 'back', at: NOW, reason: 'r' }));
    const { rows } = await inside((tx) =>
      sql<{ issued: number }>`SELECT issued FROM point_budgets WHERE community_id = ${communityId}`.execute(tx),
    );
    expect(rows).toEqual([{ issued: 100 }]);
  });

  it('keeps out what does not sum to zero, and what would be below', async () => {
    const { communityId, members } = await people(1);
    const [answer] = await inside((tx) => postPoints(tx, [post({ communityId, memberId: members[0]! })]));
    await expect(
      inside((tx) =>
        sql`INSERT INTO point_entries (workspace_id, transaction_id, account, amount)
            VALUES (qunluo_workspace(), ${answer!.transactionId}, 'issued', 5)`.execute(tx),
      ),
    ).rejects.toThrow(/sum to zero/);
    await expect(
      inside((tx) => sql`UPDATE point_accounts SET balance = -1 WHERE community_id = ${communityId}`.execute(tx)),
    ).rejects.toThrow(/check/);
    await expect(inside((tx) => sql`DELETE FROM point_entries`.execute(tx))).rejects.toThrow(/permission denied/);
  });
});

describe('one person over several members', () => {
  it('spends what all of them have, and taking the merge back leaves each what is left', async () => {
    const { communityId, members } = await people(2);
    const [a, b] = members as [string, string];
    await inside((tx) =>
      postPoints(tx, [
        post({ communityId, memberId: a, amount: 60, expiresAt: NOW + 1e9 }),
        post({ communityId, memberId: b, amount: 50, expiresAt: NOW + 2e9 }),
      ]),
    );
    const merged = await inside((tx) => mergeMembers(tx, { communityId, memberId: b, intoId: a }));
    const spent = await inside((tx) => postPoints(tx, [post({ communityId, memberId: a, kind: 'spend', amount: 80 })]));
    expect(spent[0]).toMatchObject({ state: 'posted', balance: 30 });
    const earned = await inside((tx) => pointsEarned(tx, communityId, { from: 0, to: 99_999 }));
    expect([...earned]).toEqual([[a, { points: 110, growth: 0 }]]);
    await inside((tx) => unmerge(tx, { communityId, mergeId: merged.mergeId }));
    expect(await inside((tx) => balancesOf(tx, members))).toEqual(
      new Map([
        [a, 0],
        [b, 30],
      ]),
    );
    await inside((tx) => reversePoints(tx, spent[0]!.transactionId!, { key: 'undo', at: NOW, reason: '' }));
    expect(await inside((tx) => balancesOf(tx, members))).toEqual(
      new Map([
        [a, 60],
        [b, 50],
      ]),
    );
    expect(await inside((tx) => faults(tx, communityId))).toEqual([]);
  });
});

describe('taking back', () => {
  it('says what is spent already, and takes what is there where told', async () => {
    const { communityId, members } = await people(1);
    const [grant] = await inside((tx) =>
      postPoints(tx, [
        post({ communityId, memberId: members[0]!, growth: 4 }),
        post({ communityId, memberId: members[0]!, kind: 'spend', amount: 70 }),
      ]),
    );
    const back = (key: string, asFarAsThere = false) =>
      inside((tx) => reversePoints(tx, grant!.transactionId!, { key, at: NOW, reason: '', asFarAsThere }));
    expect(await back('1')).toEqual({ state: 'insufficient', missing: 70 });
    expect(await back('2', true)).toMatchObject({ state: 'posted', missing: 70 });
    expect(await back('2', true)).toMatchObject({ state: 'repeat' });
    expect(await back('3', true)).toMatchObject({ state: 'already-reversed' });
    expect(await inside((tx) => balancesOf(tx, members))).toEqual(new Map([[members[0], 0]]));
    expect(await inside((tx) => faults(tx, communityId))).toEqual([]);
  });
});

describe('any sequence', () => {
  it('balances, and replaying the entries gives the same balances', async () => {
    const { communityId, members } = await people(3);
    const step = fc.record({
      what: fc.constantFrom('grant' as const, 'spend' as const, 'add' as const, 'deduct' as const, 'reverse' as const),
      who: fc.nat(2),
      amount: fc.integer({ min: 1, max: 60 }),
      lot: fc.nat(3),
      same: fc.boolean(),
    });
    const known: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        async (batches) => {
          for (const batch of batches) {
            const before = await inside((tx) => balancesOf(tx, members));
            const posts = batch.flatMap(({ what, who, amount, lot, same }) =>
              what === 'reverse'
                ? []
                : [
                    post({
                      communityId,
                      memberId: members[who]!,
                      kind: what,
                      amount,
                      expiresAt: lot === 3 ? null : NOW + lot * 1e9,
                      ...(same && { key: `k${amount}` }),
                    }),
                  ],
            );
            const answers = await inside((tx) => postPoints(tx, posts));
            known.push(...answers.flatMap(({ state, transactionId }) => (state === 'posted' ? [transactionId!] : [])));
            // What the answers say adds up.
            for (const [index, { state, balance }] of answers.entries()) {
              const { memberId, kind, amount } = posts[index]!;
              const change = state !== 'posted' ? 0 : kind === 'grant' || kind === 'add' ? amount : -amount;
              expect(balance).toBe(before.get(memberId)! + change);
              if (state === 'insufficient') expect(before.get(memberId)!).toBeLessThan(amount);
              before.set(memberId, balance);
            }
            for (const { what, amount, same } of batch)
              if (what === 'reverse' && known.length > 0) {
                const id = known[amount % known.length]!;
                await inside((tx) =>
                  reversePoints(tx, id, { key: `r${id}${amount}`, at: NOW, reason: '', asFarAsThere: same }),
                );
              }
          }
          expect(await inside((tx) => faults(tx, communityId))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
