import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { NotFound } from '#kernel/errors.ts';
import { membersOf, partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CreditFacts } from './credit-at.ts';

/** What is known of one person's licence; times in milliseconds. */
export type PersonFacts = {
  /** Whoever stands for the person. */
  personId: string;
  /** Every member that the person is made of. */
  members: string[];
  facts: CreditFacts;
  /** When each violation was recorded. */
  recordedAt: ReadonlyMap<string, number>;
  /** The latest that anything of it happened: a clock that goes back does not undo it. */
  latest: number;
};

/** One change of a person's credit at a time, whichever of their members it is asked through. NotFound. */
export async function lockPerson(tx: Tx, communityId: string, memberId: string): Promise<string> {
  const person = await personOf(tx, communityId, memberId);
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('credit:' || ${person}, 0))`.execute(tx);
  return person;
}

/** The person that a member is. NotFound. */
export async function personOf(tx: Tx, communityId: string, memberId: string): Promise<string> {
  const { rows } = await sql<{ person: string }>`
    SELECT coalesce(person_id, id) AS person FROM members WHERE id = ${memberId} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the member');
  return rows[0].person;
}

/** The facts of one person, voided violations left out. NotFound. */
export async function readFacts(tx: Tx, communityId: string, memberId: string): Promise<PersonFacts> {
  const personId = await personOf(tx, communityId, memberId);
  const members = await partsOf(tx, communityId, personId);
  return (await factsOf(tx, communityId, [{ personId, members }]))[0]!;
}

/** The facts of the persons that members are, by the ids that were asked; ids that the community does not have are left out. */
export async function readFactsOf(
  tx: Tx,
  communityId: string,
  memberIds: readonly string[],
): Promise<Map<string, PersonFacts>> {
  const parts = Map.groupBy(await membersOf(tx, communityId, [...new Set(memberIds)]), ({ person }) => person);
  const people = [...parts].map(([personId, members]) => ({ personId, members: members.map(({ member }) => member) }));
  return new Map((await factsOf(tx, communityId, people)).map((facts) => [facts.personId, facts]));
}

/** The facts of everybody in a community who ever broke a rule that still stands. */
export async function readAllFacts(tx: Tx, communityId: string): Promise<PersonFacts[]> {
  const { rows } = await sql<{ person: string }>`
    SELECT DISTINCT coalesce(members.person_id, members.id) AS person
    FROM violations JOIN members ON members.id = violations.member_id
    WHERE violations.community_id = ${communityId} AND voided_at IS NULL
  `.execute(tx);
  const pairs = await membersOf(
    tx,
    communityId,
    rows.map(({ person }) => person),
  );
  const people = [...Map.groupBy(pairs, ({ person }) => person)].map(([personId, parts]) => ({
    personId,
    members: parts.map(({ member }) => member),
  }));
  return factsOf(tx, communityId, people);
}

type Row = { id: string; memberId: string; size: number; at: Date; recordedAt: Date };

async function factsOf(
  tx: Tx,
  communityId: string,
  people: readonly { personId: string; members: string[] }[],
): Promise<PersonFacts[]> {
  const all = people.flatMap(({ members }) => members);
  const violations = await sql<Row>`
    SELECT id, member_id AS "memberId", cost AS size, happened_at AS at, recorded_at AS "recordedAt" FROM violations
    WHERE community_id = ${communityId} AND member_id = ANY(${all}::uuid[]) AND voided_at IS NULL ORDER BY happened_at, id
  `.execute(tx);
  const restorations = await sql<Omit<Row, 'recordedAt'>>`
    SELECT id, member_id AS "memberId", points AS size, restored_at AS at FROM credit_restorations
    WHERE community_id = ${communityId} AND member_id = ANY(${all}::uuid[]) ORDER BY restored_at, id
  `.execute(tx);
  const broken = Map.groupBy(violations.rows, ({ memberId }) => memberId);
  const restored = Map.groupBy(restorations.rows, ({ memberId }) => memberId);
  return people.map(({ personId, members }) => {
    const own = members.flatMap((id) => broken.get(id) ?? []);
    const given = members.flatMap((id) => restored.get(id) ?? []);
    return {
      personId,
      members,
      facts: {
        violations: own.map(({ id, size, at }) => ({ id, cost: size, at: at.getTime() })),
        restorations: given.map(({ id, size, at }) => ({ id, points: size, at: at.getTime() })),
      },
      recordedAt: new Map(own.map(({ id, recordedAt }) => [id, recordedAt.getTime()])),
      latest: Math.max(0, ...[...own, ...given].map(({ at }) => at.getTime())),
    };
  });
}

/** Writes down what gives credit back at once. @returns false where the attempt gave it already */
export async function addRestoration(
  tx: Tx,
  communityId: string,
  { memberId, attemptId, points, at }: { memberId: string; attemptId: string | null; points: number; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO credit_restorations (id, workspace_id, community_id, member_id, cause, attempt_id, points, restored_at)
    VALUES (${newId()}, qunluo_workspace(), ${communityId}, ${memberId}, ${attemptId === null ? 'operator' : 'exam'},
            ${attemptId}, ${points}, ${at})
    ON CONFLICT (workspace_id, attempt_id) DO NOTHING RETURNING id
  `.execute(tx);
  return rows.length > 0;
}
