import { z } from 'zod';
import { operatorNames } from '#modules/identity/index.ts';
import { memberNames } from '#modules/members/index.ts';
import { readCursor, writeCursor } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MyRecord, PointTransaction, Suspicion } from './contract.ts';
import type { SuspicionRow } from './find-suspicions.ts';
import type { RecordRow, TransactionRow } from './points.read-model.ts';

const placeSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });

/** Where the next page begins, as `cursor` takes it. */
export const cursorOf = (rows: readonly { at: Date; id: string }[], limit: number): string | null => {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return last ? writeCursor({ at: last.at.toISOString(), id: last.id }) : null;
};

/** Where a page begins; undefined: at the start. BadCursor. */
export const placeOf = (cursor: string | undefined): { at: string; id: string } | undefined =>
  cursor === undefined ? undefined : readCursor(placeSchema, cursor);

const personWith = (names: ReadonlyMap<string, string>) => (id: string | null) =>
  id === null ? null : { id, name: names.get(id) ?? '' };

export async function presentTransactions(tx: Tx, rows: readonly TransactionRow[]): Promise<PointTransaction[]> {
  const person = personWith(
    await memberNames(
      tx,
      rows.flatMap(({ memberId, otherId }) => [memberId, otherId].filter((id) => id !== null)),
    ),
  );
  const operators = await operatorNames(
    tx,
    rows.map(({ by }) => by),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    amount: row.amount,
    growth: row.growth,
    cause: row.causeKind,
    ruleName: row.ruleName,
    note: row.note,
    at: row.at.toISOString(),
    by: row.by === null ? null : (operators.get(row.by) ?? null),
    member: person(row.memberId),
    other: person(row.otherId),
    reversalOf: row.reversalOf,
    reversedBy: row.reversedBy,
    shortfall: row.shortfall,
  }));
}

/** A person's own record: the notes of operators are for them, names of operators are not. */
export async function presentRecord(tx: Tx, rows: readonly RecordRow[]): Promise<MyRecord['lines']> {
  const names = await memberNames(
    tx,
    rows.flatMap(({ memberId, otherId }) => [memberId, otherId].filter((id) => id !== null)),
  );
  return rows.map((row) => {
    const other = row.kind !== 'gift' ? null : row.change < 0 ? row.otherId : row.memberId;
    return {
      id: row.id,
      change: row.change,
      kind: row.kind,
      cause: row.causeKind,
      ruleName: row.ruleName,
      note: row.note,
      at: row.at.toISOString(),
      other: other === null ? null : (names.get(other) ?? ''),
      reversed: row.reversedBy !== null,
    };
  });
}

export async function presentSuspicions(tx: Tx, rows: readonly SuspicionRow[]): Promise<Suspicion[]> {
  const person = personWith(
    await memberNames(
      tx,
      rows.flatMap(({ memberId, otherId }) => [memberId, ...(otherId === null ? [] : [otherId])]),
    ),
  );
  const operators = await operatorNames(
    tx,
    rows.map(({ decidedBy }) => decidedBy),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    member: person(row.memberId)!,
    other: person(row.otherId),
    evidence: row.evidence,
    points: row.points,
    foundAt: row.foundAt.toISOString(),
    state: row.state,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy === null ? null : (operators.get(row.decidedBy) ?? null),
    reason: row.reason,
  }));
}
