import { findByIds } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MemberRow } from './members.contract.ts';
import type { ListedMember } from './members-list.read-model.ts';

/** Puts to members of a list what PostgreSQL knows of them: tags and attributes. */
export async function dressMembers(tx: Tx, communityId: string, rows: readonly ListedMember[]): Promise<MemberRow[]> {
  const people = await findByIds(
    tx,
    communityId,
    rows.map(({ memberId }) => memberId),
  );
  const known = new Map(people.map((person) => [person.id, person]));
  return rows.map((row) => {
    const person = known.get(row.memberId);
    const held = (person?.attributes ?? []).flatMap(({ key, value }) =>
      value === null ? [] : [[key, value] as const],
    );
    return {
      ...row,
      tags: [...new Set(person?.tags.map(({ tag }) => tag))],
      attributes: Object.fromEntries(held),
    };
  });
}
