import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { ANONYMOUS } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { assignSeat, createOperator, createWorkspace } from '../seat-store.ts';
import { eraseAuditOf } from './erase-audit.ts';
import { type Actor, changedFields, recordChange, systemCaller } from './record-change.ts';

let database: Database;
let workspaceId: string;
let owner: Actor;
beforeAll(async () => {
  database = await testDatabase();
  await database.asSystem(async (tx) => {
    workspaceId = await createWorkspace(tx, '书店');
    const operatorId = await createOperator(tx, { name: '林晓', email: 'lin@example.com', passwordHash: 'x' });
    await assignSeat(tx, { workspaceId, operatorId, role: 'owner' });
    owner = { kind: 'operator', workspaceId, operatorId };
  });
});
afterAll(() => database.close());

const inside = <T>(work: (tx: Tx) => Promise<T>) => database.inWorkspace(workspaceId, work);
const rowOf = async (subject: string) =>
  (
    await inside((tx) =>
      sql<Record<string, unknown>>`SELECT * FROM audit_entries WHERE subject_id = ${subject}`.execute(tx),
    )
  ).rows[0];
const refused = (statement: string) =>
  expect(inside((tx) => sql.raw(statement).execute(tx))).rejects.toThrow(/permission denied|cannot be rewritten/);

describe('the audit trail', () => {
  it('keeps who, what and only the fields that differ', async () => {
    await inside((tx) =>
      recordChange(tx, owner, {
        action: 'things.rename',
        subject: { kind: 'thing', id: 't1', label: 'Thing' },
        before: { name: 'old', size: 3 },
        after: { name: 'new', size: 3 },
      }),
    );
    expect(await rowOf('t1')).toMatchObject({
      actor_kind: 'operator',
      actor_name: '林晓',
      action: 'things.rename',
      subject_label: 'Thing',
      before: { name: 'old' },
      after: { name: 'new' },
    });
  });

  it('is there only when the change is, and needs somebody who makes it', async () => {
    const change = { action: 'things.make', subject: { kind: 'thing', id: 't2' } };
    await expect(
      inside(async (tx) => {
        await recordChange(tx, systemCaller(workspaceId), change);
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    expect(await rowOf('t2')).toBeUndefined();
    await expect(inside((tx) => recordChange(tx, ANONYMOUS, change))).rejects.toThrow(TypeError);
    await expect(inside((tx) => recordChange(tx, systemCaller(newId()), change))).rejects.toThrow(/row-level security/);
  });

  it('cannot be rewritten or thinned out by the application', async () => {
    await inside((tx) =>
      recordChange(tx, systemCaller(workspaceId), {
        action: 'a',
        subject: { kind: 'thing', id: 't3' },
        after: { n: 1 },
      }),
    );
    const kept = await rowOf('t3');
    await refused(`DELETE FROM audit_entries`);
    await refused(`TRUNCATE audit_entries`);
    await refused(`UPDATE audit_entries SET action = 'other'`);
    await refused(`UPDATE audit_entries SET at = now() - interval '1 day'`);
    await refused(`UPDATE audit_entries SET after = '{"n": 2}'`);
    await refused(`UPDATE audit_entries SET after = '{"n": 2}', erased_at = now()`);
    await refused(`UPDATE audit_entries SET after = NULL`);
    expect(await rowOf('t3')).toEqual(kept);
  });

  it('loses what is personal, and nothing else, when somebody is erased', async () => {
    const [member, other] = [newId(), newId()];
    const record = (id: string, after: object) =>
      inside((tx) =>
        recordChange(tx, owner, { action: 'members.tag', subject: { kind: 'member', id, label: 'name' }, after }),
      );
    await record(member, { tags: ['personal'] });
    await record(other, { tags: ['stays'] });
    await record('bulk', { members: [member, other] });
    expect(await inside((tx) => eraseAuditOf(tx, [member]))).toBe(2);
    expect(await rowOf(member)).toBeUndefined();
    expect(await rowOf('bulk')).toMatchObject({ subject_label: 'name', after: null, actor_name: '林晓' });
    expect(await rowOf(other)).toMatchObject({ after: { tags: ['stays'] }, erased_at: null });
    const all = await inside((tx) => sql`SELECT * FROM audit_entries`.execute(tx));
    expect(JSON.stringify(all.rows)).not.toContain(member);
    expect(await inside((tx) => eraseAuditOf(tx, []))).toBe(0);
  });
});

describe('what differs', () => {
  it('is all of one side where the other is absent, and deep values count as a whole', () => {
    expect(changedFields(null, { a: 1 })).toEqual({ before: null, after: { a: 1 } });
    expect(changedFields({ a: 1 }, undefined)).toEqual({ before: { a: 1 }, after: null });
    expect(changedFields({ a: [1], b: 2, c: 3 }, { a: [1], b: 4 })).toEqual({
      before: { b: 2, c: 3 },
      after: { b: 4 },
    });
  });
});
